import { limits } from "../../config/limits.ts";
import { businessDate } from "../kernel/dates.ts";
import { type Fen, fen, minus, sum } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { Gateway, Payable, ProviderOrder, Started, WebhookHeaders } from "./gateway.ts";
import { isSigned, signed } from "./signature.ts";
import type { SandboxOrder, SandboxRefund, SandboxStore } from "./store.ts";

export type SandboxDeps = {
  readonly store: SandboxStore;
  /** Signs and checks the notices; 32 bytes. */
  readonly key: Uint8Array;
  readonly clock: () => Date;
  /** Posts a signed notice to our own webhook, as a provider does; may fail, the hourly look repairs it (PIT-5). */
  readonly deliver: (notice: {
    readonly body: string;
    readonly headers: { readonly [name: string]: string };
  }) => Promise<void>;
  /** Runs something once after some milliseconds. */
  readonly later: (milliseconds: number, run: () => Promise<void>) => void;
};

export const SANDBOX_DELAY_SECONDS = 20;
const HEADER = "sandbox-signature";

export type SandboxAct = "succeed" | "fail" | "delay" | "duplicate" | "refund" | "dispute";

/** The provider played by ourselves: the same port, its own records, signed notices over HTTP. */
export type Sandbox = Gateway & {
  readonly order: (id: string) => Promise<SandboxOrder | undefined>;
  /** What the person on the sandbox page chose. Refuses what the order's state does not allow. */
  readonly act: (id: string, act: SandboxAct, amount?: Fen) => Promise<SandboxOrder | Refusal>;
};

export const openSandbox = (deps: SandboxDeps): Sandbox => ({
  provider: "sandbox",
  start: (payable) => start(deps, payable),
  verifyWebhook: (body, headers) => verify(deps, body, headers),
  read: async (id) => {
    const order = await deps.store.find(id);
    return order === undefined ? undefined : asProviderOrder(order);
  },
  refund: async ({ order: id, refund, amount }) => {
    const order = await giveBack(deps, id, { ref: refund, amount, chargeback: false });
    return "refused" in order ? "failed" : "made";
  },
  changedSince: deps.store.changedSince,
  order: deps.store.find,
  act: (id, act, amount) => perform(deps, id, { act, amount }),
});

const ATTEMPTS_MOST = 50;

/** The open or paid order of the gift, or the next attempt after a failed one: no second page to pay for one attempt (PIT-6). */
const start = async (deps: SandboxDeps, payable: Payable): Promise<Started> => {
  for (let attempt = 1; attempt <= ATTEMPTS_MOST; attempt += 1) {
    const id = `${payable.gift}.${attempt}`;
    const known = await deps.store.find(id);
    if (known?.state === "failed") continue;
    const { gift, ref, description } = payable;
    if (known === undefined) {
      const order = { gift, ref, description, amount: payable.amount.toString() };
      const changedAt = deps.clock().getTime();
      await deps.store.write({ _id: id, rev: 1, ...order, state: "open", changedAt, refunds: [] });
    }
    return { url: `/sandbox/pay/${id}` };
  }
  throw new Error(`gift ${payable.gift} failed ${ATTEMPTS_MOST} times`);
};

const verify = (deps: SandboxDeps, body: Uint8Array, headers: WebhookHeaders) => {
  const header = headers[HEADER];
  const seconds = Math.floor(deps.clock().getTime() / 1_000);
  const how = { header: String(header), key: deps.key, seconds, ageSeconds: limits.webhookAgeSeconds };
  if (header === undefined || !isSigned(body, how)) return undefined;
  const { id, type, order } = JSON.parse(Buffer.from(body).toString("utf8")) as Notice;
  return { provider: "sandbox" as const, id, type, order };
};

type Notice = { readonly id: string; readonly type: string; readonly order: string };

const asProviderOrder = (order: SandboxOrder): ProviderOrder => ({
  order: order._id,
  gift: order.gift,
  amount: amountOf(order),
  state: order.state === "pending" ? "open" : order.state,
  ...(order.paidAt === undefined ? {} : { paidOn: businessDate(order.paidAt) }),
  refunds: order.refunds.map(({ ref, amount, at, chargeback }) => ({
    ref,
    asked: ref,
    amount: fen(BigInt(amount)),
    on: businessDate(at),
    chargeback,
  })),
});

