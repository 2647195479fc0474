import type { Command, Draft } from "../journal/chapter.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Fund } from "../funds/public.ts";
import type { PledgeData } from "./facts.ts";
import type { Gift } from "./gift.ts";

export type PledgeBooks = {
  readonly fund: (code: string) => Fund | undefined;
  readonly byRef: (ref: string) => Gift | undefined;
  readonly gift: (id: string) => Gift | undefined;
};

/**
 * Registers a promise; nothing is booked (GIFT-2). Refuses an amount of nothing, an unknown fund, a known order with
 * other content, and, on our own pages, a suspended fund (WF-7) or a purpose that is not the fund's (WF-2).
 */
export const decidePledge = (command: Command, books: PledgeBooks): Draft | Refusal => {
  const data = command.input as PledgeData;
  const fund = books.fund(data.fund);
  if (BigInt(data.amount) <= 0n) return refuse("amount_not_positive", { amount: data.amount });
  if (!fund) return refuse("fund_unknown", { fund: data.fund });
  const refusal = data.online ? refusalOnline(data, fund) : undefined;
  if (refusal) return refusal;
  if (books.gift(data.gift)) return refuse("order_changed", { ref: data.ref });
  if (books.byRef(data.ref)) return refuse(data.online ? "donation_code_taken" : "order_changed", { ref: data.ref });
  return { kind: "donation.pledged", data };
};

const refusalOnline = (data: PledgeData, fund: Fund): Refusal | undefined => {
  if (fund.status !== "active") return refuse("fund_suspended", { fund: data.fund, rule: "WF-7" });
  if (data.purpose !== undefined && !fund.purposes.includes(data.purpose))
    return refuse("wrong_purpose", { fund: data.fund, purpose: data.purpose, rule: "WF-2" });
  return undefined;
};

/** An earlier gift, known only so that a later refund finds it: its money is in the opening balances. */
export const decideCarry = (command: Command, books: PledgeBooks): Draft | Refusal => {
  const data = command.input as PledgeData;
  if (BigInt(data.amount) <= 0n) return refuse("amount_not_positive", { amount: data.amount });
  if (!books.fund(data.fund)) return refuse("fund_unknown", { fund: data.fund });
  if (books.byRef(data.ref)) return refuse("order_changed", { ref: data.ref });
  return { kind: "donation.carried", data };
};

/** Consent to publication ends (PII-3). The order may still be on its way: files come in any order. */
export const decideWithdraw = (command: Command): Draft | Refusal => ({
  kind: "donation.withdrawn",
  data: { ref: String(command.input.ref) },
});

/** An event of a provider that moves no money: a failed attempt is not the end of a gift (PIT-3), others are kept as ignored (PIT-4). */
export const decideNoted = (command: Command): Draft | Refusal => ({
  kind: "payment.noted",
  data: command.input as JsonObject,
});
