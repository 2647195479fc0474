export { type Disbursements, openDisbursements } from "./disbursements.ts";
export { aidFigures } from "./figures.ts";
export type { Request } from "./request.ts";
export { tierFor } from "./tier.ts";
export { disbursementRefusals } from "./errors.ts";
export { type DisbursementsService, disbursementsService } from "./service.ts";
export { dutyFaults, reservationFaults } from "./checks.ts";
