import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";

export type Provider = "sandbox" | "stripe";

/** What a provider is asked to collect. Amounts are fen of CNY; addresses are absolute. */
export type Payable = {
  readonly gift: string;
  readonly ref: string;
  readonly amount: Fen;
  /** What the provider's page says it is for. */
  readonly description: string;
  readonly returnUrl: string;
  readonly language: "zh-CN" | "en";
  /** Kept with the provider's order, so that its lists name our gift. */
  readonly metadata: { readonly [name: string]: string };
};

/** The page where the donor pays. */
export type Started = { readonly url: string };

/** A signed notice: only a hint that something happened to an order (PIT-2). */
export type ProviderEvent = {
  readonly provider: Provider;
  readonly id: string;
  readonly type: string;
  /** The order to read back; undefined for notices that concern none of ours. */
  readonly order?: string;
};

export type ProviderRefund = {
  readonly ref: string;
  /** Our own number, when we asked for it. */
  readonly asked?: string;
  readonly amount: Fen;
  readonly on: BusinessDate;
  readonly chargeback: boolean;
};

/** The provider's own record of an order at this moment. */
export type ProviderOrder = {
  readonly order: string;
  readonly gift: string;
  readonly amount: Fen;
  readonly state: "open" | "failed" | "paid";
  /** The day of payment in Shanghai. */
  readonly paidOn?: BusinessDate;
  readonly refunds: readonly ProviderRefund[];
};

export type WebhookHeaders = { readonly [name: string]: string | readonly string[] | undefined };

/** A payment provider. Every call may be repeated: the same gift has one open order, the same refund number one refund. */
export type Gateway = {
  readonly provider: Provider;
  readonly start: (payable: Payable) => Promise<Started>;
  /** The notice, when its signature is right and fresh; else undefined. */
  readonly verifyWebhook: (body: Uint8Array, headers: WebhookHeaders) => ProviderEvent | undefined;
  readonly read: (order: string) => Promise<ProviderOrder | undefined>;
  /** Asks the provider to pay back; "failed" is final. */
  readonly refund: (refund: {
    readonly order: string;
    readonly refund: string;
    readonly amount: Fen;
  }) => Promise<"made" | "failed">;
  /** Orders that changed since an instant (epoch milliseconds), for notices that never came (PIT-5). */
  readonly changedSince: (since: number) => Promise<readonly string[]>;
};

export type Gateways = { readonly [P in Provider]?: Gateway };
