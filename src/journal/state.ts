import { type Batch, parseBatch } from "./batch.ts";
import { EMPTY_HEAD, faultAfter, type Head, headAfter } from "./chain.ts";
import { JournalDamaged } from "./errors.ts";
import { createKeys, type Keys, keyDigest } from "./keys.ts";
import { type Line, parseLine } from "./line.ts";
import { createMerkle, type Merkle } from "./merkle.ts";
import type { Change, Rules } from "./rules.ts";

/** What a listener hears of a batch that is now part of the book, in order, each batch once. */
export type Committed = {
  readonly batch: number;
  readonly at: string;
  readonly first: number;
  readonly lines: readonly CommittedLine[];
  readonly changed: readonly Change[];
  /** False for batches of other writers and for those read at the start. */
  readonly own: boolean;
};
export type CommittedLine = { readonly index: number; readonly line: Line; readonly text: string };
export type Listener = (committed: Committed) => void;

export type Log = {
  readonly warn: (details: object, message: string) => void;
  readonly error: (details: object, message: string) => void;
};

/** Everything the book knows in memory; only committed state is ever visible between two turns of the event loop. */
export type State = {
  readonly rules: Rules;
  readonly keys: Keys;
  readonly merkle: Merkle;
  readonly listeners: Set<Listener>;
  readonly log: Log;
  /** Index of the first line of batch i + 1. */
  readonly firsts: number[];
  head: Head;
};

/** What stands at a head beside the tables; a snapshot keeps it. */
export type Standing = Pick<State, "keys" | "merkle" | "firsts" | "head">;

const beginning = (): Standing => ({ keys: createKeys(), merkle: createMerkle(), firsts: [], head: EMPTY_HEAD });

export const openState = ({ rules, log, from }: { rules: Rules; log: Log; from?: Standing | undefined }): State => ({
  ...(from ?? beginning()),
  rules,
  log,
  listeners: new Set(),
});

/** Takes over a stored batch that follows the head: verifies prev, hash, root, density and keys, applies its lines. Throws JournalDamaged. */
export const absorb = (state: State, stored: unknown): void => {
  const number = state.head.batch + 1;
  const batch = guarded(number, () => parseBatch(stored));
  const fault = faultAfter(state.head, batch);
  if (fault) throw new JournalDamaged(number, fault);
  state.merkle.appendLines(batch.lines);
  if (state.merkle.root().toString("hex") !== batch.root)
    throw new JournalDamaged(number, "root differs from the lines");
  const lines = guarded(number, () =>
    batch.lines.map((text, i) => applyStored(state, { text, index: batch.first + i })),
  );
  accept(state, { batch, lines, own: false });
};

const applyStored = (state: State, { text, index }: { text: string; index: number }): Line => {
  const line = parseLine(text);
  const key = keyDigest(line.key);
  const used = state.keys.find(key);
  if (used) throw new Error(`key ${line.key} of line ${index} was used by line ${used.index}`);
  state.keys.add(key, { index, content: line.digest ?? NO_CONTENT });
  state.rules.apply(line, index);
  return line;
};

const NO_CONTENT = "0".repeat(16);

/** Makes an applied batch part of the book and tells the listeners. Leaves and keys must be in place. */
export const accept = (
  state: State,
  { batch, lines, own }: { batch: Batch; lines: readonly Line[]; own: boolean },
): void => {
  const nameChanges = state.rules.commit();
  state.head = headAfter(batch);
  state.firsts.push(batch.first);
  if (state.listeners.size === 0) return;
  const { first, id, at } = batch;
  const committed: Committed = {
    batch: id,
    at,
    first,
    lines: lines.map((line, i) => ({ index: first + i, line, text: batch.lines[i] ?? "" })),
    changed: nameChanges(),
    own,
  };
  for (const listener of state.listeners) tell(state, listener, committed);
};

const tell = (state: State, listener: Listener, committed: Committed): void => {
  try {
    listener(committed);
  } catch (error) {
    state.log.error({ err: error, batch: committed.batch }, "a listener of the book failed");
  }
};

/** Number of the stored batch that holds a line. */
export const batchOfLine = (state: State, index: number): number => {
  let low = 0;
  let high = state.firsts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((state.firsts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low + 1;
};

const guarded = <T>(number: number, step: () => T): T => {
  try {
    return step();
  } catch (error) {
    throw new JournalDamaged(number, error instanceof Error ? error.message : String(error));
  }
};
