import { type Request, type Response, Router } from "express";
import { requireRole } from "../identity/public.ts";
import { type Bilingual, pick } from "../platform/display.ts";
import { wordsFor } from "../platform/language.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed, problem } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { XLSX_TYPE } from "../platform/workbook.ts";
import { READERS } from "./access.ts";
import { SHEETS, type SheetName } from "./book-sheet.ts";
import { renderBookSheets } from "./books-pdf.ts";
import { booksWorkbook } from "./books-workbook.ts";
import { type SheetQuery, sheetQuerySchema } from "./input.ts";
import type { LedgerRoutesDeps } from "./ports.ts";
import { type AskedSheet, printable, type SheetDeps, sheetsOf, windowOf } from "./sheet-data.ts";
import { FIELDS, LABELS, sheetView } from "./sheet-view.ts";

export type SheetRoutesDeps = LedgerRoutesDeps & SheetDeps & { readonly federationName: () => Bilingual };

const base = "/desk/books/sheets/:name";

/** Statements, ledgers, fund statement and bank reconciliation on the desk, each also as a PDF and as a workbook. */
export const sheetRoutes = (deps: SheetRoutesDeps): Router => {
  const router = Router();
  router.get(
    base,
    requireRole(...READERS),
    pageForm({
      act: (request, response) => showSheet(deps, request, { response, query: queryOf(request) }),
      page: (request, response) => showSheet(deps, request, { response, query: {}, isEmpty: true }),
      fields: LABELS,
      about: { line_unknown: "as_known_at", ledger_too_long: "from", account_unknown: "account" },
    }),
  );
  router.get(`${base}/pdf`, requireRole(...READERS), async (request, response) => {
    const asked = await askedOf(deps, { request, response, query: queryOf(request), medium: "paper" });
    const sheets = allowed(printable(allowed(await sheetsOf(deps, asked))));
    const pdf = await renderBookSheets(sheets, { ...headOf(deps, asked), dated: asked.to });
    response
      .type("application/pdf")
      .set("Cache-Control", "private, no-store")
      .set("Content-Disposition", `inline; filename="${asked.name}-${asked.to}.pdf"`)
      .send(pdf);
  });
  router.get(`${base}/xlsx`, requireRole(...READERS), async (request, response) => {
    const asked = await askedOf(deps, { request, response, query: queryOf(request), medium: "workbook" });
    const sheets = allowed(await sheetsOf(deps, asked));
    const workbook = await booksWorkbook(sheets, headOf(deps, asked));
    response
      .type(XLSX_TYPE)
      .set("Cache-Control", "private, no-store")
      .set("Content-Disposition", `attachment; filename="${asked.name}-${asked.to}.xlsx"`)
      .send(Buffer.from(workbook));
  });
  return router;
};

type Shown = { readonly response: Response; readonly query: SheetQuery; readonly isEmpty?: true };

/** The page of a sheet; empty, it is the form alone. */
const showSheet = async (deps: SheetRoutesDeps, request: Request, { response, query, isEmpty }: Shown) => {
  const asked = await askedOf(deps, { request, response, query, medium: "page" });
  const sheets = isEmpty ? [] : allowed(await sheetsOf(deps, asked));
  const { as_known_at: asKnownAt } = query;
  const page = { ...asked, sheets, accounts: accountsIn(asked), ...(asKnownAt === undefined ? {} : { asKnownAt }) };
  render(response, "ledger/sheet", sheetView(page, asked.words));
};

const headOf = (deps: SheetRoutesDeps, { words }: AskedSheet) => ({ name: pick(words, deps.federationName()), words });

const queryOf = (request: Request): SheetQuery => validateForm(sheetQuerySchema, request.query);

type Asking = {
  readonly request: Request;
  readonly response: Response;
  readonly query: SheetQuery;
  readonly medium: AskedSheet["medium"];
};

const askedOf = async (deps: SheetRoutesDeps, { request, response, query, medium }: Asking): Promise<AskedSheet> => {
  const name = nameOf(request);
  await deps.catchUp();
  const known = allowed(await deps.reader.knownAt(FIELDS[name].known ? query.as_known_at : undefined));
  const window = windowOf(query, deps.today());
  const { account = "1002", view = "before_close" } = query;
  return { name, ...window, account, view, known, words: wordsFor(response), medium };
};

const nameOf = (request: Request): SheetName => {
  const name = SHEETS.find((known) => known === request.params.name);
  if (name === undefined) throw problem({ status: 404, code: "not_found" });
  return name;
};

/** Accounts to choose from: every path that ever moved, and its code. */
const accountsIn = ({ known }: AskedSheet): string[] => {
  const paths = [...known.balances.accounts()].map(([path]) => path).filter((path) => !path.startsWith("B"));
  return [...new Set(paths.flatMap((path) => [path.split("/")[0] ?? path, path]))].sort();
};
