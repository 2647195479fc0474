import { type Checkpoint, readCheckpoint } from "./checkpoint.ts";
import { keyFaults, type KeyNotice, keysAt, readKeyNotice } from "./checkpoint-keys.ts";
import type { Signed } from "./checkpoint-store.ts";
import type { Merkle } from "./merkle.ts";
import { isSignedBy, parseNote } from "./signed-note.ts";

/**
 * Where the journal is not what was signed: a checkpoint over more lines than there are (its end was cut off), one over
 * other lines (it was forged or forked), a signature by no key of ours. Chain and roots alone cannot tell.
 */
export const checkpointFaults = (signed: Signed, tree: Pick<Merkle, "size" | "root">): string[] => {
  try {
    const keys = signed.keys.map(readKeyNotice);
    return [...keyFaults(signed.keys), ...signed.checkpoints.flatMap((note) => faultsOf(note, { keys, tree }))];
  } catch (error) {
    return [`a kept key cannot be read: ${reasonOf(error)}`];
  }
};

type Known = { readonly keys: readonly KeyNotice[]; readonly tree: Pick<Merkle, "size" | "root"> };

const faultsOf = (text: string, known: Known): string[] => {
  try {
    const checkpoint = readCheckpoint(text);
    const faults = [signatureFault(checkpoint, { ...known, text }), treeFault(checkpoint, known)];
    return faults.flatMap((fault) => (fault === undefined ? [] : [`checkpoint of ${checkpoint.size} lines: ${fault}`]));
  } catch (error) {
    return [`a kept checkpoint cannot be read: ${reasonOf(error)}`];
  }
};

const signatureFault = ({ origin, size }: Checkpoint, { keys, text }: Known & { readonly text: string }) => {
  if (origin !== keys[0]?.origin) return "it is of another journal";
  const note = parseNote(text);
  return keysAt(keys, size).some(({ vkey }) => isSignedBy(note, vkey)) ? undefined : "no key of its time has signed it";
};

const treeFault = ({ size, root }: Checkpoint, { tree }: Known): string | undefined => {
  if (size > tree.size()) return `the journal ends after ${tree.size()}`;
  return tree.root(size).toString("hex") === root ? undefined : "its lines are not those that were signed";
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
