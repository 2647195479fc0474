export { bankAccounts, fundStatement } from "./books-page.ts";
export { closeChecklist, closeRefusal } from "./month-close.ts";
export { type BuildDeps, buildReport } from "./report-service.ts";
export { disclosureRefusals } from "./errors.ts";
export { disclosureJobs, REPORTS_QUEUE } from "./jobs.ts";
export { disclosurePages } from "./pages.ts";
export { openDisclosure } from "./publication.ts";
export { disclosureRoutes } from "./routes.ts";
