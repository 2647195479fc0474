import { readCheckpoint } from "./checkpoint.ts";
import { keyFaults, keysAt, readKeyNotice } from "./checkpoint-keys.ts";
import type { Signed } from "./checkpoint-store.ts";
import type { Merkle } from "./merkle.ts";
import { isSignedBy, parseNote } from "./signed-note.ts";

/**
 * Where the journal is not what was signed: a checkpoint over more lines than there are (its end was cut off), one over
 * other lines (it was forged or forked), a signature by no key of ours. Chain and roots alone cannot tell.
 */
export const checkpointFaults = ({ keys, checkpoints }: Signed, tree: Pick<Merkle, "size" | "root">): string[] => {
  const faults = keyFaults(keys);
  const known = keys.map(readKeyNotice);
  for (const text of checkpoints) {
    const { size, root, origin } = readCheckpoint(text);
    const name = `checkpoint of ${size} lines`;
    const note = parseNote(text);
    if (origin !== known[0]?.origin) faults.push(`${name}: is of another journal`);
    if (!keysAt(known, size).some(({ vkey }) => isSignedBy(note, vkey)))
      faults.push(`${name}: is signed by no key of its time`);
    if (size > tree.size()) faults.push(`${name}: the journal ends after ${tree.size()}`);
    else if (tree.root(size).toString("hex") !== root)
      faults.push(`${name}: the first ${size} lines are not those that were signed`);
  }
  return faults;
};
