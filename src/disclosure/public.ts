export { closeChecklist, closeRefusal, fundStatement } from "./books-page.ts";
export type { BuildDeps } from "./ports.ts";
export { buildReport } from "./report-service.ts";
export { disclosureRefusals } from "./errors.ts";
export { disclosureJobs, REPORTS_QUEUE } from "./jobs.ts";
export { knownFund } from "./fund-facts.ts";
export { disclosurePages } from "./pages.ts";
export { openDisclosure } from "./publication.ts";
export { disclosureRoutes } from "./routes.ts";
