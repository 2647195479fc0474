export { privacyRefusals } from "./errors.ts";
export { openPrivacy } from "./privacy.ts";
export { privacyService } from "./service.ts";

/** The queue whose job erases people whose retention has ended. */
export const ERASE_QUEUE = "people.erase";
