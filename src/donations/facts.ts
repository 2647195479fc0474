import type { JsonObject } from "../kernel/result.ts";

export type Via = "wechat" | "alipay" | "unionpay" | "stripe" | "bank" | "sandbox";
export type DonorType = "person" | "enterprise";
/** How a donor is shown in public (GIFT-6). */
export type Display = "full" | "surname" | "neighbour" | "hidden";

/** The lines this module writes. Amounts are decimal strings of fen. Old versions stay readable for ever. */
export type DonationFact =
  | { readonly kind: "donation.pledged"; readonly data: PledgeData }
  | { readonly kind: "donation.carried"; readonly data: PledgeData & { readonly receipt_issued: boolean } }
  | { readonly kind: "donation.settled"; readonly data: SettledData }
  | { readonly kind: "match.taken_back"; readonly data: TakenBackData }
  | { readonly kind: "donation.refunded"; readonly data: RefundedData }
  | { readonly kind: "donation.withdrawn"; readonly data: { readonly ref: string } }
  | { readonly kind: "refund.asked"; readonly data: RefundAskedData }
  | { readonly kind: "refund.dropped"; readonly data: { readonly gift: string; readonly refund: string } }
  | { readonly kind: "payment.noted"; readonly data: NotedData }
  | { readonly kind: "goods.given"; readonly data: GivenData }
  | { readonly kind: "goods.placed"; readonly data: PlacedData }
  | { readonly kind: "goods.accepted"; readonly data: GoodsData };

export type PledgeData = JsonObject & {
  readonly gift: string;
  readonly ref: string;
  readonly via: Via;
  readonly fund: string;
  readonly amount: string;
  readonly donor_type: DonorType;
  readonly anonymous: boolean;
  readonly publish_consent: boolean;
  readonly receipt_wanted: boolean;
  readonly purpose?: string;
  /** Opaque id of the donor in the vault. */
  readonly donor?: string;
  readonly display?: Display;
  /** Version of the sentence about the restriction that the donor agreed to (GIFT-5). */
  readonly terms?: string;
  /** SHA-256 of the secret of the gift's own page. */
  readonly secret?: string;
  /** Keyed hash of the whole request, to tell a repetition from a reused key (PIT-1). */
  readonly request?: string;
  /** Set for a pledge made on our own pages. */
  readonly online?: boolean;
};

export type SettledData = JsonObject & {
  readonly gift: string;
  readonly fund: string;
  readonly amount: string;
  /** The provider's own order. */
  readonly order?: string;
  readonly relates_to?: string;
};

export type RefundedData = JsonObject & {
  readonly gift: string;
  readonly fund: string;
  readonly ref: string;
  readonly amount: string;
  /** Our own number, when staff asked for it. */
  readonly asked?: string;
  readonly basis?: "chargeback";
  /** What the refund reserve bore because the fund had spent it (GIFT-29). */
  readonly from_reserve?: string;
  readonly relates_to?: string;
};

/** Of reconciliation: the match that settled a gift was taken back; `takes_back` is the index of its line. */
export type TakenBackData = JsonObject & {
  readonly takes_back: number;
  readonly gift?: string;
  readonly relates_to?: string;
};

export type RefundAskedData = JsonObject & {
  readonly gift: string;
  readonly refund: string;
  readonly amount: string;
  readonly reason: string;
};

export type NotedData = JsonObject & {
  readonly provider: string;
  readonly event: string;
  readonly type: string;
  readonly outcome: "failed" | "ignored";
  readonly gift?: string;
  /** Why it is of no gift of ours; older lines do not say. */
  readonly reason?: "no_order" | "order_unknown" | "gift_unknown";
  /** The order it names. */
  readonly order?: string;
};

export type Evidence = "invoice" | "agreement" | "customs" | "appraisal" | "none";

export type GoodsData = JsonObject & {
  readonly goods: string;
  readonly fund: string;
  readonly donor: string;
  readonly donor_type: DonorType;
  readonly item: string;
  readonly unit: string;
  readonly quantity: string;
  readonly evidence: Evidence;
  readonly evidence_ref?: string;
  /** Stated value of the whole lot; booked only when there is evidence (GIFT-10, GIFT-12). */
  readonly value?: string;
  readonly booked: boolean;
  readonly publish_consent: boolean;
  readonly receipt_wanted: boolean;
  readonly relates_to?: string;
};

/** A part of a lot that was given out; the quantity is a decimal of the lot's unit. */
export type GivenData = JsonObject & {
  readonly goods: string;
  readonly fund: string;
  readonly quantity: string;
  readonly purpose: string;
  /** To whom, without a name: a request, a household by its reference, a signed list by its number. */
  readonly request?: string;
  readonly household?: string;
  readonly slip?: string;
  readonly relates_to?: string;
};

export type PlacedData = JsonObject & {
  readonly goods: string;
  readonly place: string;
  readonly usable_until?: string;
};
