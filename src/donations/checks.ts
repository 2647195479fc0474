import type { Line } from "../journal/line.ts";
import { periodOf } from "../kernel/dates.ts";
import { type Fen, fen, formatYuan, negate, plus, ZERO } from "../kernel/money.ts";
import { firstDimension } from "../ledger/public.ts";
import type { Donations } from "./donations.ts";

type Total = { readonly count: number; readonly amount: Fen };
const NOTHING: Total = { count: 0, amount: ZERO };
const KINDS: ReadonlySet<string> = new Set(["donation.settled", "donation.refunded"]);
type Given = Pick<Line, "kind" | "on" | "data" | "post">;

/** LED-10: the sums of gifts and refunds that a month shows are those over the lines, which are given one by one. */
export const openGiftTotals = () => {
  const periods = new Set<string>();
  const totals = new Map<string, Total>();
  return {
    add: (line: Given): void => {
      const { kind, on, data } = line;
      if (kind === "match.taken_back") return takeBack(totals, line);
      if (!KINDS.has(kind)) return;
      periods.add(periodOf(on));
      add(totals, `${periodOf(on)} ${String(data.fund)} ${kind}`, {
        count: 1,
        amount: fen(BigInt(String(data.amount))),
      });
    },
    size: () => totals.size,
    faults: ({ sumsBookedIn }: Pick<Donations, "sumsBookedIn">): string[] => {
      const kept = new Map<string, Total>();
      for (const period of periods)
        for (const { what, fund, ...sum } of sumsBookedIn(period))
          add(kept, `${period} ${fund} donation.${what === "settled" ? what : "refunded"}`, sum);
      return [...new Set([...totals.keys(), ...kept.keys()])].flatMap((key) => {
        const [lines, sums] = [totals.get(key) ?? NOTHING, kept.get(key) ?? NOTHING];
        const equal = lines.count === sums.count && lines.amount === sums.amount;
        return equal ? [] : [`LED-10 ${key}: ${told(sums)} kept, ${told(lines)} in the lines`];
      });
    },
  };
};

/** A match that was taken back in its own month; of a closed month the books hold it still (ACC-16). */
const takeBack = (totals: Map<string, Total>, { on, data, post }: Given): void => {
  const [income, amount] = post.find(([, each]) => !each.startsWith("-")) ?? [];
  if (data.gift === undefined || data.relates_to !== undefined || income === undefined || amount === undefined) return;
  const fund = firstDimension(income) ?? "";
  add(totals, `${periodOf(on)} ${fund} donation.settled`, { count: -1, amount: negate(fen(BigInt(amount))) });
};

const add = (totals: Map<string, Total>, key: string, { count, amount }: Total): void => {
  const before = totals.get(key) ?? NOTHING;
  totals.set(key, { count: before.count + count, amount: plus(before.amount, amount) });
};
const told = ({ count, amount }: Total): string => `${count} of ${formatYuan(amount)}`;
