import type { JsonObject } from "../kernel/result.ts";

/** The lines of a request for aid. Amounts are decimal strings of fen; names, accounts and remarks are in the vault. */
export type DisbursementFact =
  | { readonly kind: "request.filed"; readonly data: RequestFiled }
  | { readonly kind: "request.amended"; readonly data: RequestAmended }
  | { readonly kind: "request.evidence"; readonly data: { readonly request: string } & EvidenceData }
  | { readonly kind: "request.seen"; readonly data: { readonly request: string; readonly file: string } }
  | {
      readonly kind: "request.returned_for_details";
      readonly data: { readonly request: string; readonly missing: readonly string[]; readonly note?: string };
    }
  | { readonly kind: "request.checked"; readonly data: { readonly request: string; readonly visited_on?: string } }
  | { readonly kind: "request.voted"; readonly data: VoteData }
  | { readonly kind: "request.approved"; readonly data: DecisionData }
  | { readonly kind: "request.rejected"; readonly data: DecisionData & { readonly reason: string } }
  | { readonly kind: "request.refused"; readonly data: DecisionData & { readonly reason: string } }
  | { readonly kind: "request.finance_checked"; readonly data: { readonly request: string } }
  | {
      readonly kind: "request.remarked";
      readonly data: { readonly request: string; readonly file: string; readonly digest: string };
    }
  | { readonly kind: "request.ordered"; readonly data: { readonly request: string; readonly attempt: number } }
  | {
      readonly kind: "request.released";
      readonly data: { readonly request: string; readonly serial?: string; readonly paid_on?: string };
    }
  | { readonly kind: "aid.paid"; readonly data: { readonly requests: readonly string[] } }
  | { readonly kind: "match.taken_back"; readonly data: { readonly requests: readonly string[] } }
  | { readonly kind: "aid.returned"; readonly data: { readonly request: string } }
  | { readonly kind: "request.confirmed"; readonly data: { readonly request: string; readonly how: string } }
  | { readonly kind: "request.withdrawn"; readonly data: { readonly request: string; readonly reason: string } };

export type SupportTier = "inside" | "margin" | "outside";
export type PayeeRelation = "self" | "guardian" | "institution" | "other";
export type RelatedParty = "no" | "manager" | "approver";

export type RequestFiled = JsonObject & {
  readonly request: string;
  readonly fund: string;
  readonly purpose: string;
  readonly tier: SupportTier;
  readonly fast_track: boolean;
  /** Opaque reference of the person helped. */
  readonly beneficiary: string;
  readonly household: number;
  readonly street: string;
  readonly amount: string;
  /** Opaque id of the payee in the vault. */
  readonly payee: string;
  /** Keyed hash over name, bank and account of the payee. */
  readonly payee_print: string;
  readonly payee_relation: PayeeRelation;
  readonly related_party: RelatedParty;
  readonly other_sources: readonly string[];
  readonly requested_on: string;
};

/** What a new amount or payee replaces; what is left out stays. */
export type RequestAmended = JsonObject & {
  readonly request: string;
  readonly amount?: string;
  readonly payee?: string;
  readonly payee_print?: string;
  readonly payee_relation?: PayeeRelation;
};

/** A file in the encrypted store: its id, the SHA-256 of its bytes, and what kind of paper it is. */
export type EvidenceData = { readonly file: string; readonly digest: string; readonly paper: string };

export type Seat = "chair" | "member" | "secretaryGeneral" | "council";
/** Reasons are written by people: the line holds the id of the sealed note. */
export type VoteData = JsonObject & {
  readonly request: string;
  readonly vote: "yes" | "no" | "recused";
  readonly seat: Seat;
  readonly reason?: string;
  /** What was voted on (WF-8). */
  readonly binds: string;
};

/** A decision keeps the count it rests on (WF-3). */
export type DecisionData = JsonObject & {
  readonly request: string;
  readonly tier: number;
  readonly entitled: number;
  readonly quorum: number;
  readonly yes: number;
  readonly no: number;
  readonly recused: number;
  readonly binds: string;
  readonly relates_to?: string;
};
