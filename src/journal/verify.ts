import { canonicalJson } from "../kernel/canonical-json.ts";
import { type BatchDocument, batchHash, batchId, NO_BATCH_HASH, readShape } from "./batch.ts";
import type { Chapter } from "./chapter.ts";
import { createKeys, keyDigest } from "./keys.ts";
import { faultOfLine, type Line, parseLine } from "./line.ts";
import { createMerkle, type Merkle } from "./merkle.ts";
import { rowText } from "./row-text.ts";
import { openRules } from "./rules.ts";
import { absorb, type CommittedLine, type Listener, openState, type State } from "./state.ts";
import { type JournalStore, youngestBatch } from "./store.ts";
import type { Table } from "./table.ts";

/** The result of one check of the books; `detail` names the first fault and says how many there are. */
export type Check = { readonly check: string; readonly ok: boolean; readonly detail: string };

export type VerifyDeps = {
  readonly store: JournalStore;
  /** Is shown every line that can be read, in order. */
  readonly look?: (line: CommittedLine) => void;
  /** A further check of the tree over all lines, for example against what was signed. */
  readonly against?: (tree: Pick<Merkle, "size" | "root">) => Check;
  /** Fresh chapters to replay into, and the tables of the running book that they must equal. */
  readonly replay?: {
    readonly chapters: readonly Chapter[];
    readonly tables?: readonly Table<unknown>[];
    /** Is shown the replayed book after each batch. */
    readonly after?: (state: State) => Promise<void>;
    /** Hear every batch as it is replayed. */
    readonly listeners?: readonly Listener[];
  };
};

/** Reads every stored batch and checks it against the ones before. Never stops at a fault: one result a check. */
export const verifyJournal = async ({
  store,
  look = () => undefined,
  against,
  replay,
}: VerifyDeps): Promise<Check[]> => {
  const found = openFindings([...Object.keys(BATCH_CHECKS), ...Object.keys(LINE_CHECKS), "batches are whole"]);
  const seen = startOfJournal();
  const again = replay && openReplay(replay);
  const take = async (stored: unknown): Promise<void> => {
    seen.read += 1;
    await again?.take(stored);
    const document = wholeOrFault(stored);
    if (typeof document === "string") found.add("batches are whole", `after batch ${seen.batches}: ${document}`);
    else checkBatch(document, { seen, found, look });
  };
  const about = await store.count();
  const end = numberOf(await youngestBatch(store));
  for await (const stored of scan(store, { after: 0, to: end })) await take(stored);
  if (seen.read < about) {
    // Counted before the rest is read: what a running writer adds from here on is not missing.
    const due = await store.countExactly();
    const to = Math.max(numberOf(await youngestBatch(store)), end + WIDEST_GAP);
    for await (const stored of scan(store, { after: end, to })) await take(stored);
    if (seen.read < due)
      found.add("numbers are dense", `${due} batches are stored, ${seen.read} can be read by number`);
  }
  const size = `${seen.batches} batches, ${seen.lines} lines`;
  const replayed = again ? [again.result(replay.tables)] : [];
  const compared = against ? [against(seen.merkle)] : [];
  return [...found.results(size), ...replayed, ...compared];
};

/** What was read so far. */
type Seen = {
  /** Documents, whole or not. */
  read: number;
  batches: number;
  lines: number;
  previous: BatchDocument | undefined;
  readonly merkle: Merkle;
  readonly keys: ReturnType<typeof createKeys>;
};

const startOfJournal = (): Seen => ({
  read: 0,
  batches: 0,
  lines: 0,
  previous: undefined,
  merkle: createMerkle(),
  keys: createKeys(),
});

type Fault = string | undefined;
const differ = (what: string, isDifferent: boolean): Fault => (isDifferent ? what : undefined);

/** Leaves are in the tree when these run; `seen` still stands before the batch. */
const BATCH_CHECKS: { readonly [check: string]: (document: BatchDocument, seen: Seen) => Fault } = {
  "numbers are dense": ({ _id, first, count, lines }, seen) =>
    differ(`expected batch ${seen.batches + 1}`, _id !== batchId(seen.batches + 1)) ??
    differ(`first is ${first}, not ${seen.lines}`, first !== String(seen.lines)) ??
    differ(`count is ${count}, lines are ${lines.length}`, count !== String(lines.length)),
  "chain holds": ({ prev }, seen) =>
    differ("prev is not the hash of the batch before", prev !== (seen.previous?.hash ?? NO_BATCH_HASH)),
  "hashes are right": (document) => differ("hash differs from the header", document.hash !== batchHash(document)),
  "roots are right": ({ root }, seen) =>
    differ("root differs from the lines", root !== seen.merkle.root().toString("hex")),
  "time does not go back": ({ at }, seen) => differ(`${at} lies before`, at < (seen.previous?.at ?? "")),
};

type At = { readonly line: Line; readonly text: string; readonly index: number; readonly seen: Seen };

