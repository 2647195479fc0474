import type { JsonObject } from "../kernel/result.ts";

export type FundKind = "general" | "street" | "named";
export type Restriction = "none" | "purpose";

/** The lines this module writes. Amounts are decimal strings of fen. Old versions stay readable for ever. */
export type FundsFact =
  | { readonly kind: "federation.opened"; readonly data: FederationOpened }
  | { readonly kind: "fund.opened"; readonly data: FundOpened }
  | { readonly kind: "opening.posted"; readonly data: { readonly opening_date: string } }
  | { readonly kind: "fund.suspended"; readonly data: { readonly fund: string; readonly reason: string } }
  | { readonly kind: "fund.resumed"; readonly data: { readonly fund: string; readonly reason: string } }
  | { readonly kind: "committee.seated"; readonly data: CommitteeSeated }
  | { readonly kind: "transfer.posted"; readonly data: TransferPosted }
  | { readonly kind: "transfer.proposed"; readonly data: TransferPosted }
  | { readonly kind: "transfer.dropped"; readonly data: { readonly transfer: string } }
  | {
      readonly kind: "restriction.released";
      readonly data: {
        readonly fund: string;
        readonly amount: string;
        readonly until: string;
        readonly relates_to?: string;
      };
    }
  | {
      readonly kind: "management.fee";
      readonly data: {
        readonly fund: string;
        readonly period: string;
        readonly amount: string;
        readonly base: string;
        readonly bp: number;
        readonly relates_to?: string;
      };
    };

export type FederationOpened = JsonObject & {
  readonly name_zh: string;
  readonly name_en: string;
  readonly credit_code: string;
  readonly legal_form: string;
  readonly certificate?: { readonly no: string; readonly valid_from: string; readonly valid_to: string };
  readonly opening_date: string;
  readonly accounts: readonly (JsonObject & AccountData)[];
  readonly merchants: readonly (JsonObject & MerchantData)[];
  readonly purposes: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
  readonly net_assets: { readonly [code: string]: string };
  readonly liabilities: { readonly [code: string]: string };
  readonly in_transit: readonly (JsonObject & InTransitData)[];
  readonly bank_rules: readonly (JsonObject & BankRuleData)[];
  readonly non_business_days: readonly string[];
};

export type AccountData = {
  readonly account: string;
  readonly opening: string;
  readonly held_for_others?: string;
  readonly bank?: string;
  readonly bic?: string;
  readonly account_no?: string;
  readonly holder?: string;
  readonly currency?: string;
};
export type MerchantData = {
  readonly channel: string;
  readonly account: string;
  readonly merchant_id: string;
  readonly app_id?: string;
  readonly rate?: string;
};
export type InTransitData = {
  readonly account: string;
  readonly batch: string;
  readonly trace_id?: string;
  readonly gross: string;
  readonly fee: string;
  readonly net: string;
};
export type BankRuleData = {
  readonly account: string;
  readonly summary?: string;
  readonly text?: string;
  readonly posts_to: string;
  readonly fund: string;
};

export type FundOpened = JsonObject & {
  readonly code: string;
  readonly name_zh: string;
  readonly short_zh: string;
  readonly name_en: string;
  readonly fund_kind: FundKind;
  readonly status: "active" | "suspended";
  readonly purposes: readonly string[];
  readonly restriction: Restriction;
  readonly management_fee_bp: number;
  readonly channel_fee_borne_by: "federation" | "fund";
  readonly opening_unrestricted: string;
  readonly opening_restricted: string;
  readonly restricted_until?: string;
  readonly principal?: string;
  /** Place in the federation's list; ties of shared fees follow it. */
  readonly order: number;
};

export type Member = {
  readonly user: string;
  readonly office: "chair" | "member";
  readonly from: string;
  readonly to: string;
};
export type CommitteeSeated = JsonObject & { readonly funds: readonly string[]; readonly members: readonly Member[] };

export type TransferPosted = JsonObject & {
  readonly transfer: string;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly basis_ref: string;
  readonly reason?: string;
  /** Who proposed it at the desk; the line's own actor posted it. */
  readonly proposed_by?: string;
  readonly relates_to?: string;
};
