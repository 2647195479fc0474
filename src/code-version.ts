import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a build keeps the version of the sources that it was made from, beside the compiled code. */
const BUILT = "code-version.txt";

/**
 * SHA-256 (hex) over every source file of the book and its chapters. Rules or rows that changed in any way make another
 * version, so no snapshot of theirs is taken by mistake: the first start after an upgrade replays the journal. Compiled code
 * has the version of its sources: what one of them wrote, the other takes.
 */
export const codeVersion = (root = import.meta.dirname): string => {
  const built = join(root, BUILT);
  if (existsSync(built)) return readFileSync(built, "utf8");
  const digest = createHash("sha256");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" });
  for (const name of names.filter((path) => path.endsWith(".ts")).sort()) {
    digest.update(`${name}\n`).update(readFileSync(join(root, name)));
  }
  return digest.digest("hex");
};