const LINE_CHECKS: { readonly [check: string]: (at: At) => Fault } = {
  "lines are canonical": ({ line, text }) => differ("is not canonical", canonicalJson(line) !== text),
  "keys are unique": ({ line, index, seen }) => {
    const key = keyDigest(line.key);
    const used = seen.keys.find(key);
    if (used) return `key ${line.key} was used by line ${used.index}`;
    seen.keys.add(key, { index, content: "0" });
    return undefined;
  },
  "postings sum to zero": ({ line }) => faultOfLine(line),
};

type Checking = { readonly seen: Seen; readonly found: Findings; readonly look: (line: CommittedLine) => void };

const checkBatch = (document: BatchDocument, { seen, found, look }: Checking): void => {
  seen.merkle.appendLines(document.lines);
  for (const [check, faultOf] of Object.entries(BATCH_CHECKS)) {
    const fault = faultOf(document, seen);
    if (fault) found.add(check, `batch ${Number(document._id)}: ${fault}`);
  }
  document.lines.forEach((text, i) => checkLine({ text, index: seen.lines + i, seen, found, look }));
  seen.batches = Number(document._id);
  seen.lines += document.lines.length;
  seen.previous = document;
};

const checkLine = ({
  text,
  index,
  seen,
  found,
  look,
}: Checking & { readonly text: string; readonly index: number }): void => {
  const line = lineOrFault(text);
  if (typeof line !== "string") look({ index, line, text });
  for (const [check, faultOf] of Object.entries(LINE_CHECKS)) {
    const fault = typeof line === "string" ? line : faultOrThrown(() => faultOf({ line, text, index, seen }));
    if (fault) found.add(check, `line ${index}: ${fault}`);
  }
};

const lineOrFault = (text: string): Line | string => {
  try {
    return parseLine(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const faultOrThrown = (step: () => Fault): Fault => {
  try {
    return step();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const wholeOrFault = (stored: unknown): BatchDocument | string => {
  try {
    return readShape(stored);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const PAGE = 64;
/** Numbers beyond the youngest batch at which one is still looked for when fewer were read than are stored. */
const WIDEST_GAP = 10_000;

/** What is stored under the numbers `after` + 1 to `to`, in order. */
async function* scan(store: JournalStore, { after, to }: { after: number; to: number }): AsyncGenerator<unknown> {
  for (let from = after; from < to; from += PAGE) yield* await store.read(from, Math.min(PAGE, to - from));
}

/** The number of a stored batch, which was asked for by it; 0 for none. */
const numberOf = (stored: unknown): number =>
  typeof stored === "object" && stored !== null && "_id" in stored ? Number(stored._id) : 0;

type Findings = ReturnType<typeof openFindings>;

/** First fault and number of faults for each check. */
const openFindings = (checks: readonly string[]) => {
  const faults = new Map(checks.map((check) => [check, { count: 0, first: "" }]));
  return {
    add: (check: string, fault: string): void => {
      const { count, first } = faults.get(check) ?? { count: 0, first: "" };
      faults.set(check, { count: count + 1, first: count === 0 ? fault : first });
    },
    results: (size: string): Check[] =>
      [...faults].map(([check, { count, first }]) => ({
        check: `journal: ${check}`,
        ok: count === 0,
        detail: count === 0 ? size : `${first}${count > 1 ? ` (and ${count - 1} more)` : ""}`,
      })),
  };
};

const SILENT = { warn: () => undefined, error: () => undefined };

/** Replays beside the checks, as a starting process would, and compares the tables in the end. */
const openReplay = ({ chapters, after, listeners = [] }: NonNullable<VerifyDeps["replay"]>) => {
  const state = openState({ rules: openRules(chapters), log: SILENT });
  for (const listener of listeners) state.listeners.add(listener);
  let fault: Fault;
  return {
    take: async (stored: unknown): Promise<void> => {
      fault ??= faultOrThrown(() => {
        absorb(state, stored);
        return undefined;
      });
      if (fault === undefined) await after?.(state);
    },
    result: (tables: readonly Table<unknown>[] = []): Check => {
      const problem = fault ?? firstDifference(tables, state.rules.tables);
      const rows = state.rules.tables.reduce((sum, table) => sum + table.size, 0);
      return { check: "journal: replay gives the same", ok: problem === undefined, detail: problem ?? `${rows} rows` };
    },
  };
};

const firstDifference = (running: readonly Table<unknown>[], replayed: readonly Table<unknown>[]): Fault => {
  const byName = new Map(replayed.map((table) => [table.name, table]));
  for (const table of running) {
    const other = byName.get(table.name);
    if (!other) return `table ${table.name} was not replayed`;
    if (other.size !== table.size) return `table ${table.name} has ${table.size} rows, replayed ${other.size}`;
    for (const [key, row] of table.entries())
      if (rowText(row) !== rowText(other.get(key)))
        return `table ${table.name}, row ${key} differs from the replayed one`;
  }
  return undefined;
};
