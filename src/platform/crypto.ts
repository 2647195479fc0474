import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import type { RandomBytes } from "../kernel/ids.ts";

const NONCE = 12;
const TAG = 16;
const KEY = 32;

/** AES-256-GCM: nonce ‖ ciphertext ‖ tag. `context` binds the bytes to their place: it must be the same when opened. */
export const seal = (
  plain: Uint8Array,
  how: { key: Uint8Array; context: string; randomBytes: RandomBytes },
): Buffer => {
  const nonce = how.randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", how.key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(how.context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** Throws when a bit, the key or the context is not what it was. */
export const unseal = (sealed: Uint8Array, how: { key: Uint8Array; context: string }): Buffer => {
  if (sealed.length < NONCE + TAG) throw new Error("sealed bytes are too short");
  const decipher = createDecipheriv("aes-256-gcm", how.key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(how.context));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()]);
};

/** A key of 32 bytes for one purpose, derived from a master key (HKDF-SHA-256). */
export const deriveKey = (master: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", master, new Uint8Array(0), purpose, KEY));

/** HMAC-SHA-256 as hex. */
export const keyedHash = (key: Uint8Array, text: string): string =>
  createHmac("sha256", key).update(text).digest("hex");
