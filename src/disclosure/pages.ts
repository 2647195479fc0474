import { type Request, type Response, Router } from "express";
import type { Period } from "../kernel/dates.ts";
import { wordsFor } from "../platform/language.ts";
import { problem } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { checkForm } from "../platform/validate.ts";
import { nextOf, onTimeOf } from "./calendar.ts";
import { explainData, isFigure } from "./explain-data.ts";
import { frozenOf } from "./freeze.ts";
import { fundData } from "./fund-data.ts";
import { fundView } from "./fund-view.ts";
import { homeData } from "./home-data.ts";
import { homeView } from "./home-view.ts";
import { pageSchema } from "./input.ts";
import { knownSince, lateGifts, monthFiguresOf } from "./month-page.ts";
import { type ReadLine, reportLine } from "./report-line.ts";
import type { PublishedFile, Report } from "./publication.ts";
import { allMonths, dutiesBy, latestPeriod, publishedPeriods, shownMonth, versionsOf } from "./published.ts";
import type { BuildDeps } from "./ports.ts";
import { fundLines } from "./report-sheet-data.ts";
import type { ReportSheet } from "./report-sheet.ts";
import { explainView, type MonthPage, monthView, reportsView } from "./report-view.ts";

type PagesDeps = BuildDeps & { readonly line: ReadLine };

const ALL_MONTHS = "all-months.csv";

/** The public pages: home, a fund, the reports and their files. All figures of aid are of published months (PII-10). */
export const disclosurePages = (deps: PagesDeps): Router => {
  const router = Router();
  const everyMonth = allMonths(deps);
  router.get(["/", "/funds"], async (request, response) => {
    await deps.catchUp();
    const today = deps.today();
    const duties = dutiesBy(deps, today);
    const next = nextOf(duties);
    const thisYear = duties.filter(({ by }) => by.slice(0, 4) === today.slice(0, 4));
    const page = homeData(deps.books, {
      open: shownMonth(deps, askedPeriod(deps, request)),
      periods: publishedPeriods(deps),
      today,
      reports: versionsOf(deps),
      disclosures: { ...onTimeOf(thisYear), ...(next ? { next } : {}) },
    });
    const template = request.path === "/funds" ? "disclosure/funds" : "disclosure/home";
    render(response, template, homeView(page, wordsFor(response)));
  });
  router.get("/funds/:code", async (request, response) => {
    await deps.catchUp();
    const fund = deps.books.funds.fund(String(request.params.code));
    const open = shownMonth(deps, askedPeriod(deps, request));
    const show = queryOf(request).show ?? "all";
    const page =
      fund && fundData(deps.books, { fund, open, periods: publishedPeriods(deps), show, reports: versionsOf(deps) });
    if (!page) throw problem({ status: 404, code: "not_found" });
    render(response, "disclosure/fund", fundView(page, wordsFor(response)));
  });
  router.get("/explain/:figure", async (request, response) => {
    await deps.catchUp();
    const figure = String(request.params.figure);
    const report = deps.disclosure.published(askedPeriod(deps, request));
    if (!report || !isFigure(figure)) throw problem({ status: 404, code: "not_found" });
    const page = explainData(deps.books, { figure, report: report.id, ...(await thenAndNow(deps, report)) });
    render(response, "disclosure/explain", explainView(page, wordsFor(response)));
  });
  router.get("/reports", async (_request, response) => {
    await deps.catchUp();
    const all = await everyMonth();
    const duties = dutiesBy(deps, deps.today());
    const page = {
      reports: versionsOf(deps),
      reopened: deps.books.ledger.periods.reopenings(),
      duties,
      ...(all ? { all: { href: `/reports/${ALL_MONTHS}`, ...all } } : {}),
    };
    render(response, "disclosure/reports", reportsView(page, wordsFor(response)));
  });
  router.get(`/reports/${ALL_MONTHS}`, async (_request, response) => {
    await deps.catchUp();
    const all = await everyMonth();
    if (!all) throw problem({ status: 404, code: "not_found" });
    const file = { name: ALL_MONTHS, sha256: all.sha256, mime: "text/csv; charset=utf-8", keep: "public, no-cache" };
    sendFile(response, file, Buffer.from(all.content));
  });
  router.get("/reports/:name", async (request, response) => {
    await deps.catchUp();
    const name = String(request.params.name);
    const published = deps.disclosure.reports().filter(({ publishedOn }) => publishedOn !== undefined);
    const file = published.flatMap((report) => report.files).find((item) => item.name === name);
    if (file) return sendPublished(deps, response, file);
    const report = published.find(({ id }) => id === name);
    if (!report) throw problem({ status: 404, code: "not_found" });
    render(response, "disclosure/month", monthView(await monthPage(deps, report), wordsFor(response)));
  });
  return router;
};

const queryOf = (request: Request) => {
  const checked = checkForm(pageSchema, request.query);
  return checked.ok ? checked.value : {};
};

/** The published month asked for, else the newest one. */
const askedPeriod = (deps: BuildDeps, request: Request): Period => {
  const asked = queryOf(request).period;
  if (asked === undefined) return latestPeriod(deps);
  if (!publishedPeriods(deps).includes(asked))
    throw problem({ status: 404, code: "month_not_published", vars: { period: asked } });
  return asked;
};

/** The data that were published, and what their funds' table would be now. */
const thenAndNow = async (
  deps: BuildDeps,
  report: Report,
): Promise<{ published: ReportSheet; now: Pick<ReportSheet, "funds"> }> => {
  const frozen = await frozenOf(deps, report);
  if (!frozen) throw problem({ status: 404, code: "not_found" });
  return { published: frozen.sheet, now: { funds: fundLines(deps.books, shownMonth(deps, report.period)) } };
};

const monthPage = async (deps: PagesDeps, report: Report): Promise<MonthPage> => {
  const line = await reportLine(report, deps.line);
  const { published, now } = await thenAndNow(deps, report);
  const versions = versionsOf(deps).filter(({ period }) => period === report.period);
  const [newest] = versions;
  const mine = versions.find(({ id }) => id === report.id);
  if (!mine || !newest || !line) throw problem({ status: 404, code: "not_found" });
  return {
    report: mine,
    published: line,
    older: versions.filter(({ version }) => version < report.version),
    ...(newest.id === report.id ? {} : { newer: newest }),
    ...monthFiguresOf(deps.books, published),
    ...(report.reason === undefined ? {} : { reason: report.reason }),
    changes: knownSince(deps.books, { published, now }),
    late: lateGifts(deps.books, report.period),
  };
};

/** A published file never changes: it may be kept for good. */
const sendPublished = async (deps: BuildDeps, response: Response, file: PublishedFile): Promise<void> => {
  const stored = await deps.files.open.read(file.id);
  if (!stored) throw problem({ status: 404, code: "not_found" });
  const keep = "public, max-age=31536000, immutable";
  sendFile(response, { name: file.name, sha256: file.sha256, mime: stored.file.mime, keep }, stored.content);
};

type Sent = { readonly name: string; readonly sha256: string; readonly mime: string; readonly keep: string };

/** The bytes with their digest (RFC 9530) as the strong validator; a PDF opens in the browser, data are saved. */
const sendFile = (response: Response, { name, sha256, mime, keep }: Sent, content: Buffer): void => {
  const kind = mime === "application/pdf" ? "inline" : "attachment";
  response
    .type(mime)
    .set("ETag", `"${sha256}"`)
    .set("Repr-Digest", `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`)
    .set("Cache-Control", keep)
    .set("Content-Disposition", `${kind}; filename="${name}"`)
    .send(content);
};
