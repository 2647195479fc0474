import { donationCode, donationCodeBody } from "../kernel/codes.ts";
import { sha256Hex } from "../kernel/ids.ts";
import { keyedHash } from "../platform/crypto.ts";

/**
 * The secret of a gift's own page: 128 bits as 32 hex digits. It comes from our key and the gift's id, so that a repeated
 * request gets the same answer and a rebuild loses nothing; the book holds only its hash.
 */
export const secretOf = (gift: string, key: Uint8Array): string => keyedHash(key, `gift-page:${gift}`).slice(0, 32);

export const secretHash = (secret: string): string => sha256Hex(secret);

export const isSecret = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** The donation code of a gift; another for each attempt, should one be taken. */
export const codeOf = (gift: string, attempt: number, key: Uint8Array): string => {
  let drawn = 0;
  return donationCode(
    donationCodeBody((count) => {
      drawn += 1;
      return Buffer.from(keyedHash(key, `donation-code:${gift}:${attempt}:${drawn}`), "hex").subarray(0, count);
    }),
  );
};
