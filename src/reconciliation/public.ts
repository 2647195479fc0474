export { accountFigures, payoutFigures, shownId, statementFigures, suspenseFigures } from "./figures.ts";
export { openReconciliation, type Reconciliation } from "./reconciliation.ts";
export { type ReconciliationService, reconciliationService } from "./service.ts";
export { type ChargeGift, STATEMENT_FORMATS, type StatementFormat, type StatementLine } from "./statement-line.ts";
