export { type Disbursements, openDisbursements } from "./disbursements.ts";
export type { PayeeRelation, RelatedParty, Seat, SupportTier } from "./facts.ts";
export { type AidFigures, type AidOutcome, aidFigures, outcomeOn } from "./figures.ts";
export type { Act, ActName, Request, RequestState, Vote } from "./request.ts";
export { type DecisionTier, tierFor } from "./tier.ts";
export type { Missing, Tally } from "./vote.ts";
export { type Warning, warningsOf } from "./warning.ts";
export { disbursementRefusals } from "./errors.ts";
export { type DisbursementsService, disbursementsService, type FilingRow, type RowAnswer } from "./service.ts";
