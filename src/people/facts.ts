import type { BusinessDate } from "../kernel/dates.ts";
import type { JsonObject } from "../kernel/result.ts";

/** What personal data were given for; its number is what the person can name. */
export type RecordKind = "gift" | "goods" | "request";
/** Why data have to go (§47 of the personal-information law); `retention_ended` is said by the job of the night. */
export const ASKED_WHYS = ["purpose_ended", "consent_withdrawn", "asked"] as const;
export type ErasureWhy = (typeof ASKED_WHYS)[number] | "retention_ended";

/** The lines of a handled erasure (PII-13). They hold opaque ids only. */
export type PersonFact =
  | { readonly kind: "person.blocked"; readonly data: BlockedData }
  | { readonly kind: "person.erased"; readonly data: ErasedData };

export type ErasedData = JsonObject & {
  readonly record: RecordKind;
  /** Id of the gift, number of the lot or of the request. */
  readonly of: string;
  readonly persons: readonly string[];
  readonly why: ErasureWhy;
  /** Number under which the office keeps what the person asked for. */
  readonly paper?: string;
};

export type BlockedData = ErasedData & {
  /** The last day of the retention period, as the books stood. */
  readonly until: BusinessDate;
  /** People of the record whom no retention binds: they are erased at once. */
  readonly erased: readonly string[];
};
