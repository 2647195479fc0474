export { type Agencies, openAgencies } from "./agencies.ts";
export type { Agency } from "./agency.ts";
export { agencyFaults } from "./checks.ts";
export { agencyRefusals } from "./errors.ts";
export { agencyService } from "./service.ts";
export { heldSteps } from "./steps.ts";
export { READERS as agencyReaders } from "./access.ts";
