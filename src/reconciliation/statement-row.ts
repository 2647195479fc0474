import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { StatementKind } from "./statement-line.ts";

/** From a match on one day to its taking back on a later one, because the month was closed between: not in 2209. */
export type Away = { readonly from: BusinessDate; readonly to: BusinessDate };

/** Why and since which booking day the money of a row stood in 2209. */
type Waited = { readonly reason: string; readonly on: BusinessDate; readonly away?: readonly Away[] };

/**
 * Where a row stands: `open` until a run has looked at it, `suspended` while its money waits in 2209 (REC-4). `on` is the
 * day it was booked on: its own, or the first open day after a closed month (ACC-16).
 */
export type RowState =
  | { readonly is: "open" }
  | {
      readonly is: "matched";
      readonly rule: string;
      readonly target: string;
      readonly on: BusinessDate;
      /** Its money stood in 2209 before. */
      readonly waited?: Waited;
    }
  | {
      readonly is: "suspended";
      readonly reason: string;
      readonly candidates: readonly string[];
      readonly posted: boolean;
      readonly since: BusinessDate;
      readonly on: BusinessDate;
      readonly away?: readonly Away[];
      /** The member of staff who put it there; absent when a run did. */
      readonly owner?: string;
    };

/** One row of a statement, without names, account numbers or free text: those stay in the encrypted file. */
export type StatementRow = {
  /** `<account path>|<identity within the account>`: a row delivered by two files is one row (REC-1). */
  readonly key: string;
  readonly account: string;
  readonly id: string;
  readonly on: BusinessDate;
  /** `YYYY-MM-DD HH:MM:SS` in Shanghai. */
  readonly at: string;
  readonly kind: StatementKind;
  /** Fen as the account feels it: + in, − out. */
  readonly amount: Fen;
  /** Thousandths of a fen taken by the channel; negative when given back. */
  readonly fee: bigint;
  readonly orderNo?: string;
  /** The merchant's number of a wallet's refund; of a card's refund the provider's own. */
  readonly refundNo?: string;
  readonly charge?: string;
  readonly payout?: string;
  readonly traceId?: string;
  readonly fund?: string;
  readonly available?: number;
  readonly created?: number;
  /** Digest of the file that brought it: the words of a bank row stay there, encrypted. */
  readonly statement: string;
  readonly state: RowState;
  /** Index of the last line of the journal that changed the row: the version that a decision was made on. */
  readonly line: number;
};

/** The day on which the books of its account have the row: what LED-7 asks of a past day. An open row stands on its own. */
export const bookedOn = ({ on, state }: StatementRow): BusinessDate => {
  if (state.is === "matched") return state.waited?.on ?? state.on;
  return state.is === "suspended" && state.posted ? state.on : on;
};

/** Why a row waits whose match a person took back. */
export const TAKEN_BACK = "taken_back";

/** True for such a row: no rule matches it again until a person lets it. */
export const isTakenBack = ({ state }: StatementRow): boolean =>
  state.is === "suspended" && state.reason === TAKEN_BACK;

export type RowData = JsonObject & {
  readonly id: string;
  readonly on: string;
  readonly at: string;
  readonly kind: StatementKind;
  readonly amount: string;
};

export const rowKey = (account: string, id: string): string => `${account}|${id}`;

/** The row of a line's data; what toRowData wrote. `statement` is the digest of the file that brought it, `line` the index. */
export const fromRowData = (
  data: RowData,
  { account, statement, line }: { account: string; statement: string; line: number },
): StatementRow => {
  const text = (name: string) => (typeof data[name] === "string" ? { [name]: data[name] } : {});
  const count = (name: string) => (typeof data[name] === "number" ? { [name]: data[name] } : {});
  const row: StatementRow = {
    key: rowKey(account, data.id),
    account,
    statement,
    id: data.id,
    on: data.on,
    at: data.at,
    kind: data.kind,
    amount: fen(BigInt(data.amount)),
    fee: BigInt(typeof data.fee === "string" ? data.fee : "0"),
    ...text("orderNo"),
    ...text("refundNo"),
    ...text("charge"),
    ...text("payout"),
    ...text("traceId"),
    ...text("fund"),
    ...count("available"),
    ...count("created"),
    state: { is: "open" },
    line,
  };
  return Object.freeze(row);
};

export type NewRow = Omit<StatementRow, "key" | "account" | "statement" | "state" | "line">;

/** A row as a line holds it: amounts as decimal strings, empty fields left out. */
export const toRowData = (row: NewRow): RowData => {
  const { amount, fee, ...rest } = row;
  const filled = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Omit<
    NewRow,
    "amount" | "fee"
  >;
  return { ...filled, amount: amount.toString(), ...(fee === 0n ? {} : { fee: fee.toString() }) } as RowData;
};
