import { canonicalJson } from "../kernel/canonical-json.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { sha256Hex } from "../kernel/ids.ts";
import type { Fen } from "../kernel/money.ts";
import type { EvidenceData, PayeeRelation, RelatedParty, Seat, SupportTier } from "./facts.ts";

export type RequestState =
  | "filed"
  | "returned_for_details"
  | "checked"
  | "approved"
  | "rejected"
  | "refused"
  | "ordered"
  | "released"
  | "paid"
  | "returned"
  | "confirmed"
  | "withdrawn";

const OVER: ReadonlySet<RequestState> = new Set(["rejected", "refused", "returned", "confirmed", "withdrawn"]);
/** Nothing is left to do. */
export const isOver = ({ state }: Pick<Request, "state">): boolean => OVER.has(state);

export type ActName =
  | "file"
  | "amend"
  | "evidence"
  | "return"
  | "check"
  | "vote"
  | "decide"
  | "financeCheck"
  | "remark"
  | "order"
  | "release"
  | "pay"
  | "payBack"
  | "unpay"
  | "confirm"
  | "withdraw";

/** Who did what on a case, in order: the ground of the separation of duties and the history that pages show. */
export type Act = {
  readonly act: ActName;
  readonly by: string;
  readonly on: BusinessDate;
  readonly at: string;
  readonly line: number;
};

export type Vote = {
  readonly by: string;
  readonly seat: Seat;
  readonly vote: "yes" | "no" | "recused";
  readonly reason?: string;
  readonly on: BusinessDate;
  readonly binds: string;
};

/** A request for aid: one case of one beneficiary (DOMAIN §5). A field of a later step exists only after it. */
export type Request = {
  readonly no: string;
  readonly fund: string;
  readonly purpose: string;
  readonly tier: SupportTier;
  readonly fastTrack: boolean;
  readonly beneficiary: string;
  readonly household: number;
  readonly street: string;
  readonly amount: Fen;
  readonly payee: string;
  readonly payeePrint: string;
  /** Payees whom a change replaced. */
  readonly formerPayees: readonly string[];
  readonly payeeRelation: PayeeRelation;
  readonly relatedParty: RelatedParty;
  readonly otherSources: readonly string[];
  readonly requestedOn: BusinessDate;
  readonly evidence: readonly EvidenceData[];
  /** Every sealed file of the case: papers, and the notes that people wrote about it. */
  readonly files: readonly string[];
  /** Who has looked at which paper: `<actor>|<file>` (UI-12). */
  readonly seen: readonly string[];
  readonly state: RequestState;
  readonly missing: readonly string[];
  readonly votes: readonly Vote[];
  readonly acts: readonly Act[];
  /** What votes and approval bind to (WF-8). */
  readonly digest: string;
  readonly approvedDigest?: string;
  /** Tier of §5.2 that decided. */
  readonly decidedTier?: number;
  readonly rejectedReason?: string;
  readonly refusedReason?: string;
  readonly approvedOn?: BusinessDate;
  readonly rejectedOn?: BusinessDate;
  readonly refusedOn?: BusinessDate;
  readonly withdrawnOn?: BusinessDate;
  readonly orderedOn?: BusinessDate;
  readonly releasedOn?: BusinessDate;
  readonly bankSerial?: string;
  /** The day the desk noted as paid; a note, no proof. */
  readonly paidNote?: BusinessDate;
  readonly paidOn?: BusinessDate;
  readonly paidLine?: number;
  readonly returnedOn?: BusinessDate;
  readonly returnedLine?: number;
  readonly confirmedOn?: BusinessDate;
  readonly confirmedHow?: string;
  readonly remark?: { readonly file: string; readonly digest: string };
  readonly maker: string;
  readonly checker?: string;
  readonly approver?: string;
  readonly financeChecker?: string;
  readonly orderedBy?: string;
  readonly payer?: string;
  /** Index of the line that filed it: the order of filing. */
  readonly line: number;
};

/** SHA-256 over payee, account fingerprint, amount, fund, purpose and the evidence: a change of any voids the votes (WF-8). */
export const requestDigest = (
  of: Pick<Request, "payee" | "payeePrint" | "amount" | "fund" | "purpose" | "evidence">,
): string =>
  sha256Hex(
    canonicalJson({
      payee: of.payee,
      payee_print: of.payeePrint,
      amount: of.amount.toString(),
      fund: of.fund,
      purpose: of.purpose,
      evidence: of.evidence.map(({ digest }) => digest).sort(),
    }),
  );
