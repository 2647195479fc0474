import type { Chapter, Draft } from "../../src/journal/chapter.ts";
import type { Line, Posting } from "../../src/journal/line.ts";
import { isRefusal, type JsonObject, type Refusal } from "../../src/kernel/result.ts";
import { openRules } from "../../src/journal/rules.ts";
import { openLedger } from "../../src/ledger/public.ts";

const KINDS = [
  "opening.posted",
  "donation.settled",
  "donation.refunded",
  "payout.settled",
  "aid.paid",
  "goods.accepted",
  "goods.given",
  "management.fee",
  "transfer.posted",
  "bank.ruled",
  "line.suspended",
  "agency.moved",
] as const;
export type PaperKind = (typeof KINDS)[number];

export type Entry = readonly [path: string, yuan: string];
type Paper = {
  readonly on: string;
  readonly kind: PaperKind;
  readonly post: readonly Entry[];
  readonly data?: JsonObject;
};

/** Fen of a signed amount of yuan, as text. */
const fenText = (yuan: string): string => BigInt(yuan.replace(".", "")).toString();

/** A chapter that posts whatever a test says: `papers.post`. */
export const papersChapter = (): Chapter => ({
  name: "papers",
  tables: [],
  decide: {
    post: ({ input }): Draft => {
      const { kind, entries, data } = input as { kind: string; entries: readonly Posting[]; data: JsonObject };
      return { kind, data, post: entries };
    },
  },
  apply: Object.fromEntries(KINDS.map((kind) => [kind, () => undefined])),
});

/** What `papers.post` takes; amounts are yuan, + debit, − credit. */
export const paperInput = ({ kind, post, data = {} }: Omit<Paper, "on">): JsonObject => ({
  kind,
  data,
  entries: post.map(([path, yuan]) => [path, fenText(yuan)] as const),
});

/** The ledger alone, over a chapter that posts whatever a test says, through the ledger's own guard. No engine. */
export const openPaperBooks = (at = () => "2030-01-01T00:00:00.000Z") => {
  const ledger = openLedger();
  const rules = openRules([ledger.chapter, papersChapter()]);
  const lines: Line[] = [];

  const submit = (name: string, command: { by: string; on: string; input: JsonObject }): Line | Refusal => {
    const decided = rules.decide({ ...command, name, key: `${name}:${lines.length}` }, at());
    if (isRefusal(decided)) return decided;
    const { kind, data, post = [], v = 1, on = command.on } = decided;
    const line: Line = { at: at(), by: command.by, key: `${name}:${lines.length}`, kind, data, post, v, on };
    rules.apply(line, lines.length);
    rules.commit();
    lines.push(line);
    return line;
  };
  /** Posts a paper; amounts are yuan, + debit, − credit. */
  const post = ({ on, ...paper }: Paper): Line | Refusal =>
    submit("papers.post", { by: "job:test", on, input: paperInput(paper) });
  const act = (name: string, by: string, input: JsonObject, on = "2026-02-01"): Line | Refusal =>
    submit(`ledger.${name}`, { by: `user:${by}`, on, input });
  /** Proposed by one person and closed by another. */
  const close = (period: string): Line | Refusal => {
    const proposed = act("proposeClose", "books", { period });
    return isRefusal(proposed) ? proposed : act("close", "general", { period });
  };
  return { ledger, lines, post, act, close };
};

export type PaperBooks = ReturnType<typeof openPaperBooks>;
