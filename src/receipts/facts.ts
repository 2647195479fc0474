import type { JsonObject } from "../kernel/result.ts";

/** Why a receipt was voided: its gift went back, staff prepare a refund (RCPT-6), or something on it was wrong (RCPT-3). */
export type VoidReason = "refund" | "refund_prepared" | "correction";

/** The lines this module writes. No name stands in them: the payer is the opaque id of the gift's donor. */
export type ReceiptFact =
  | { readonly kind: "receipt.issued"; readonly data: IssuedData }
  | { readonly kind: "receipt.voided"; readonly data: VoidedData }
  | { readonly kind: "receipt.waived"; readonly data: WaivedData }
  | { readonly kind: "receipt.prior_voided"; readonly data: { readonly gift: string; readonly cause_on: string } }
  | { readonly kind: "receipt.rendered"; readonly data: RenderedData };

export type IssuedData = JsonObject & {
  readonly serial: string;
  /** `gift` for money, `goods` for a lot. */
  readonly form: "gift" | "goods";
  /** Id of the gift or number of the lot. */
  readonly of: string;
  readonly fund: string;
  /** Decimal fen; left out for goods without a reliable value (RCPT-16). */
  readonly amount?: string;
  readonly donor?: string;
  readonly given_on: string;
  /** How many refunds of the gift it takes into account. */
  readonly covers: number;
  /** The day that made it due: of settlement, of a refund, of a correction. */
  readonly cause_on: string;
  readonly template: string;
  readonly replaces?: string;
};

export type VoidedData = JsonObject & {
  readonly serial: string;
  /** The red receipt's own number; it names `serial` (RCPT-4). */
  readonly red: string;
  readonly of: string;
  readonly amount?: string;
  readonly reason: VoidReason;
  readonly cause_on: string;
};

export type WaivedData = JsonObject & {
  readonly form: "gift" | "goods";
  readonly of: string;
  readonly why: "anonymous" | "not_wanted";
  readonly channel: string;
  readonly cause_on: string;
};

export type RenderedData = JsonObject & {
  readonly serial: string;
  /** SHA-256 (hex) of the bytes and the id of the file that keeps them. */
  readonly digest: string;
  readonly file: string;
  readonly bytes: number;
};
