import type { Documents } from "../platform/documents.ts";
import { type Difference, differencesOf } from "./mirror-compare.ts";
import { readMirrorCursor } from "./mirror-cursor.ts";
import type { Mirrored } from "./mirrored.ts";
import type { Listener } from "./state.ts";
import type { Table } from "./table.ts";

export type MirrorFaults = {
  readonly collection: string;
  readonly rows: number;
  /** Rows whose newest change is still to be written. */
  readonly waiting: number;
  readonly faults: string[];
};

export type MirrorCheck = {
  /** Hears the journal from its first line on. */
  readonly listener: Listener;
  /** Compares every collection with its table, after all lines were heard. `head`: lines that are stored by now. */
  readonly compare: (head: () => Promise<number>) => Promise<MirrorFaults[]>;
};

/**
 * Do the mirrors equal the tables? A running mirror is a little behind the journal, and a running book ahead of what was
 * read of it. A document is excused only where its own `rev` says so: it is older than the row's newest change, which
 * the cursor has not reached; or it is newer than what was read, and the journal has such a line.
 */
export const openMirrorCheck = async (
  documents: Documents,
  mirrored: readonly Mirrored<unknown>[],
): Promise<MirrorCheck> => {
  const start = (await readMirrorCursor(documents))?.line ?? -1;
  const sources = new Map(mirrored.map((source) => [source.table, source]));
  /** Line of the newest change of the rows that changed after the cursor of the start. */
  const changes = new Map<Table<unknown>, Map<string, number>>(mirrored.map(({ table }) => [table, new Map()]));
  let heard = -1;

  const compareOne = async (source: Mirrored<unknown>, { cursor, head }: Reach): Promise<MirrorFaults> => {
    const { collection, table } = source;
    const faults: string[] = [];
    const newer: Difference[] = [];
    let waiting = 0;
    for await (const difference of differencesOf(documents, source)) {
      const { id, rev = -1 } = difference;
      const changed = changes.get(table)?.get(id) ?? -1;
      if (changed > cursor && rev < changed) waiting += 1;
      else if (rev > heard) newer.push(difference);
      else faults.push(sentence(difference));
    }
    const lines = newer.length > 0 ? await head() : 0;
    faults.push(...newer.filter(({ rev = 0 }) => rev >= lines).map(sentence));
    return { collection, rows: table.size, waiting, faults };
  };
  return {
    listener: ({ first, lines, changed }) => {
      heard = first + lines.length - 1;
      if (heard <= start) return;
      for (const { table, key } of changed) if (sources.has(table)) changes.get(table)?.set(key, heard);
    },
    compare: async (head) => {
      const cursor = (await readMirrorCursor(documents))?.line ?? -1;
      const found: MirrorFaults[] = [];
      for (const source of mirrored) found.push(await compareOne(source, { cursor, head }));
      return found;
    },
  };
};

type Reach = { readonly cursor: number; readonly head: () => Promise<number> };

const SAYS = { missing: "is missing", "left over": "is in no table", different: "differs" } as const;
const sentence = ({ id, what }: Difference): string => `${id} ${SAYS[what]}`;
