import { PACKED, Table } from "../journal/table.ts";
import type { Gift } from "./gift.ts";

/**
 * Promises that wait for their money: platform orders and transfers. An abandoned attempt on our own pages is none, and
 * there may be any number of those.
 */
export const openPromises = () => {
  const waiting = new Table<"order" | "transfer">("openPromises", PACKED);
  return {
    tables: [waiting],
    promised: ({ id, via, online, prior }: Gift): void => {
      if (prior) return;
      if (via === "bank") waiting.set(id, "transfer");
      else if (!online) waiting.set(id, "order");
    },
    settled: (id: string): void => waiting.delete(id),
    ids: () => waiting.entries(),
  };
};
