import { sha256Hex } from "../kernel/ids.ts";
import type { Documents } from "../platform/documents.ts";
import { storedCursor } from "./feed.ts";
import { LINES, lineDocument } from "./lines-collection.ts";
import { rowText } from "./row-text.ts";
import type { CommittedLine } from "./state.ts";

export type LineCopies = {
  /** Takes the lines of the journal, in order from the first. */
  readonly expect: (line: CommittedLine) => void;
  /**
   * What of the collection is not what the journal says, after all lines were taken. The collection may lag behind, or
   * hold lines that were written since: `head` tells how many are stored by now.
   */
  readonly faults: (
    documents: Documents,
    head: () => Promise<number>,
  ) => Promise<{ readonly copied: number; readonly faults: string[] }>;
};

/** Compares the collection of lines with the journal, whole documents by their digests: texts, dates and list keys. */
export const openLineCopies = (): LineCopies => {
  const digests: string[] = [];
  return {
    expect: (line) => digests.push(digestOf(lineDocument(line))),
    faults: async (documents, head) => {
      const faults: string[] = [];
      const beyond: string[] = [];
      const seen = new Set<number>();
      for await (const copy of documents.all(LINES)) {
        const index = Number(copy._id);
        seen.add(index);
        if (digests[index] === undefined) beyond.push(copy._id);
        else if (digests[index] !== digestOf(copy)) faults.push(`line ${index} differs`);
      }
      const lines = beyond.length > 0 ? await head() : 0;
      for (const id of beyond) if (!(Number(id) < lines)) faults.push(`line ${id} is not in the journal`);
      const due = Math.min(await storedCursor(documents, LINES), digests.length);
      for (let index = 0; index < due; index += 1) if (!seen.has(index)) faults.push(`line ${index} is missing`);
      return { copied: seen.size, faults };
    },
  };
};

const digestOf = (document: object): string => sha256Hex(rowText(document));
