import type { BusinessDate } from "../kernel/dates.ts";
import type { Movement } from "./agencies.ts";

/** Since when the oldest money that is still held has lain here: what came first goes out first. Nothing when none is held. */
export const heldSince = (movements: readonly Pick<Movement, "on" | "amount">[]): BusinessDate | undefined => {
  const came = movements.filter(({ amount }) => amount > 0n).sort((a, b) => (a.on < b.on ? -1 : 1));
  let out = movements.reduce((total, { amount }) => (amount < 0n ? total - amount : total), 0n);
  for (const { on, amount } of came) {
    if (out < amount) return on;
    out -= amount;
  }
  return undefined;
};
