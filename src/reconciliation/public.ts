export { accountFigures, payoutFigures, statementFigures, suspenseFigures } from "./figures.ts";
export { openReconciliation, type Reconciliation } from "./reconciliation.ts";
export { type ReconciliationService, reconciliationService } from "./service.ts";
export { STATEMENT_FORMATS, type StatementFormat } from "./statement-line.ts";
export { differences } from "./differences.ts";
export { reconciliationRefusals } from "./errors.ts";
export { reconciliationRoutes } from "./routes.ts";
export { statementDays, statementFaults } from "./checks.ts";
export { reconciliationPages } from "./pages.ts";
