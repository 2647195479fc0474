import Stripe from "stripe";
import { limits } from "../../config/limits.ts";
import { businessDate } from "../kernel/dates.ts";
import { fen } from "../kernel/money.ts";
import type { Gateway, Payable, ProviderEvent, ProviderOrder, ProviderRefund, Started } from "./gateway.ts";
import type { StripePages } from "./store.ts";

export type StripeDeps = {
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly pages: StripePages;
  /** Another address than Stripe's own, as the SDK takes it. */
  readonly api?: Pick<Stripe.StripeConfig, "host" | "port" | "protocol">;
};

/** Stripe Checkout in CNY. An order of ours is a PaymentIntent; its metadata names the gift. */
export const openStripe = (deps: StripeDeps): Gateway => {
  const stripe = new Stripe(deps.secretKey, { ...deps.api, timeout: limits.providerTimeout, maxNetworkRetries: 2 });
  return {
    provider: "stripe",
    start: (payable) => start(deps, stripe, payable),
    verifyWebhook: (body, headers) => {
      const signature = headers["stripe-signature"];
      if (typeof signature !== "string") return undefined;
      try {
        const text = Buffer.from(body).toString("utf8");
        const event = stripe.webhooks.constructEvent(text, signature, deps.webhookSecret, limits.webhookAgeSeconds);
        return asEvent(event);
      } catch (error) {
        if (error instanceof Stripe.errors.StripeSignatureVerificationError) return undefined;
        throw error;
      }
    },
    read: (order) => read(stripe, order),
    refund: async ({ order, refund, amount }) => {
      const made = await stripe.refunds.create(
        { payment_intent: order, amount: Number(amount), metadata: { refund } },
        { idempotencyKey: refund },
      );
      return made.status === "failed" || made.status === "canceled" ? "failed" : "made";
    },
    changedSince: (since) => changedSince(stripe, Math.floor(since / 1_000)),
  };
};

/**
 * The gift's last page as long as it can be paid there, in whatever language it was opened (PIT-1, PIT-6). A paid one is on
 * its way into the books: the donor waits on the gift's own page. Only after an expired or failed one a new page is opened.
 */
const start = async ({ pages }: StripeDeps, stripe: Stripe, payable: Payable): Promise<Started> => {
  const last = await pages.of(payable.gift);
  if (last === undefined) return open(stripe, payable, { after: "none", pages });
  const expand = ["payment_intent"];
  const session = await stripe.checkout.sessions.retrieve(last, { expand }).catch(noneIfMissing);
  if (session?.status === "open" && session.url) return { url: session.url };
  const hasFailed = (session?.payment_intent as Stripe.PaymentIntent | null)?.status === "requires_payment_method";
  if (session?.status === "complete" && !hasFailed) return { url: payable.returnUrl };
  return open(stripe, payable, { after: last, pages });
};

type Opening = { readonly after: string; readonly pages: StripePages };

/** The key names the page before, so that those who press at once open one page. */
const open = async (stripe: Stripe, payable: Payable, { after, pages }: Opening): Promise<Started> => {
  const metadata = { ...payable.metadata, gift: payable.gift, order_no: payable.ref };
  const item = {
    quantity: 1,
    price_data: {
      currency: "cny",
      unit_amount: Number(payable.amount),
      product_data: { name: payable.description },
    },
  };
  const session = await stripe.checkout.sessions.create(
    {
      mode: "payment",
      line_items: [item],
      client_reference_id: payable.gift,
      metadata,
      payment_intent_data: { metadata },
      success_url: payable.returnUrl,
      cancel_url: payable.returnUrl,
      locale: payable.language === "en" ? "en" : "zh",
    },
    { idempotencyKey: `gift:${payable.gift}:${after}` },
  );
  if (!session.url) throw new Error(`Stripe gave no page for ${payable.gift}`);
  await pages.keep(payable.gift, session.id);
  return { url: session.url };
};

const asEvent = (event: Stripe.Event): ProviderEvent => {
  const object = event.data.object as { id?: string; object?: string; payment_intent?: string | { id: string } | null };
  const order = object.object === "payment_intent" ? object.id : idOf(object.payment_intent);
  return { provider: "stripe", id: event.id, type: event.type, ...(order === undefined ? {} : { order }) };
};

const read = async (stripe: Stripe, order: string): Promise<ProviderOrder | undefined> => {
  const intent = await stripe.paymentIntents.retrieve(order, { expand: ["latest_charge"] }).catch(noneIfMissing);
  return intent && orderOf(stripe, intent);
};

const orderOf = async (stripe: Stripe, intent: Stripe.PaymentIntent): Promise<ProviderOrder | undefined> => {
  const { id: order } = intent;
  const gift = intent.metadata["gift"];
  if (gift === undefined) return undefined;
  if (intent.currency !== "cny") throw new Error(`order ${order} is in ${intent.currency}: its amount is no fen`);
  const charge = typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  const paid = intent.status === "succeeded" && charge !== null;
  return {
    order,
    gift,
    amount: fen(BigInt(intent.amount)),
    state: paid ? "paid" : intent.last_payment_error ? "failed" : "open",
    ...(paid ? { paidOn: businessDate(charge.created * 1_000) } : {}),
    refunds: paid ? [...(await refundsOf(stripe, order)), ...(await lostDisputes(stripe, order))] : [],
  };
};

/** The account may have been changed for another since, or the id invented. */
const noneIfMissing = (error: unknown): undefined => {
  if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing") return undefined;
  throw error;
};

/** A refund is named by its balance transaction, as the statement names it, so that the two are one. */
const refundsOf = async (stripe: Stripe, order: string): Promise<ProviderRefund[]> => {
  const refunds = await stripe.refunds.list({ payment_intent: order, limit: 100 });
  return refunds.data
    .filter((refund) => refund.status === "succeeded")
    .map((refund) => ({
      ref: idOf(refund.balance_transaction) ?? refund.id,
      ...(refund.metadata?.["refund"] === undefined ? {} : { asked: refund.metadata["refund"] }),
      amount: fen(BigInt(refund.amount)),
      on: businessDate(refund.created * 1_000),
      chargeback: false,
    }));
};

const lostDisputes = async (stripe: Stripe, order: string): Promise<ProviderRefund[]> => {
  const disputes = await stripe.disputes.list({ payment_intent: order, limit: 100 });
  return disputes.data
    .filter((dispute) => dispute.status === "lost")
    .map((dispute) => ({
      ref: dispute.balance_transactions[0]?.id ?? dispute.id,
      amount: fen(BigInt(dispute.amount)),
      on: businessDate((dispute.balance_transactions[0]?.created ?? dispute.created) * 1_000),
      chargeback: true,
    }));
};

const changedSince = async (stripe: Stripe, since: number): Promise<string[]> => {
  const orders = new Set<string>();
  for await (const event of stripe.events.list({ created: { gte: since }, limit: 100 })) {
    const { order } = asEvent(event);
    if (order !== undefined) orders.add(order);
  }
  return [...orders];
};

const idOf = (value: string | { readonly id: string } | null | undefined): string | undefined =>
  typeof value === "string" ? value : value?.id;
