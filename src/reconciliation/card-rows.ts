import type { Table } from "../journal/table.ts";
import { openRowGroups } from "./row-groups.ts";
import type { StatementRow } from "./statement-row.ts";

const DAY_SECONDS = 86_400;

/** A moment in seconds, of which a row is asked that became available after it, or at it or before. */
type Moments = { readonly account: string; readonly after?: number; readonly until?: number };

export type CardRows = {
  readonly tables: readonly Table<unknown>[];
  readonly entered: (row: StatementRow) => void;
  readonly left: (row: StatementRow) => void;
  /** Keys of the payouts of an account. */
  readonly payouts: (account: string) => Iterable<string>;
  /** Keys of the other rows that became available on the days from one moment to another. */
  readonly available: (moments: Moments) => Generator<string>;
};

/** Rows of card lists by the day on which they become available, so that a payout looks at those of its days only. */
export const openCardRows = (): CardRows => {
  const payouts = openRowGroups("cardPayouts");
  const days = openRowGroups("cardDays");
  const rows = openRowGroups("cardRows");
  const dayOf = (moment: number): number => Math.floor(moment / DAY_SECONDS);
  const groupOf = ({ account, available = 0 }: StatementRow): string => `${account}|${dayOf(available)}`;
  return {
    tables: [...payouts.tables, ...days.tables, ...rows.tables],
    entered: (row) => {
      if (row.created === undefined) return;
      if (row.kind === "payout") return payouts.add(row.account, [row.key]);
      const group = groupOf(row);
      if (!rows.has(group)) days.add(row.account, [String(dayOf(row.available ?? 0))]);
      rows.add(group, [row.key]);
    },
    left: (row) => {
      if (row.created === undefined) return;
      if (row.kind === "payout") return payouts.remove(row.account, row.key);
      const group = groupOf(row);
      rows.remove(group, row.key);
      if (!rows.has(group)) days.remove(row.account, String(dayOf(row.available ?? 0)));
    },
    payouts: (account) => payouts.keys(account),
    available: function* ({ account, after = 0, until = Number.MAX_SAFE_INTEGER }) {
      for (const text of days.keys(account)) {
        const day = Number(text);
        if (day >= dayOf(after) && day <= dayOf(until)) yield* rows.keys(`${account}|${text}`);
      }
    },
  };
};
