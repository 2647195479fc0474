import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * SHA-256 (hex) over every source file of the book and its chapters. Rules or rows that changed in any way make another
 * version, so no snapshot of theirs is taken by mistake: the first start after an upgrade replays the journal.
 */
export const codeVersion = (root = import.meta.dirname): string => {
  const digest = createHash("sha256");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" });
  for (const name of names.filter((path) => /\.[jt]s$/.test(path)).sort()) {
    digest.update(`${name}\n`).update(readFileSync(join(root, name)));
  }
  return digest.digest("hex");
};
