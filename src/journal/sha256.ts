import { hash } from "node:crypto";

/**
 * SHA-256 of a text's UTF-8 or of bytes, as a text of one character a byte. Node makes a memory block of its own for every
 * digest that it gives as a buffer, which costs several times the hash; a text goes into pooled or paged memory.
 */
export const sha256Text = (input: string | Buffer): string => hash("sha256", input, "binary");

export const sha256 = (input: string | Buffer): Buffer => Buffer.from(sha256Text(input), "latin1");
