export { accountFigures, payoutFigures, shownId, statementFigures, suspenseFigures } from "./figures.ts";
export { openReconciliation, type Reconciliation } from "./reconciliation.ts";
export { type ReconciliationService, reconciliationService } from "./service.ts";
export { type ChargeGift, STATEMENT_FORMATS, type StatementFormat, type StatementLine } from "./statement-line.ts";
export { type Difference, type DifferenceSummary, differences, summaryOf } from "./differences.ts";
export { reconciliationRefusals } from "./errors.ts";
export { reconciliationRoutes } from "./routes.ts";
