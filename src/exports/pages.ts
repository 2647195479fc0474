import { Router } from "express";
import { hasRole, requireStaff } from "../identity/public.ts";
import { periodOf } from "../kernel/dates.ts";
import { type Ledger, shownAccount } from "../ledger/public.ts";
import { wordsFor } from "../platform/language.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { exportsView } from "./exports-view.ts";
import { exportPageSchema } from "./input.ts";
import { EXPORTERS, JOURNAL_EXPORTERS } from "./routes.ts";

export type ExportPagesDeps = { readonly ledger: Ledger; readonly catchUp: () => Promise<void> };

/** The desk's page of downloads; it says who may have them to those who may not (UI-15). */
export const exportPages = ({ ledger, catchUp }: ExportPagesDeps): Router => {
  const router = Router();
  router.get("/desk/books/exports", requireStaff, async (request, response) => {
    const { period } = validateForm(exportPageSchema, request.query);
    await catchUp();
    const view = exportsView(
      {
        periods: periodsOf(ledger),
        ...(period ? { period } : {}),
        mayExport: hasRole(request, ...EXPORTERS),
        mayHaveJournal: hasRole(request, ...JOURNAL_EXPORTERS),
      },
      wordsFor(response),
    );
    render(response, "exports/exports", view);
  });
  return router;
};

/** Months with an entry, the newest first. */
const periodsOf = ({ balances }: Ledger): string[] => {
  const periods = new Set<string>();
  for (const { path, on } of balances.byMonth()) if (shownAccount(path, on) !== undefined) periods.add(periodOf(on));
  return [...periods].sort().reverse();
};
