import type { JsonObject } from "../kernel/result.ts";

/** Which way money of others moves: in, on to its recipient, back to its giver, or back to us from the recipient's bank. */
export type OrderKind = "paid_on" | "returned";

/** The lines this module writes, and those it builds for reconciliation. Amounts are decimal strings of fen. */
export type AgencyFact =
  | { readonly kind: "agency.opened"; readonly data: OpenedData }
  | { readonly kind: "agency.confirmed" | "agency.closed"; readonly data: { readonly agency: string } }
  | { readonly kind: "agency.ordered"; readonly data: OrderedData }
  | { readonly kind: "agency.released" | "agency.withdrawn"; readonly data: { readonly order: string } }
  | { readonly kind: "agency.received"; readonly data: ReceivedData }
  | { readonly kind: "agency.paid" | "agency.bounced"; readonly data: PaidData };

export type OpenedData = JsonObject & {
  readonly agency: string;
  readonly purpose: string;
  /** Opaque ids: names are in the vault. */
  readonly principal: string;
  readonly payee: string;
  /** Number of the paper that names both. */
  readonly agreement: string;
};

export type OrderedData = JsonObject & {
  readonly order: string;
  readonly agency: string;
  readonly pays: OrderKind;
  readonly amount: string;
};

export type ReceivedData = JsonObject & {
  readonly agency: string;
  readonly amount: string;
  readonly relates_to?: string;
};

export type PaidData = ReceivedData & { readonly order: string };
