import { Router } from "express";
import { addBooksRoutes } from "./books-routes.ts";
import { addPeriodRoutes } from "./period-routes.ts";
import type { LedgerRoutesDeps } from "./ports.ts";
import { addVoucherRoutes } from "./voucher-routes.ts";

/** `/api/v1/books`: balances in two times, statements and ledgers, vouchers by two people, months opened again by two people. */
export const ledgerRoutes = (deps: LedgerRoutesDeps): Router => {
  const router = Router();
  addBooksRoutes(router, deps);
  addVoucherRoutes(router, deps);
  addPeriodRoutes(router, deps);
  return router;
};
