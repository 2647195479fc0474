import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";

type Intent = {
  id: string;
  amount: number;
  currency: string;
  metadata: Record<string, string>;
  paid: boolean;
  error: boolean;
};
type Session = { id: string; readonly body: string; state: "open" | "complete" | "expired" };
type Refund = { id: string; order: string; amount: number; balance: string; asked?: string };
type Event = { id: string; type: string; object: object; created: number };
export type Notice = { readonly payload: string; readonly header: string };

const SECRET = "whsec_stand_in";
const DAY = Date.parse("2026-09-03T02:00:00Z") / 1_000;

/**
 * As much of Stripe's HTTP API as a card gift needs, on the loopback, for the real SDK: Checkout sessions with Stripe's
 * rule of idempotency, payments, refunds, lost disputes, events. It plays the donor at the provider's page too.
 */
export const openStripeStandIn = async () => {
  const sessions: Session[] = [];
  /** Idempotency key → the page it opened. */
  const keys = new Map<string, Session>();
  const intents = new Map<string, Intent>();
  const refunds: Refund[] = [];
  const disputes: Refund[] = [];
  const events: Event[] = [];
  const signer = new Stripe("sk_test_1");

  const happened = (type: string, object: object): Notice => {
    const event = { id: `evt_${events.length + 1}`, type, object, created: DAY };
    events.push(event);
    const payload = JSON.stringify({ id: event.id, object: "event", type, created: DAY, data: { object } });
    return { payload, header: signer.webhooks.generateTestHeaderString({ payload, secret: SECRET }) };
  };
  const seen = ({ id, amount, currency, metadata, paid, error }: Intent) => ({
    id,
    object: "payment_intent",
    amount,
    currency,
    metadata,
    status: paid ? "succeeded" : "requires_payment_method",
    last_payment_error: error ? { code: "card_declined" } : null,
    latest_charge: paid ? { id: `ch_${id}`, object: "charge", created: DAY } : null,
  });
  const found = (json: object | undefined) =>
    json
      ? { status: 200, json }
      : { status: 404, json: { error: { type: "invalid_request_error", code: "resource_missing" } } };
  const list = (data: readonly object[]) => ({ object: "list", data, has_more: false, url: "/" });
  const refundSeen = ({ id, amount, balance, asked }: Refund) => ({
    id,
    object: "refund",
    amount,
    created: DAY,
    status: "succeeded",
    balance_transaction: balance,
    metadata: asked === undefined ? {} : { refund: asked },
  });
  const disputeSeen = ({ id, amount, balance }: Refund) => ({
    id,
    object: "dispute",
    amount,
    created: DAY,
    status: "lost",
    balance_transactions: [{ id: balance, created: DAY }],
  });

  const sessionSeen = ({ id, state }: Session) => {
    const intent = intents.get(`pi_${id}`);
    const url = state === "open" ? `http://127.0.0.1:${port}/pay/${id}` : null;
    return { id, object: "checkout.session", status: state, url, payment_intent: intent ? seen(intent) : null };
  };
  const openSession = (body: string, key: string) => {
    const known = keys.get(key);
    if (known && known.body !== body) return { status: 400, json: { error: { type: "idempotency_error" } } };
    const session = known ?? { id: `cs_${sessions.length + 1}`, body, state: "open" };
    if (!known) sessions.push(session);
    keys.set(key, session);
    return found(sessionSeen({ ...session, state: "open" }));
  };
  const knownAt = (url: string) => sessions.find(({ id }) => id === url.split("/").at(-1));
  const seenAt = (url: string) => {
    const session = knownAt(url);
    return session && sessionSeen(session);
  };
  const sessionAt = (url: string): Session => {
    const session = knownAt(url);
    if (!session) throw new Error(`no page ${url}`);
    return session;
  };
  const answer = (method: string, url: URL, { body, key }: { body: string; key: string }) => {
    const order = url.searchParams.get("payment_intent");
    const of = (rows: readonly Refund[]) => rows.filter((row) => row.order === order);
    const [, , resource, id] = url.pathname.split("/");
    if (resource === "checkout" && method === "POST") return openSession(body, key);
    if (resource === "checkout") return found(seenAt(url.pathname));
    if (resource === "refunds" && method === "GET") return found(list(of(refunds).map(refundSeen)));
    if (resource === "disputes") return found(list(of(disputes).map(disputeSeen)));
    if (resource === "events")
      return found(list(events.map(({ object, ...event }) => ({ ...event, object: "event", data: { object } }))));
    const intent = intents.get(id ?? "");
    return found(intent && seen(intent));
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const key = String(request.headers["idempotency-key"] ?? "");
    const { status, json } = answer(request.method ?? "", new URL(request.url ?? "/", "http://127.0.0.1"), {
      body,
      key,
    });
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(json));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  /** The intent of the page at `url`, made when the donor first tries to pay there. */
  const intentOf = (url: string): Intent => {
    const { id, body } = sessionAt(url);
    const fields = new URLSearchParams(body);
    const field = (name: string) => fields.get(name) ?? "";
    const intent = intents.get(`pi_${id}`) ?? {
      id: `pi_${id}`,
      amount: Number(field("line_items[0][price_data][unit_amount]")),
      currency: field("line_items[0][price_data][currency]"),
      metadata: {
        gift: field("payment_intent_data[metadata][gift]"),
        order_no: field("payment_intent_data[metadata][order_no]"),
      },
      paid: false,
      error: false,
    };
    intents.set(intent.id, intent);
    return intent;
  };
  return {
    secret: SECRET,
    api: { host: "127.0.0.1", port, protocol: "http" as const },
    intentOf,
    /** The donor pays at the page: Stripe's three notices, in its usual order. */
    pay: (url: string): Notice[] => {
      const intent = intentOf(url);
      intent.paid = true;
      sessionAt(url).state = "complete";
      return [
        happened("charge.succeeded", { id: `ch_${intent.id}`, object: "charge", payment_intent: intent.id }),
        happened("payment_intent.succeeded", seen(intent)),
        happened("checkout.session.completed", { id: "cs", object: "checkout.session", payment_intent: intent.id }),
      ];
    },
    /** Stripe keeps its keys for a day. */
    forgetKeys: (): void => keys.clear(),
    expire: (url: string): void => {
      sessionAt(url).state = "expired";
    },
    /** From here on the keys are those of another account, which never heard of the page. */
    forget: (url: string): void => {
      sessionAt(url).id = "cs_of_another_account";
    },
    /** The page is done with, and the money does not come after all, as with a bank's debit. */
    failLate: (url: string): void => {
      intentOf(url);
      sessionAt(url).state = "complete";
    },
    decline: (url: string): Notice => {
      const intent = intentOf(url);
      intent.error = true;
      return happened("payment_intent.payment_failed", seen(intent));
    },
    /** Something happened to an order that Stripe does not know, or to nothing at all. */
    tell: (type: string, order?: string): Notice =>
      happened(
        type,
        order === undefined ? { id: "cus_1", object: "customer" } : { id: order, object: "payment_intent" },
      ),
    /** Somebody pays back from Stripe's own dashboard. */
    payBack: (url: string, amount: number): Notice => {
      const order = intentOf(url).id;
      refunds.push({ id: `re_${refunds.length + 1}`, order, amount, balance: `txn_re_${refunds.length + 1}` });
      return happened("charge.refunded", { id: `ch_${order}`, object: "charge", payment_intent: order });
    },
    loseDispute: (url: string, amount: number): Notice => {
      const order = intentOf(url).id;
      disputes.push({ id: `dp_${disputes.length + 1}`, order, amount, balance: `txn_dp_${disputes.length + 1}` });
      return happened("charge.dispute.closed", { id: "dp", object: "dispute", payment_intent: order });
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

export type StripeStandIn = Awaited<ReturnType<typeof openStripeStandIn>>;
