import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { donationCodesIn } from "../kernel/codes.ts";
import type { Fen } from "../kernel/money.ts";
import type { StatementRow } from "./statement-row.ts";

/** What a bank row says in words; kept in the vault, read only while matching. */
export type BankText = {
  readonly summary: string;
  readonly narrative: string;
  readonly ownReference: string;
  readonly counterparty: string;
};

export type OpenPromise = {
  readonly gift: string;
  readonly ref: string;
  readonly name: string;
  readonly amount: Fen;
  readonly promisedOn: BusinessDate;
};

export type BankRule = {
  readonly account: string;
  readonly summary?: string;
  readonly text?: string;
  readonly postsTo: string;
  readonly fund: string;
};
export type Merchant = { readonly account: string; readonly merchantId: string };

/** The marks of a payout in a bank row: whose, which days, and which part of how many credits. */
export type PayoutMark = {
  readonly account: string;
  readonly payout?: string;
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  readonly part: number;
  readonly parts: number;
};

const SETTLEMENT = /结算|SETTLEMENT|PAYOUT/;
const BATCH = /批次(\d{8})(?:-(\d{8}))?/;
const PART = /第(\d+)笔\/共(\d+)笔/;

/** Rule 1: a wallet payout names its merchant, a card payout its trace id (REC-9). */
export const payoutMark = (
  text: BankText,
  known: {
    readonly merchants: readonly Merchant[];
    readonly traces: ReadonlyMap<string, { account: string; payout: string }>;
  },
): PayoutMark | undefined => {
  const trace =
    known.traces.get(text.ownReference) ?? [...known.traces].find(([id]) => hasToken(text.narrative, id))?.[1];
  if (trace) return { account: trace.account, payout: trace.payout, part: 1, parts: 1 };
  if (!SETTLEMENT.test(`${text.summary} ${text.narrative}`)) return undefined;
  const merchant = known.merchants.find(({ merchantId }) => hasToken(text.narrative, merchantId));
  if (!merchant) return undefined;
  return { account: merchant.account, ...daysIn(text.narrative), ...partIn(text.narrative) };
};

const daysIn = (narrative: string): { from?: string; to?: string } => {
  const batch = BATCH.exec(narrative);
  return batch?.[1] ? { from: dashed(batch[1]), to: dashed(batch[2] ?? batch[1]) } : {};
};

const partIn = (narrative: string): { part: number; parts: number } => {
  const part = PART.exec(narrative);
  return part ? { part: Number(part[1]), parts: Number(part[2]) } : { part: 1, parts: 1 };
};

/** Rule 3: a returned transfer names the serial of the payment that came back (退汇). */
export const returnedSerial = (text: BankText, serials: ReadonlySet<string>): string | undefined => {
  if (!/退汇|退回|RETURN/i.test(`${text.summary} ${text.narrative}`)) return undefined;
  return [...text.narrative.matchAll(/[0-9A-Za-z]{6,}/g)].map(([token]) => token).find((token) => serials.has(token));
};

/** Rule 4: lines posted by a rule of the federation: the summary equals, or the narrative contains. */
export const ruleFor = (
  rules: readonly BankRule[],
  row: { readonly account: string; readonly text: BankText },
): number =>
  rules.findIndex(
    (rule) =>
      rule.account === row.account &&
      (rule.summary === undefined
        ? rule.text !== undefined && row.text.narrative.includes(rule.text)
        : rule.summary === row.text.summary),
  );

/** Rule 5: the well-formed donation codes in narrative and own reference. */
export const codesOf = (text: BankText): string[] => [
  ...new Set([...donationCodesIn(text.narrative), ...donationCodesIn(text.ownReference)]),
];

const normalName = (name: string): string => name.normalize("NFKC").replace(/\s/g, "").toUpperCase();

const NAME_WINDOW_DAYS = 3;

/**
 * Rule 6: same name, same amount, at most three days apart. A pair is proposed only when row and promise point at each
 * other alone; a row with candidates that is in no such pair is ambiguous. Returns candidates' gift ids by row key.
 */
export const nameCandidates = (
  rows: readonly { readonly row: StatementRow; readonly text: BankText }[],
  promises: readonly OpenPromise[],
): { readonly proposed: Map<string, OpenPromise>; readonly ambiguous: Map<string, readonly OpenPromise[]> } => {
  const candidates = new Map<string, OpenPromise[]>();
  const pointedAt = new Map<string, number>();
  for (const { row, text } of rows) {
    const fits = promises.filter((promise) => fitsByName(promise, row, text));
    if (fits.length === 0) continue;
    candidates.set(row.key, fits);
    for (const { gift } of fits) pointedAt.set(gift, (pointedAt.get(gift) ?? 0) + 1);
  }
  const proposed = new Map<string, OpenPromise>();
  const ambiguous = new Map<string, readonly OpenPromise[]>();
  for (const [key, fits] of candidates) {
    const [only] = fits;
    if (fits.length === 1 && only && pointedAt.get(only.gift) === 1) proposed.set(key, only);
    else ambiguous.set(key, fits);
  }
  return { proposed, ambiguous };
};

const fitsByName = (promise: OpenPromise, row: StatementRow, text: BankText): boolean =>
  promise.amount === row.amount &&
  text.counterparty !== "" &&
  normalName(promise.name) === normalName(text.counterparty) &&
  Math.abs(daysBetween({ from: promise.promisedOn, to: row.on })) <= NAME_WINDOW_DAYS;

/** Groups of payout credits: single ones, and the parts of one payout once all of them are there. */
export const payoutGroups = (
  marked: readonly { readonly row: StatementRow; readonly mark: PayoutMark }[],
): { readonly rows: readonly StatementRow[]; readonly mark: PayoutMark; readonly complete: boolean }[] => {
  const open = new Map<string, { rows: StatementRow[]; parts: Set<number>; mark: PayoutMark }>();
  const groups: { rows: StatementRow[]; mark: PayoutMark; complete: boolean }[] = [];
  for (const { row, mark } of marked) {
    if (mark.parts <= 1) {
      groups.push({ rows: [row], mark, complete: true });
      continue;
    }
    const key = `${mark.account}|${mark.from ?? ""}|${mark.to ?? ""}|${mark.parts}`;
    const group = open.get(key) ?? { rows: [], parts: new Set<number>(), mark };
    group.rows.push(row);
    group.parts.add(mark.part);
    open.set(key, group);
    if (group.parts.size < mark.parts) continue;
    groups.push({ rows: group.rows, mark, complete: true });
    open.delete(key);
  }
  for (const group of open.values()) groups.push({ rows: group.rows, mark: group.mark, complete: false });
  return groups;
};

/** Bank rows in the order matching takes them: by day, time, then identity. */
export const inOrder = (a: StatementRow, b: StatementRow): number => compare(a.at, b.at) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const dashed = (digits: string): BusinessDate => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
const hasToken = (text: string, token: string): boolean =>
  token !== "" && new RegExp(`(?<![0-9A-Za-z])(?:PID)?${escape(token)}(?![0-9A-Za-z])`).test(text);
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
