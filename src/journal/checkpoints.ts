import { businessDate } from "../kernel/dates.ts";
import type { Book } from "./book.ts";
import { checkpointText, readCheckpoint } from "./checkpoint.ts";
import { type CheckpointSeeds, chooseSigner, readKeyNotice } from "./checkpoint-keys.ts";
import type { CheckpointStore, KeptCheckpoint } from "./checkpoint-store.ts";
import { encodeLine } from "./line.ts";
import { leafHash } from "./merkle.ts";
import { type Signer, signNote } from "./signed-note.ts";

export type CheckpointDeps = {
  readonly store: CheckpointStore;
  readonly book: Pick<Book, "head" | "root" | "inclusion" | "line">;
  readonly seeds: CheckpointSeeds;
  /** Name of the journal, kept with its first key: later values change nothing. */
  readonly origin: string;
  readonly now: () => Date;
  /** A checkpoint younger than this is fresh, milliseconds. */
  readonly freshFor: number;
};

/** What proves one line for ever, without us: its place, and a signed tree that ends with it. All hashes hex. */
export type LineProof = {
  /** Its canonical text, for those whom it is about. */
  readonly text: string;
  /** RFC 6962 leaf hash. */
  readonly leaf: string;
  /** Audit path in the tree of the lines up to and with this one, from the bottom. */
  readonly path: readonly string[];
  /** The signed checkpoint of that tree. */
  readonly checkpoint: string;
};

export type Checkpoints = {
  /** The signed checkpoint of the first `size` lines. The same size gives the same bytes as long as the key is the same. */
  readonly sign: (size: number) => Promise<string>;
  readonly prove: (line: number) => Promise<LineProof>;
  /** Signs and keeps the checkpoint of the first `size` lines. */
  readonly publish: (size: number) => Promise<string>;
  /** Signs and keeps one of the head, unless that is kept already. */
  readonly publishHead: () => Promise<void>;
  /** The youngest kept checkpoint; a new one is made first when that is not fresh and lines were written since. */
  readonly newest: () => Promise<KeptCheckpoint | undefined>;
  readonly below: CheckpointStore["below"];
  readonly keys: CheckpointStore["keys"];
};

const EVERY_SIZE = Number.MAX_SAFE_INTEGER;

/** Opens the signer of this journal and announces its key when it is new. Throws when the key may not sign. */
export const openCheckpoints = async (deps: CheckpointDeps): Promise<Checkpoints> => {
  const { store, book, now } = deps;
  await store.prepare();
  const signer = await announced(deps);
  const sign = async (size: number): Promise<string> => {
    await assertInForce(store, signer);
    return signNote(checkpointText({ origin: signer.name, size, root: book.root(size) }), [signer]);
  };
  const publish = async (size: number): Promise<string> => {
    const note = await sign(size);
    await store.keep(size, { at: now().toISOString(), note });
    return note;
  };
  const youngest = async (): Promise<KeptCheckpoint | undefined> => (await store.below(EVERY_SIZE, 1))[0];
  const publishHead = async (): Promise<void> => {
    const { lines } = book.head();
    if (lines > sizeOf(await youngest())) await publish(lines);
  };
  return {
    sign,
    prove: async (index) => {
      const line = await book.line(index);
      if (!line) throw new Error(`no line ${index}`);
      const text = encodeLine(line);
      const path = book.inclusion(index, index + 1);
      return { text, leaf: leafHash(text).toString("hex"), path, checkpoint: await sign(index + 1) };
    },
    publish,
    publishHead,
    newest: async () => {
      const kept = await youngest();
      const age = now().getTime() - Date.parse(kept?.at ?? "1970-01-01");
      if (age < deps.freshFor || book.head().lines <= sizeOf(kept)) return kept;
      await publishHead();
      return youngest();
    },
    below: store.below,
    keys: store.keys,
  };
};

/** Lines under a kept checkpoint; 0 for none. */
export const sizeOf = (kept: KeptCheckpoint | undefined): number => (kept ? readCheckpoint(kept.note).size : 0);

/** Several processes may start at once with a new key: the first announcement stands, the others find it. */
const announced = async (deps: CheckpointDeps): Promise<Signer> => {
  for (;;) {
    const notes = await deps.store.keys();
    const { signer, notice } = chooseSigner({
      notes,
      seeds: deps.seeds,
      origin: deps.origin,
      lines: deps.book.head().lines,
      today: businessDate(deps.now()),
    });
    if (notice === undefined || (await deps.store.keepKey(notes.length + 1, notice))) return signer;
  }
};

/** While processes are restarted with a new key one by one, those with the old key must sign no more. */
const assertInForce = async (store: CheckpointStore, signer: Signer): Promise<void> => {
  const last = (await store.keys()).at(-1);
  if (last === undefined || readKeyNotice(last).vkey !== signer.vkey)
    throw new Error("this process has an old CHECKPOINT_KEY: restart it with the new one");
};
