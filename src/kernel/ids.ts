import { createHash } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export type RandomBytes = (count: number) => Uint8Array;

/** An opaque id: prefix, hyphen, 16 characters (80 bits) of Crockford's base 32. */
export const newId = (prefix: string, randomBytes: RandomBytes): string => `${prefix}-${base32(randomBytes(16))}`;

/** The same id for the same source, so that a repeated import finds what it made before. The source must hold no personal data. */
export const idFrom = (prefix: string, source: string): string =>
  `${prefix}-${base32(createHash("sha256").update(source).digest())}`;

export const sha256Hex = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

const base32 = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes.subarray(0, 16)) text += CROCKFORD[byte & 31];
  return text;
};
