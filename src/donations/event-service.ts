import type { BusinessDate } from "../kernel/dates.ts";
import { isRefusal, type JsonObject } from "../kernel/result.ts";
import type { ProviderEvent, ProviderOrder } from "../payments/public.ts";
import type { NotedData } from "./facts.ts";
import type { DonationDeps } from "./ports.ts";

export type EventAnswer = "new" | "known" | "ignored";
export type EventDeps = Pick<DonationDeps, "submit" | "donations" | "gateways">;

/**
 * A notice of a provider. It is only a hint: the order is read back and what it shows is booked, the payment and every
 * refund, in whatever order or how often the notices come (PIT-2, PIT-7). One that is of no gift of ours is kept with its
 * order and the reason (PIT-4); if it was money, the provider's bill brings its row. Answers after the lines are written.
 */
export const handleEvent = async (deps: EventDeps, event: ProviderEvent): Promise<EventAnswer> => {
  if (event.order === undefined) return note(deps, event, { outcome: "ignored", reason: "no_order" });
  const order = await deps.gateways[event.provider]?.read(event.order);
  if (!order) return note(deps, event, { outcome: "ignored", reason: "order_unknown", order: event.order });
  const gift = deps.donations.gift(order.gift);
  if (!gift) return note(deps, event, { outcome: "ignored", reason: "gift_unknown", order: event.order });
  if (order.state === "failed") return note(deps, event, { outcome: "failed", gift: gift.id });
  if (order.state !== "paid") return note(deps, event, { outcome: "ignored", gift: gift.id });
  const answers = [await settle(deps, event, order), ...(await followRefunds(deps, event, order))];
  return answers.includes("new") ? "new" : "known";
};

/** Every refund the order shows, each under its own number. */
const followRefunds = async (deps: EventDeps, event: ProviderEvent, order: ProviderOrder): Promise<EventAnswer[]> => {
  const answers: EventAnswer[] = [];
  for (const refund of order.refunds) {
    const { ref, asked, chargeback } = refund;
    const key = `refund:${event.provider}:${ref}`;
    const amount = refund.amount.toString();
    const input = {
      gift: order.gift,
      amount,
      event: event.id,
      ref,
      chargeback,
      ...(asked === undefined ? {} : { asked }),
    };
    answers.push(await send(deps, { name: "refundEvent", key, event, on: refund.on, input }));
  }
  return answers;
};

const settle = async (deps: EventDeps, event: ProviderEvent, order: ProviderOrder): Promise<EventAnswer> => {
  if (deps.donations.gift(order.gift)?.state !== "pledged") return "known";
  const on = order.paidOn;
  const input = { gift: order.gift, amount: order.amount.toString(), event: event.id, order: order.order };
  return send(deps, { name: "settleEvent", key: `event:${event.provider}:${event.id}`, event, on, input });
};

const note = (
  deps: EventDeps,
  event: ProviderEvent,
  what: Pick<NotedData, "outcome" | "gift" | "reason" | "order">,
): Promise<EventAnswer> => {
  const input = { provider: event.provider, event: event.id, type: event.type, ...what };
  const key = `event:${event.provider}:${event.id}`;
  return send(deps, { name: "note", key, event, input }).then((answer) =>
    answer === "new" && what.outcome === "ignored" ? "ignored" : answer,
  );
};

type Sending = {
  readonly name: "settleEvent" | "refundEvent" | "note";
  readonly key: string;
  readonly event: ProviderEvent;
  readonly on?: BusinessDate | undefined;
  readonly input: JsonObject;
};

/** A refusal here means that another notice was first: the book has it already. */
const send = async (deps: EventDeps, { name, key, event, on, input }: Sending): Promise<EventAnswer> => {
  const command = { name: `donations.${name}`, key, by: `provider:${event.provider}`, on, input };
  const outcome = await deps.submit(command);
  if (!isRefusal(outcome)) return outcome.repeated ? "known" : "new";
  if (HARMLESS.has(outcome.refused)) return "known";
  throw new Error(`${event.provider} ${event.id}: ${outcome.refused}`);
};

const HARMLESS = new Set(["key_reused", "gift_already_settled", "refund_known"]);
