import { hash } from "node:crypto";

/**
 * SHA-256 of a text's UTF-8 or of bytes. The digest comes as a string and is copied into pooled memory: Node makes a
 * memory block of its own for every digest that it gives as a buffer, which costs several times the hash.
 */
export const sha256 = (input: string | Buffer): Buffer => Buffer.from(hash("sha256", input, "binary"), "binary");
