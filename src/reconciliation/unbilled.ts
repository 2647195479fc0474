import type { Line } from "../journal/line.ts";
import { PACKED, Table } from "../journal/table.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen } from "../kernel/money.ts";
import { codeOfPath } from "../ledger/public.ts";

/** A payment or refund that the books have from a provider's notice, and no row of its bills yet. */
export type Unbilled = {
  /** The gift; of a refund `<gift>|<its number>`. */
  readonly key: string;
  readonly gift: string;
  readonly kind: "payment" | "refund";
  /** The provider's account. */
  readonly account: string;
  /** The provider's day: on it, or near it, the bill should have a row. */
  readonly on: BusinessDate;
  /** The day on which the books have it: a later one when its month was closed. */
  readonly bookedOn: BusinessDate;
  /** Fen as the account feels it. */
  readonly amount: Fen;
  /** The provider's notice. */
  readonly event: string;
  readonly line: number;
};

/** 其他货币资金, where wallets and cards are; the same in both charts. */
const CLEARING = "1009";

/** What waits for its bill. Entries leave as bills come, so that only days with one left over are looked through. */
export const openUnbilled = () => {
  const entries = new Table<Unbilled>("unbilled", PACKED);
  /** Account → days with entries. */
  const days = new Table<readonly DayCount[]>("unbilledDays");
  const count = ({ account, on }: Unbilled, by: 1 | -1): void => {
    const before = days.get(account) ?? [];
    const left = (before.find((day) => day.on === on)?.count ?? 0) + by;
    const others = before.filter((day) => day.on !== on);
    days.set(account, Object.freeze(left === 0 ? others : [...others, { on, count: left }]));
  };
  return {
    tables: [entries, days],
    get: (key: string): Unbilled | undefined => entries.get(key),
    /** Days of an account with entries, in no order. */
    days: (account: string): BusinessDate[] => (days.get(account) ?? []).map(({ on }) => on),
    all: () => entries.values(),
    /** Takes note of a booking that came from a notice; one that came from a statement row has its bill. */
    note: (line: Line, index: number): void => {
      const entry = unbilledFrom(line, index);
      if (!entry || entries.has(entry.key)) return;
      entries.set(entry.key, entry);
      count(entry, 1);
    },
    /** A row was found, or the booking was taken back. */
    leave: (key: string): void => {
      const entry = entries.get(key);
      if (!entry) return;
      entries.delete(key);
      count(entry, -1);
    },
  };
};

type DayCount = { readonly on: BusinessDate; readonly count: number };

const unbilledFrom = (line: Line, index: number): Unbilled | undefined => {
  const { gift, event, ref, statement_line: row } = line.data;
  const leg = line.post.find(([path]) => codeOfPath(path) === CLEARING);
  if (row !== undefined || typeof event !== "string" || typeof gift !== "string" || !leg) return undefined;
  return Object.freeze({
    key: typeof ref === "string" ? `${gift}|${ref}` : gift,
    gift,
    kind: typeof ref === "string" ? "refund" : "payment",
    account: leg[0],
    on: typeof line.data.relates_to === "string" ? line.data.relates_to : line.on,
    bookedOn: line.on,
    amount: fen(BigInt(leg[1])),
    event,
    line: index,
  });
};
