import { type Request, Router } from "express";
import { firstDay, lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, parseSignedYuan, sum, ZERO } from "../kernel/money.ts";
import { wordsFor } from "../platform/language.ts";
import { problem } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { checkForm } from "../platform/validate.ts";
import { accountFigures } from "../reconciliation/public.ts";
import type { BuildDeps } from "./report-service.ts";
import { explainData } from "./explain-data.ts";
import { fundData } from "./fund-data.ts";
import { fundView } from "./fund-view.ts";
import { closingOf, homeData, movedOf, openingOf, periodsOf, receivedOf, runningOf } from "./home-data.ts";
import { homeView } from "./home-view.ts";
import { pageSchema } from "./input.ts";
import { figureBooks } from "./month.ts";
import { publicMonths, REST } from "./public-months.ts";
import type { Report } from "./publication.ts";
import { explainView, monthView, type ReportVersion, reportsView } from "./report-view.ts";

/** The public pages: home, a fund, the reports and their files. */
export const disclosurePages = (deps: BuildDeps): Router => {
  const router = Router();
  router.get(["/", "/funds"], async (request, response) => {
    await deps.catchUp();
    const period = askedPeriod(deps, request);
    const reports = versions(deps);
    const onTime = { due: reports.length, onTime: reports.filter(({ status }) => status !== "late").length };
    const page = homeData(deps.books, { period, today: deps.today(), reports, disclosures: onTime });
    render(
      response,
      request.path === "/funds" ? "disclosure/funds" : "disclosure/home",
      homeView(page, wordsFor(response)),
    );
  });
  router.get("/funds/:code", async (request, response) => {
    await deps.catchUp();
    const fund = deps.books.funds.fund(String(request.params.code));
    const period = askedPeriod(deps, request);
    const page =
      fund && fundData(deps.books, { fund, period, show: queryOf(request).show ?? "all", reports: versions(deps) });
    if (!page) throw problem({ status: 404, code: "not_found" });
    render(response, "disclosure/fund", fundView(page, wordsFor(response)));
  });
  router.get("/explain/:figure", async (request, response) => {
    await deps.catchUp();
    const page = explainData(deps.books, String(request.params.figure), askedPeriod(deps, request));
    if (!page) throw problem({ status: 404, code: "not_found" });
    render(response, "disclosure/explain", explainView(page, wordsFor(response)));
  });
  router.get("/reports", async (_request, response) => {
    await deps.catchUp();
    render(
      response,
      "disclosure/reports",
      reportsView({ reports: versions(deps), reopened: deps.books.ledger.periods.reopenings() }, wordsFor(response)),
    );
  });
  router.get("/reports/:name", async (request, response) => {
    await deps.catchUp();
    const name = String(request.params.name);
    const file = deps.disclosure
      .reports()
      .flatMap((report) => report.files)
      .find((item) => item.name === name);
    if (file) {
      const stored = await deps.files.open.read(file.id);
      if (!stored) throw problem({ status: 404, code: "not_found" });
      response.type(stored.file.mime).set("Content-Disposition", `attachment; filename="${name}"`).send(stored.content);
      return;
    }
    const report = deps.disclosure.report(name);
    if (report?.publishedOn === undefined) throw problem({ status: 404, code: "not_found" });
    render(response, "disclosure/month", monthView(monthPage(deps, report), wordsFor(response)));
  });
  return router;
};

const queryOf = (request: Request) => {
  const checked = checkForm(pageSchema, request.query);
  return checked.ok ? checked.value : {};
};

/** The month asked for; else the latest closed one, else the latest with a movement. */
const askedPeriod = (deps: BuildDeps, request: Request): Period => {
  const asked = queryOf(request).period;
  if (asked !== undefined) return asked;
  const periods = periodsOf(deps.books);
  return (
    periods.find((period) => deps.books.ledger.periods.isClosed(firstDay(period))) ??
    periods[0] ??
    deps.today().slice(0, 7)
  );
};

const versions = (deps: BuildDeps): ReportVersion[] =>
  deps.disclosure.reports().flatMap((report) => (report.publishedOn === undefined ? [] : [versionOf(deps, report)]));

const versionOf = (deps: BuildDeps, report: Report): ReportVersion => {
  const [year = "", month = ""] = report.period.split("-");
  const newest = deps.disclosure.latest(report.period)?.id === report.id;
  return {
    id: report.id,
    period: report.period,
    title: { zh: `${year} 年 ${Number(month)} 月月度披露报告`, en: `Report for ${report.period}` },
    version: report.version,
    publishedOn: report.publishedOn ?? "",
    cutOff: lastDay(report.period),
    status: newest ? "on_time" : "corrected",
    files: report.files.map(({ kind, name, bytes, sha256 }) => ({ kind, href: `/reports/${name}`, bytes, sha256 })),
  };
};

const monthPage = (deps: BuildDeps, report: Report) => {
  const { books } = deps;
  const { months, rest, held } = publicMonths(books, report.period);
  const yuan = (value: unknown): Fen => parseSignedYuan(String(value)) ?? ZERO;
  return {
    report: versionOf(deps, report),
    older: versions(deps).filter((other) => other.period === report.period && other.version < report.version),
    funds: [...months, ...(rest ? [rest] : [])].map((month) => {
      const fund = books.funds.fund(month.fund);
      return {
        code: month.fund,
        name: month === rest ? REST.name : { zh: fund?.shortZh ?? month.fund, en: fund?.nameEn ?? month.fund },
        held: held.has(month.fund) || month === rest,
        opening: openingOf(month),
        received: receivedOf(month),
        aid: month.aidPaid,
        running: runningOf(month),
        moved: movedOf(month),
        closing: closingOf(month),
      };
    }),
    accounts: accountFigures(figureBooks(books), lastDay(report.period)).map((row) => {
      const items = row.outstanding as readonly { readonly amount: string }[];
      return {
        name: { zh: String(row.account), en: String(row.account) },
        book: yuan(row.book),
        statement: row.statement === null ? ZERO : yuan(row.statement),
        outstanding: sum(items.map(({ amount }) => yuan(amount))),
      };
    }),
  };
};
