import type { Documents, Stored } from "../platform/documents.ts";
import type { FeedDeps } from "./feed.ts";
import { type Feed, openFeed } from "./feed.ts";
import type { Line } from "./line.ts";
import { paddedIndex } from "./list-key.ts";
import type { CommittedLine } from "./state.ts";

export const LINES = "lines";
const INDEXES = [
  { fields: { order: 1 } },
  { fields: { kindList: 1 } },
  { fields: { byList: 1 } },
  { fields: { ids: 1 } },
] as const;
const ID = /^[A-Z]{1,4}-[0-9A-Za-z-]{3,64}$/;

/** One document a line, for audit, history pages and search. Lists are asked by range on `order`, `kindList` or `byList`. */
export const lineDocument = ({ index, line, text }: CommittedLine): Stored => {
  const _id = paddedIndex(index);
  const { kind, on, at, by } = line;
  return {
    _id,
    order: _id,
    kind,
    on,
    at,
    by,
    kindList: `${kind}#${_id}`,
    byList: `${by}#${_id}`,
    ids: idsOf(line),
    text,
  };
};

/** Every opaque id (`DN-…`, `P-…`, `G-…`) that stands in a line's data, each once. */
const idsOf = (line: Line): string[] => {
  const ids = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string" && ID.test(value)) ids.add(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  collect(line.data);
  return [...ids];
};

type Deps = Omit<FeedDeps, "name" | "handle" | "documents"> & { readonly documents: Documents };

/** Keeps the lines collection behind the book. Start it in one process; a second one does no harm. */
export const openLinesCollection = (deps: Deps): Feed => {
  const feed = openFeed({
    ...deps,
    name: LINES,
    handle: (lines) => deps.documents.insertMissing(LINES, lines.map(lineDocument)),
  });
  return {
    ...feed,
    start: async () => {
      await deps.documents.ensureIndexes(LINES, INDEXES);
      await feed.start();
    },
  };
};
