import { PACKED, Table } from "../journal/table.ts";
import { type BusinessDate, type Period, periodOf } from "../kernel/dates.ts";

/** Gifts of one row: a row is written again for each of its gifts. */
const CHUNK = 32;

/** Which gifts were settled in a month, so that a page of the month need not look through all gifts of all years. */
export const openSettledMonths = () => {
  const counts = new Table<number>("giftMonths");
  const chunks = new Table<readonly string[]>("giftsOfMonth", PACKED);
  const keyOf = (period: Period, chunk: number): string => `${period}/${chunk}`;
  return {
    tables: [counts, chunks],
    add: (gift: string, on: BusinessDate): void => {
      const period = periodOf(on);
      const before = counts.get(period) ?? 0;
      const key = keyOf(period, Math.floor(before / CHUNK));
      counts.set(period, before + 1);
      chunks.set(key, Object.freeze([...(chunks.get(key) ?? []), gift]));
    },
    /** The gift was settled on that day and is no more. */
    remove: (gift: string, on: BusinessDate): void => {
      const period = periodOf(on);
      const count = Math.ceil((counts.get(period) ?? 0) / CHUNK);
      for (let chunk = count - 1; chunk >= 0; chunk -= 1) {
        const key = keyOf(period, chunk);
        const ids = chunks.get(key) ?? [];
        if (!ids.includes(gift)) continue;
        chunks.set(key, Object.freeze(ids.filter((id) => id !== gift)));
        return;
      }
    },
    /** Ids in the order in which they were settled. */
    of: (period: Period): string[] => {
      const count = Math.ceil((counts.get(period) ?? 0) / CHUNK);
      return Array.from({ length: count }, (_, chunk) => chunks.get(keyOf(period, chunk)) ?? []).flat();
    },
  };
};
