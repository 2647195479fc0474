import { canonical, canonicalJson } from "../kernel/canonical-json.ts";
import type { JsonObject } from "../kernel/result.ts";

/** An account path and a signed amount of fen as a decimal string: + debit, − credit. */
export type Posting = readonly [account: string, amount: string];

/** One fact of the journal. Its canonical JSON is what is hashed and kept. Never holds personal data. */
export type Line = {
  /** Recorded instant, ISO 8601 in UTC with milliseconds; never goes back. */
  readonly at: string;
  /** The actor: `user:…`, `donor:…`, `provider:…` or `job:…`. */
  readonly by: string;
  readonly data: JsonObject;
  /** Set by the writer: 16 hex digits over the command's name, date and input, to tell a repetition from a reused key. */
  readonly digest?: string;
  /** Idempotency key: at most one line in the journal carries it. */
  readonly key: string;
  readonly kind: string;
  /** Business date in Asia/Shanghai. */
  readonly on: string;
  readonly post: readonly Posting[];
  /** Version of the kind. */
  readonly v: number;
};

const AMOUNT = /^(0|-?[1-9]\d{0,17})$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The canonical text that is hashed and kept. */
export const encodeLine = (line: Line): string => textOf(line, canonicalJson(line.data));

/** The text of a new line beside the line as a reader of that text will have it: its data owes nothing to the writer's. */
export const writeLine = (line: Line): { readonly text: string; readonly line: Line } => {
  const { text, copy } = canonical(line.data);
  return { text: textOf(line, text), line: { ...line, data: copy } };
};

const textOf = ({ at, by, digest, key, kind, on, post, v }: Line, data: string): string => {
  const digestField = digest === undefined ? "" : `"digest":${JSON.stringify(digest)},`;
  const head = `{"at":${JSON.stringify(at)},"by":${JSON.stringify(by)},"data":${data},${digestField}`;
  const name = `"key":${JSON.stringify(key)},"kind":${JSON.stringify(kind)},"on":${JSON.stringify(on)}`;
  return `${head}${name},"post":${JSON.stringify(post)},"v":${canonicalJson(v)}}`;
};

/** Reads a stored line. Throws when it is not the canonical text of an object. */
export const parseLine = (text: string): Line => JSON.parse(text) as Line;

/**
 * What is wrong with a line, or undefined: the shape of its fields, amounts as whole decimal fen, and postings
 * that sum to zero (LED-1).
 */
export const faultOfLine = (line: Line): string | undefined => {
  if (!DAY.test(line.on)) return `on is not a date: ${line.on}`;
  if (!line.kind || !line.by || !line.key) return "kind, by and key must be given";
  let sum = 0n;
  for (const [account, amount] of line.post) {
    if (!account || !AMOUNT.test(amount)) return `not a posting: ${account} ${amount}`;
    sum += BigInt(amount);
  }
  return sum === 0n ? undefined : `postings sum to ${sum}, not to 0`;
};
