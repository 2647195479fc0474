import { idFrom } from "../kernel/ids.ts";
import type { Fen } from "../kernel/money.ts";
import { isRefusal, type Refusal, refuse } from "../kernel/result.ts";
import type { Gift } from "./gift.ts";
import { handleEvent } from "./event-service.ts";
import type { DonationDeps } from "./ports.ts";

export type RefundReason = "donor_asked" | "duplicate" | "mistake" | "other";
export type RefundRequest = {
  readonly gift: Gift;
  readonly amount: Fen;
  readonly reason: RefundReason;
  readonly by: string;
  readonly key: string;
};

/**
 * Pays a gift back through its provider: the intent is a line first, then the provider is called under the refund's own
 * number, then what its record shows is booked (GIFT-27). The same key goes on where it stopped.
 */
export const askRefund = async (deps: DonationDeps, ask: RefundRequest): Promise<Gift | Refusal> => {
  const refund = idFrom("RF", ask.key);
  const asked = await deps.submit({
    name: "donations.askRefund",
    key: ask.key,
    by: ask.by,
    on: ask.gift.settledOn ?? ask.gift.promisedOn,
    input: { gift: ask.gift.id, refund, amount: ask.amount.toString(), reason: ask.reason },
  });
  if (isRefusal(asked)) return asked;
  const { via, order } = deps.donations.gift(ask.gift.id) ?? ask.gift;
  const gateway = via === "sandbox" || via === "stripe" ? deps.gateways[via] : undefined;
  if (!gateway || order === undefined) return refuse("refund_at_provider", { gift: ask.gift.id, via });
  if ((await gateway.refund({ order, refund, amount: ask.amount })) === "failed") {
    await dropRefund(deps, ask, refund);
    return refuse("refund_failed", { gift: ask.gift.id });
  }
  await handleEvent(deps, { provider: gateway.provider, id: `asked:${refund}`, type: "refund", order });
  return deps.donations.gift(ask.gift.id) ?? ask.gift;
};

/** The provider will not: the gift is free for another try. */
const dropRefund = async (deps: DonationDeps, ask: RefundRequest, refund: string): Promise<void> => {
  await deps.submit({
    name: "donations.dropRefund",
    key: `dropped:${refund}`,
    by: ask.by,
    input: { gift: ask.gift.id, refund },
  });
};
