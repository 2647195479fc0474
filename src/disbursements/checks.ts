import { type Fen, formatYuan, plus, ZERO } from "../kernel/money.ts";
import type { ActName, Request } from "./request.ts";

const HOLDING: readonly Request["state"][] = ["approved", "ordered", "released"];

type Held = Pick<Request, "fund" | "amount" | "state">;

/** LED-4: what a fund has reserved is what it has approved and not paid. `reservedOf` in fen. */
export const reservationFaults = (
  requests: Iterable<Held>,
  funds: readonly string[],
  reservedOf: (fund: string) => Fen,
): string[] => {
  const due = new Map<string, Fen>(funds.map((code) => [code, ZERO]));
  for (const { fund, amount, state } of requests)
    if (HOLDING.includes(state)) due.set(fund, plus(due.get(fund) ?? ZERO, amount));
  return [...due]
    .filter(([fund, amount]) => reservedOf(fund) !== amount)
    .map(([fund, amount]) => `LED-4 ${fund} approved ${formatYuan(amount)}, reserved ${formatYuan(reservedOf(fund))}`);
};

/** The hands of a case that may not be one person's; whoever voted or closed the vote counts as an approver. */
const HANDS: { readonly [hand: string]: readonly ActName[] } = {
  maker: ["file"],
  checker: ["check"],
  approver: ["vote", "decide"],
  "finance checker": ["financeCheck"],
  preparer: ["order"],
  payer: ["release"],
};

type Done = Pick<Request, "no" | "paidOn" | "acts">;

/** LED-9: every hand of a paid request was there, and nobody was two of them. */
export const dutyFaults = (requests: Iterable<Done>): string[] => {
  const faults: string[] = [];
  for (const { no, paidOn, acts } of requests) {
    if (paidOn === undefined) continue;
    const was = new Map<string, string>();
    for (const [hand, names] of Object.entries(HANDS)) {
      const people = new Set(acts.filter(({ act }) => names.includes(act)).map(({ by }) => by));
      if (people.size === 0) faults.push(`LED-9 ${no} was paid without a ${hand}`);
      for (const by of people) {
        const other = was.get(by);
        if (other) faults.push(`LED-9 ${no}: ${by} was ${other} and ${hand}`);
        was.set(by, hand);
      }
    }
  }
  return faults;
};
