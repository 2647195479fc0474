import type { Documents, Revised } from "../platform/documents.ts";
import { openDirty } from "./dirty.ts";
import { differencesOf } from "./mirror-compare.ts";
import { dropMirrorCursor, type MirrorCursor, writeMirrorCursor } from "./mirror-cursor.ts";
import type { Mirrored } from "./mirrored.ts";
import type { Change } from "./rules.ts";

export type MirrorRowsDeps = {
  readonly documents: Documents;
  readonly mirrored: readonly Mirrored<unknown>[];
  /** Names the shape of the documents: after a change of it all are compared, and written where they differ. */
  readonly version: string;
  /** Rows written at once (config/limits.ts). */
  readonly limits: { readonly mirrorWriteRows: number };
};

/** What of the collections is still to be written, and the writing of it. Several may write the same collections. */
export const openMirrorRows = (deps: MirrorRowsDeps, cursor: MirrorCursor | undefined) => {
  const { documents, mirrored, version, limits } = deps;
  const known = cursor?.version === version ? cursor.line : undefined;
  const dirty = openDirty(mirrored);
  /** Index of the youngest line that the tables stand on, and of the youngest whose rows are all written. */
  const line = { heard: -1, written: known ?? -1 };
  /** The cursor does not tell which documents are out of date: all are compared with their rows. */
  let unsure = known === undefined;

  /** Every document that is not what its row says is to be written again, over whatever stands there. */
  const compareAll = async (): Promise<void> => {
    await dropMirrorCursor(documents);
    for (const source of mirrored) {
      for await (const { collection, id, rev = -1 } of differencesOf(documents, source)) {
        // Nothing would be written over it: it claims to be as new, or says nothing.
        if (!(rev < line.heard)) await documents.delete(collection, id);
        dirty.add(source.table, { key: id, rev: line.heard });
      }
    }
    line.written = -1;
    unsure = false;
  };

  return {
    line,
    dirty,
    isUnsure: () => unsure,
    doubt: () => void (unsure = true),
    due: () => unsure || dirty.size() > 0 || line.written < line.heard,
    change: (changed: readonly Change[]): void => {
      for (const { table, key } of changed) dirty.add(table, { key, rev: line.heard });
    },
    /** All rows are to be written: the collections are empty. */
    changeAll: (): void => {
      for (const { table } of mirrored) for (const [key] of table.entries()) dirty.add(table, { key, rev: line.heard });
      line.written = -1;
      unsure = false;
    },
    /** Writes what is dirty now, and notes how far the collections have come. */
    flush: async (): Promise<void> => {
      if (unsure) await compareAll();
      const reach = line.heard;
      await dirty.drain((source, rows) => writeRows(documents, { source, rows }), limits.mirrorWriteRows);
      if (reach <= line.written) return;
      await writeMirrorCursor(documents, { line: reach, version });
      line.written = reach;
    },
  };
};

type Write = {
  readonly source: Mirrored<unknown>;
  readonly rows: readonly { readonly key: string; readonly rev: number }[];
};

/** Writes the newest version of each row; a row that is gone from its table is deleted. */
const writeRows = async (documents: Documents, { source, rows }: Write): Promise<void> => {
  const { table, collection } = source;
  const present: Revised[] = [];
  const gone: { _id: string; rev: number }[] = [];
  for (const { key, rev } of rows) {
    const row = table.get(key);
    if (row === undefined) gone.push({ _id: key, rev });
    else present.push({ ...source.documentOf(key, row), _id: key, rev });
  }
  await documents.writeNewer(collection, present);
  await documents.deleteOlder(collection, gone);
};
