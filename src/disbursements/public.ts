export { type Disbursements, openDisbursements } from "./disbursements.ts";
export { type AidFigures, type AidOutcome, aidFigures } from "./figures.ts";
export type { Request } from "./request.ts";
export { tierFor } from "./tier.ts";
export { disbursementRefusals } from "./errors.ts";
export { type DisbursementsService, disbursementsService, type FilingRow, type RowAnswer } from "./service.ts";
