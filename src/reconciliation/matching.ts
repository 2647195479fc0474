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
  readonly payerAccount: string;
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

/** What payouts are called at the bank: merchants by their number, card payouts by their trace id. */
export type PayoutNames = {
  readonly merchants: readonly Merchant[];
  readonly traces: ReadonlyMap<string, { readonly account: string; readonly payout: string }>;
};

/** Rule 1: a wallet payout names its merchant, a card payout its trace id (REC-9). Made once for all rows of a run. */
export const payoutMarks = ({ merchants, traces }: PayoutNames): ((text: BankText) => PayoutMark | undefined) => {
  const byToken = new Map<string, string[]>();
  for (const trace of traces.keys()) {
    const [token = ""] = tokensOf(trace);
    byToken.set(token, [...(byToken.get(token) ?? []), trace]);
  }
  const traceIn = (text: BankText): { account: string; payout: string } | undefined => {
    const named = traces.get(text.ownReference);
    if (named) return named;
    const likely = tokensOf(text.narrative).flatMap((token) => byToken.get(token) ?? []);
    return traces.get(likely.find((trace) => hasToken(text.narrative, trace)) ?? "");
  };
  return (text) => {
    const trace = traceIn(text);
    if (trace) return { account: trace.account, payout: trace.payout, part: 1, parts: 1 };
    if (!SETTLEMENT.test(`${text.summary} ${text.narrative}`)) return undefined;
    const merchant = merchants.find(({ merchantId }) => hasToken(text.narrative, merchantId));
    if (!merchant) return undefined;
    return { account: merchant.account, ...daysIn(text.narrative), ...partIn(text.narrative) };
  };
};

/** Runs of letters and digits, each also without the PID that Alipay sets before a number. */
const tokensOf = (text: string): string[] =>
  [...text.matchAll(/[0-9A-Za-z]+/g)].flatMap(([token]) =>
    token.startsWith("PID") ? [token, token.slice(3)] : [token],
  );

const daysIn = (narrative: string): { from?: string; to?: string } => {
  const batch = BATCH.exec(narrative);
  return batch?.[1] ? { from: dashed(batch[1]), to: dashed(batch[2] ?? batch[1]) } : {};
};

const partIn = (narrative: string): { part: number; parts: number } => {
  const part = PART.exec(narrative);
  return part ? { part: Number(part[1]), parts: Number(part[2]) } : { part: 1, parts: 1 };
};

/** Rule 3: a returned transfer names the serial of the payment that came back (退汇). */
export const returnedSerial = (
  text: BankText,
  serials: { readonly has: (serial: string) => boolean },
): string | undefined => {
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

/** A name as compared: full-width signs folded, no blanks, upper case. */
export const normalName = (name: string): string => name.normalize("NFKC").replace(/\s/g, "").toUpperCase();

const NAME_WINDOW_DAYS = 3;

/**
 * Rule 6: same name, same amount, at most three days apart. A pair is proposed only when row and promise point at each
 * other alone; a row with candidates that is in no such pair is ambiguous. Returns candidates' gift ids by row key.
 */
export const nameCandidates = (
  rows: readonly { readonly row: StatementRow; readonly text: BankText }[],
  promises: readonly OpenPromise[],
): { readonly proposed: Map<string, OpenPromise>; readonly ambiguous: Map<string, readonly OpenPromise[]> } => {
  const alike = byNameAndAmount(promises);
  const candidates = rows.flatMap(({ row, text }) => {
    const fits = fitting(alike, row, text);
    return fits.length === 0 ? [] : [[row.key, fits] as const];
  });
  const pointedAt = new Map<string, number>();
  for (const [, fits] of candidates) for (const { gift } of fits) pointedAt.set(gift, (pointedAt.get(gift) ?? 0) + 1);
  const proposed = new Map<string, OpenPromise>();
  const ambiguous = new Map<string, readonly OpenPromise[]>();
  for (const [key, fits] of candidates) {
    const [only] = fits;
    if (fits.length === 1 && only && pointedAt.get(only.gift) === 1) proposed.set(key, only);
    else ambiguous.set(key, fits);
  }
  return { proposed, ambiguous };
};

type Alike = ReadonlyMap<string, readonly OpenPromise[]>;

const fitting = (alike: Alike, row: StatementRow, text: BankText): readonly OpenPromise[] => {
  if (text.counterparty === "") return [];
  const named = alike.get(`${normalName(text.counterparty)}|${row.amount}`) ?? [];
  return named.filter((promise) => isNear(promise, row));
};

/** At most three days between promise and credit, before or after. */
export const isNear = ({ promisedOn }: Pick<OpenPromise, "promisedOn">, { on }: Pick<StatementRow, "on">): boolean =>
  Math.abs(daysBetween({ from: promisedOn, to: on })) <= NAME_WINDOW_DAYS;

const byNameAndAmount = (promises: readonly OpenPromise[]): Alike => {
  const alike = new Map<string, OpenPromise[]>();
  for (const promise of promises) {
    const key = `${normalName(promise.name)}|${promise.amount}`;
    const some = alike.get(key);
    if (some) some.push(promise);
    else alike.set(key, [promise]);
  }
  return alike;
};

/** Groups of payout credits: single ones, and the parts of one payout once all of them are there. */
export const payoutGroups = (
  marked: readonly { readonly row: StatementRow; readonly mark: PayoutMark }[],
): { readonly rows: readonly StatementRow[]; readonly mark: PayoutMark; readonly complete: boolean }[] => {
  const groups: { rows: StatementRow[]; parts: Set<number>; mark: PayoutMark }[] = [];
  const open = new Map<string, (typeof groups)[number][]>();
  for (const { row, mark } of marked) {
    const key = `${mark.account}|${mark.from ?? ""}|${mark.to ?? ""}|${mark.parts}`;
    const alike = open.get(key) ?? [];
    const begun = mark.parts > 1 ? alike.find(({ parts }) => !parts.has(mark.part)) : undefined;
    const group = begun ?? { rows: [], parts: new Set<number>(), mark };
    group.rows.push(row);
    group.parts.add(mark.part);
    if (!begun) groups.push(group);
    const rest = alike.filter((each) => each !== group);
    open.set(key, group.parts.size < mark.parts ? [...rest, group] : rest);
  }
  return groups.map(({ rows, parts, mark }) => ({ rows, mark, complete: parts.size >= mark.parts }));
};

/** Bank rows in the order matching takes them: by day, time, then identity. */
export const inOrder = (a: StatementRow, b: StatementRow): number => compare(a.at, b.at) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const dashed = (digits: string): BusinessDate => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
const hasToken = (text: string, token: string): boolean =>
  token !== "" && new RegExp(`(?<![0-9A-Za-z])(?:PID)?${escape(token)}(?![0-9A-Za-z])`).test(text);
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
