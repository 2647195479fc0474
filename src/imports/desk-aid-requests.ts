import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import { type DeskFile, readDesk, YES_NO } from "./desk-csv.ts";

const TIERS = { inside: "inside", margin: "margin", outside: "outside" } as const;
const RELATIONS = { self: "self", guardian: "guardian", institution: "institution", other: "other" } as const;
const RELATED = { no: "no", manager: "manager", approver: "approver" } as const;
const DECISIONS = { approved: "approved", rejected: "rejected" } as const;

/** A request for aid as the desk keeps it, with what the committee decided. */
export type AidRequestRow = {
  readonly row: number;
  readonly requestNo: string;
  readonly fund: string;
  readonly purpose: string;
  readonly tier: keyof typeof TIERS;
  readonly fastTrack: boolean;
  /** Opaque. */
  readonly beneficiaryRef: string;
  readonly householdSize?: number;
  readonly street?: string;
  readonly amount: Fen;
  readonly payeeName: string;
  readonly payeeRelation: keyof typeof RELATIONS;
  readonly payeeBank?: string;
  readonly payeeAccount?: string;
  readonly relatedParty: keyof typeof RELATED;
  readonly otherSourcesTried?: string;
  readonly requestedOn: BusinessDate;
  /** Absent: not decided yet. */
  readonly committeeDecision?: keyof typeof DECISIONS;
  readonly approvedOn?: BusinessDate;
  /** What the desk noted: no proof of payment. */
  readonly paidOn?: BusinessDate;
  /** Serial of the debit that paid it; several requests can share one. */
  readonly bankRef?: string;
};

const COLUMNS = {
  requestNo: "request_no",
  fund: "fund_code",
  purpose: "purpose",
  tier: "tier",
  fastTrack: "fast_track",
  beneficiaryRef: "beneficiary_ref",
  householdSize: "household_size",
  street: "street",
  amount: "amount",
  payeeName: "payee_name",
  payeeRelation: "payee_relation",
  payeeBank: "payee_bank",
  payeeAccount: "payee_account",
  relatedParty: "related_party",
  otherSourcesTried: "other_sources_tried",
  requestedOn: "requested_on",
  committeeDecision: "committee_decision",
  approvedOn: "approved_on",
  paidOn: "paid_on",
  bankRef: "bank_ref",
} as const;

/** aid-requests.csv; an approval without its day is faulty (`missing_approved_on`). */
export const readAidRequests = (bytes: ByteSource): Promise<DeskFile<AidRequestRow> | FileRefusal> =>
  readDesk(bytes, {
    columns: COLUMNS,
    row: (cells, row) => {
      const requestNo = cells.text("requestNo");
      const amount = cells.amount("amount");
      const decision = cells.optional("committeeDecision", (key) => cells.code(key, DECISIONS));
      const isApproved = decision.committeeDecision === "approved";
      return {
        row,
        requestNo,
        fund: cells.text("fund"),
        purpose: cells.text("purpose"),
        tier: cells.code("tier", TIERS),
        fastTrack: cells.code("fastTrack", YES_NO),
        beneficiaryRef: cells.text("beneficiaryRef"),
        ...cells.optional("householdSize", cells.number),
        ...cells.optionalText("street"),
        amount,
        payeeName: cells.text("payeeName"),
        payeeRelation: cells.code("payeeRelation", RELATIONS),
        ...cells.optionalText("payeeBank"),
        ...cells.optionalText("payeeAccount"),
        relatedParty: cells.code("relatedParty", RELATED),
        ...cells.optionalText("otherSourcesTried"),
        requestedOn: cells.day("requestedOn"),
        ...decision,
        ...(isApproved ? { approvedOn: cells.day("approvedOn") } : cells.optional("approvedOn", cells.day)),
        ...cells.optional("paidOn", cells.day),
        ...cells.optionalText("bankRef"),
      };
    },
  });