const perform = async (
  deps: SandboxDeps,
  id: string,
  { act, amount }: { act: SandboxAct; amount: Fen | undefined },
): Promise<SandboxOrder | Refusal> => {
  const order = await deps.store.find(id);
  if (order === undefined) return refuse("sandbox_order_unknown", { order: id });
  switch (act) {
    case "succeed":
    case "duplicate":
      return pay(deps, order, act === "duplicate" ? 2 : 1);
    case "fail":
      return change(deps, order, { from: ["open", "pending"], to: { state: "failed" }, type: "payment.failed" });
    case "delay": {
      const waiting = await change(deps, order, { from: ["open"], to: { state: "pending" } });
      if (!("refused" in waiting)) deps.later(SANDBOX_DELAY_SECONDS * 1_000, () => payLater(deps, id));
      return waiting;
    }
    case "refund":
    case "dispute": {
      const ref = `${id}-r${order.refunds.length + 1}`;
      return giveBack(deps, id, { ref, amount: amount ?? restOf(order), chargeback: act === "dispute" });
    }
  }
};

const pay = (deps: SandboxDeps, order: SandboxOrder, times: number): Promise<SandboxOrder | Refusal> =>
  change(deps, order, {
    from: ["open", "pending"],
    to: { state: "paid", paidAt: deps.clock().getTime() },
    type: "payment.succeeded",
    times,
  });

const payLater = async (deps: SandboxDeps, id: string): Promise<void> => {
  const order = await deps.store.find(id);
  if (order?.state === "pending") await pay(deps, order, 1);
};

type Back = { readonly ref: string; readonly amount: Fen; readonly chargeback: boolean };

const giveBack = async (deps: SandboxDeps, id: string, back: Back): Promise<SandboxOrder | Refusal> => {
  const order = await deps.store.find(id);
  if (order === undefined) return refuse("sandbox_order_unknown", { order: id });
  if (order.refunds.some(({ ref }) => ref === back.ref)) return order;
  if (back.amount <= 0n || back.amount > restOf(order)) return refuse("sandbox_not_possible", { order: id });
  const refund: SandboxRefund = {
    ref: back.ref,
    amount: back.amount.toString(),
    at: deps.clock().getTime(),
    chargeback: back.chargeback,
  };
  const type = back.chargeback ? "dispute.lost" : "refund.succeeded";
  return change(deps, order, { from: ["paid"], to: { refunds: [...order.refunds, refund] }, type });
};

type Change = {
  readonly from: readonly SandboxOrder["state"][];
  readonly to: Partial<SandboxOrder>;
  /** The notice to send; none when left out. */
  readonly type?: string;
  readonly times?: number;
};

const change = async (deps: SandboxDeps, order: SandboxOrder, how: Change): Promise<SandboxOrder | Refusal> => {
  if (!how.from.includes(order.state)) return refuse("sandbox_not_possible", { order: order._id });
  const next: SandboxOrder = { ...order, ...how.to, rev: order.rev + 1, changedAt: deps.clock().getTime() };
  if (!(await deps.store.write(next))) return refuse("sandbox_not_possible", { order: order._id });
  if (how.type !== undefined) await notify(deps, { ...how, type: how.type, order: next });
  return next;
};

/** The same notice has the same id however often it is sent. */
const notify = async (
  deps: SandboxDeps,
  { type, order, times = 1 }: { type: string; order: SandboxOrder; times?: number },
): Promise<void> => {
  const body = JSON.stringify({ id: `${order._id}-${order.rev}`, type, order: order._id });
  const seconds = Math.floor(deps.clock().getTime() / 1_000);
  const headers = { "content-type": "application/json", [HEADER]: signed(body, { key: deps.key, seconds }) };
  for (let i = 0; i < times; i += 1) await deps.deliver({ body, headers });
};

const amountOf = (order: SandboxOrder): Fen => fen(BigInt(order.amount));
const restOf = (order: SandboxOrder): Fen =>
  minus(amountOf(order), sum(order.refunds.map(({ amount }) => fen(BigInt(amount)))));
