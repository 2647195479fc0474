import { limits } from "../config/limits.ts";
import { heldSteps } from "./agency/public.ts";
import { federationName } from "./compose-giving.ts";
import { deskPages } from "./disbursements/pages.ts";
import { disbursementsRoutes } from "./disbursements/routes.ts";
import { bankAccounts, closeChecklist, closeRefusal, fundStatement } from "./disclosure/public.ts";
import { exportPages, exportRoutes } from "./exports/public.ts";
import { fundsRoutes } from "./funds/routes.ts";
import { type Identity, isOperator, requireOperator, requireStaff } from "./identity/public.ts";
import { importsPages, importsRoutes } from "./imports/public.ts";
import { ledgerPages, ledgerRoutes, openBooksReader } from "./ledger/public.ts";
import { recentChecks } from "./night-check.ts";
import { openExports } from "./open-exports.ts";
import { checkRoutes } from "./platform/check-routes.ts";
import { jobPages, jobRoutes } from "./platform/job-routes.ts";
import { privacyPages } from "./privacy/pages.ts";
import { privacyRoutes } from "./privacy/routes.ts";
import type { Process } from "./process.ts";
import { casesWaiting, reconciliationPages, reconciliationRoutes } from "./reconciliation/public.ts";
import { listRows } from "./reconciliation/store.ts";
import type { Services } from "./services.ts";

type Staffed = { readonly services: Services; readonly identity: Identity };

/** Requests for aid and the funds: the API, and the desk. */
export const aid = (base: Process, { services, identity }: Staffed) => {
  const { chapters, people, catchUp, today } = base;
  const { sealed } = base.files;
  const deps = { ...chapters, service: services.aid, people, sealed, catchUp, today };
  return [
    fundsRoutes({ ...chapters, service: services.money, catchUp, today }),
    disbursementsRoutes(deps),
    deskPages({
      ...deps,
      members: identity.members,
      differences: () => casesWaiting(chapters, today()),
      held: (caller) => heldSteps(chapters.agencies, caller),
      newKey: () => base.ids("K"),
    }),
  ];
};

/** Imports, statements, the books: the API, and the desk. */
export const books = (base: Process, { services, identity }: Staffed) => {
  const { chapters, catchUp, today, submit, documents, listed } = base;
  const newKey = () => base.ids("K");
  const imports = { imports: services.imports, previews: services.previews, today, newKey };
  const statements = { ...chapters, service: services.reconciliation, catchUp, today, newKey };
  const reader = openBooksReader({ lines: base.book, balances: chapters.ledger.balances });
  const ledger = { ledger: chapters.ledger, reader, submit, catchUp, today, sealed: base.files.sealed };
  return [
    importsRoutes(imports),
    importsPages(imports),
    reconciliationRoutes({ ...statements, list: (query) => listed(() => listRows(documents, query)) }),
    reconciliationPages({ ...statements, members: identity.members }),
    ledgerRoutes(ledger),
    ledgerPages({
      ...ledger,
      newKey,
      members: identity.members,
      funds: () => chapters.funds.all().map(({ code, nameZh, nameEn }) => ({ code, name: { zh: nameZh, en: nameEn } })),
      statement: (code, on) => fundStatement(chapters, { code, on, lines: base.book.head().lines }),
      checklist: (period) => closeChecklist(chapters, period),
      closeRefusal: (period) => closeRefusal(chapters, period),
      bankAccounts: (on) => bankAccounts(chapters, on),
      postByRule: (period, by) => services.money.postByRule(period, by),
      federationName: () => federationName(base),
    }),
    exportRoutes({ service: openExports(base, limits.exportEntriesOnline) }),
    exportPages({ ledger: chapters.ledger, catchUp }),
  ];
};

/** Requests for erasure: the API, and the desk. */
export const privacy = (base: Process, { services, identity }: Staffed) => {
  const deps = { ...base.chapters, service: services.privacy, today: base.today };
  return [privacyRoutes(deps), privacyPages({ ...deps, members: identity.members, newKey: () => base.ids("K") })];
};

/** Failed jobs, and what the check of the night found. */
export const jobs = (base: Process) => {
  const deps = {
    queues: base.queues,
    look: requireStaff,
    run: requireOperator,
    mayRun: isOperator,
  };
  const checks = {
    recent: () => recentChecks(base.documents, base.clock()),
    seesDetails: (request: Parameters<typeof isOperator>[0]) => request.signedIn !== undefined,
  };
  return [jobRoutes(deps), jobPages(deps), checkRoutes(checks)];
};
