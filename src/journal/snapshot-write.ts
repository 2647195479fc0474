import { sha256Hex } from "../kernel/ids.ts";
import { batchId } from "./batch.ts";
import { createRowCodec, type RowCodec } from "./row-codec.ts";
import type { Manifest, Part, SnapshotStore } from "./snapshot-store.ts";
import type { State } from "./state.ts";
import { type Breathe, byName, ROWS_AT_ONCE, stateDigest } from "./state-digest.ts";
import type { Table } from "./table.ts";

/** Bytes of a part; only a single larger row makes a larger one. */
const PART_BYTES = 1_048_576;
/** Names of what a snapshot is made of. */
export const SECTION = {
  tree: "tree",
  keys: "keys",
  firsts: "firsts",
  rows: (table: string) => `rows ${table}`,
  vocabulary: (table: string) => `vocabulary ${table}`,
} as const;

export type SnapshotWrite = {
  readonly state: State;
  readonly store: SnapshotStore;
  readonly version: string;
  /** Tells this snapshot from another of the same head. */
  readonly maker: string;
  readonly breathe: Breathe;
};

/**
 * Writes a snapshot of the book as it stands; the caller sees to it that it stands still meanwhile. `breathe` is awaited
 * often, and may throw to give up: what was written by then is no snapshot.
 */
export const writeSnapshot = async ({ state, store, version, maker, breathe }: SnapshotWrite): Promise<Manifest> => {
  const { head, rules } = state;
  const id = `${batchId(head.batch)}-${maker}`;
  const parts: Part[] = [];
  await store.begin(id);
  for await (const { section, content } of contents(state, breathe)) {
    await breathe();
    await store.write(id, parts.length, content);
    parts.push({ section, sha256: sha256Hex(content) });
  }
  const digest = await stateDigest(state, { tables: rules.tables, breathe });
  const manifest = { id, version, head, digest, parts };
  await store.complete(manifest);
  return manifest;
};

type Content = { readonly section: string; readonly content: Buffer };
type Pieces = Iterable<Buffer> | AsyncIterable<Buffer>;

async function* contents({ merkle, keys, firsts, rules }: State, breathe: Breathe): AsyncGenerator<Content> {
  yield* partsOf(SECTION.tree, merkle.pages());
  yield* partsOf(SECTION.keys, keys.pages());
  yield* partsOf(SECTION.firsts, firstsPieces(firsts));
  for (const table of byName(rules.tables)) {
    const codec = createRowCodec();
    yield* partsOf(SECTION.rows(table.name), rowPieces(table, { codec, breathe }));
    yield* partsOf(SECTION.vocabulary(table.name), [Buffer.from(JSON.stringify(codec.vocabulary()))]);
  }
}

/** Joins pieces as far as they fit into a part; none is cut. */
async function* partsOf(section: string, pieces: Pieces): AsyncGenerator<Content> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    if (bytes + piece.length > PART_BYTES && bytes > 0) {
      yield { section, content: Buffer.concat(waiting) };
      waiting = [];
      bytes = 0;
    }
    waiting.push(piece);
    bytes += piece.length;
  }
  if (bytes > 0) yield { section, content: Buffer.concat(waiting) };
}

/** Rows that are written without a pause, as one piece. */
async function* rowPieces(
  table: Table<unknown>,
  { codec, breathe }: { readonly codec: RowCodec; readonly breathe: Breathe },
): AsyncGenerator<Buffer> {
  let rows: Buffer[] = [];
  for (const [key, row] of table.entries()) {
    rows.push(Buffer.from(codec.encode(key, row)));
    if (rows.length < ROWS_AT_ONCE) continue;
    yield* rows;
    rows = [];
    await breathe();
  }
  yield* rows;
}

const FIRSTS_AT_ONCE = 8_192;

function* firstsPieces(firsts: readonly number[]): Generator<Buffer> {
  for (let from = 0; from < firsts.length; from += FIRSTS_AT_ONCE) {
    const some = firsts.slice(from, from + FIRSTS_AT_ONCE);
    const bytes = Buffer.alloc(some.length * 8);
    for (const [i, first] of some.entries()) bytes.writeDoubleLE(first, i * 8);
    yield bytes;
  }
}
