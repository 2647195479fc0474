import type { Request, Response, Router } from "express";
import type { Agencies } from "../agency/public.ts";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import { refuse } from "../kernel/result.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { Bilingual } from "../platform/display.ts";
import { wordsFor } from "../platform/language.ts";
import { noticeOf, onwardDone, ownQuery } from "../platform/notice.ts";
import { type PageForm, pageForm } from "../platform/page-form.ts";
import { mapPage, pageOf } from "../platform/paging.ts";
import { allowed, refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { agencyForm } from "./agency-routes.ts";
import { addCasePages } from "./case-page-routes.ts";
import { casesWaiting, type DeskBooks } from "./desk-data.ts";
import {
  assignFormSchema,
  dropFormSchema,
  lookAgainSchema,
  rowSchema,
  takeBackSchema,
  undoFormSchema,
} from "./input.ts";
import { fieldOf, fieldsOf } from "./form-fields.ts";
import { reconciliationNotices } from "./page-notices.ts";
import { agencyTargets, keptRules, listedStatement, newestStatements, rowFacts } from "./row-facts.ts";
import { rowView, statementsView } from "./row-view.ts";
import { READERS, WRITERS } from "./routes.ts";
import type { ReconciliationService } from "./service.ts";

export type StatementPagesDeps = DeskBooks & {
  readonly service: ReconciliationService;
  readonly agencies: Agencies;
  readonly catchUp: () => Promise<void>;
  readonly today: () => BusinessDate;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
};

/** Names of staff by the actor of a command; somebody who is not staff stays a bare id. */
export const staffNames = async ({ members }: Pick<StatementPagesDeps, "members">): Promise<(by: string) => string> => {
  const names = new Map((await members()).map(({ id, name }) => [`user:${id}`, name]));
  return (by) => names.get(by) ?? by.replace(/^user:/, "");
};

const base = "/desk/reconciliation";

/** The pages of single rows, of the files in the books, and of the rules that people keep. */
export const addStatementPages = (router: Router, deps: StatementPagesDeps): void => {
  const { service, reconciliation, catchUp, today } = deps;
  const form = async (request: Request) => ({
    mayRule: hasRole(request, ...WRITERS),
    formKey: deps.newKey(),
    fundOf: (code: string) => fundName(deps, code),
    nameOf: await staffNames(deps),
  });
  const noticeIn = (request: Request, response: Response) =>
    noticeOf(
      request,
      reconciliationNotices({ ...deps, waiting: () => casesWaiting(deps, today()) }, wordsFor(response)),
    );
  const rowPage = async (request: Request, response: Response): Promise<void> => {
    await catchUp();
    const { key } = validate(
      rowSchema,
      request.method === "GET" ? ownQuery(request) : { key: fieldOf(request, "row") },
    );
    const row = reconciliation.book.row(key);
    if (!row) throw refused(refuse("statement_row_unknown", { row: key }));
    const texts = row.kind === "entry" ? await service.texts([row]) : undefined;
    const facts = { ...rowFacts(deps, row, texts?.get(key)), agencyTargets: agencyTargets(deps.agencies, row) };
    const taken = await service.foreseeTakeBack(row);
    const view = rowView({ ...facts, ...(taken ? { taken } : {}), ...(await form(request)) }, wordsFor(response));
    render(response, "reconciliation/row", { ...view, notice: noticeIn(request, response) });
  };
  const statementsPage = async (request: Request, response: Response): Promise<void> => {
    await catchUp();
    const rules = keptRules(deps).map(({ rule, fund, ref }) => ({ ...rule, fund, ref }));
    const files = pageOf(newestStatements(reconciliation), request.query["page"]);
    const statements = mapPage(files, listedStatement(reconciliation));
    const view = statementsView({ statements, rules, ...(await form(request)) }, wordsFor(response));
    render(response, "reconciliation/statements", { ...view, notice: noticeIn(request, response) });
  };
  const undo = async (request: Request, response: Response): Promise<void> => {
    const { digest, reason } = validateForm(undoFormSchema, fieldsOf(request));
    allowed(await service.undo({ digest, by: actorOf(request), because: reason, on: today() }));
    onwardDone(response, `${base}/statements`, { done: "undone", of: digest });
  };
  const drop = async (request: Request, response: Response): Promise<void> => {
    const { rule } = validateForm(dropFormSchema, fieldsOf(request));
    allowed(await service.dropRule({ rule, by: actorOf(request), on: today() }));
    onwardDone(response, `${base}/statements`, { done: "dropped", of: rule });
  };
  const writers = requireRole(...WRITERS);
  router.get(`${base}/row`, requireRole(...READERS), rowPage);
  router.get(`${base}/statements`, requireRole(...READERS), statementsPage);
  addRowForms(router, deps, rowPage);
  addCasePages(router, deps, form);
  router.post(
    `${base}/statements/undo`,
    writers,
    pageForm({
      name: (request) => `undo-${fieldOf(request, "digest")}`,
      act: undo,
      page: statementsPage,
      fields: { reason: "statements.reason" },
    }),
  );
  router.post(`${base}/rules/drop`, writers, pageForm({ act: drop, page: statementsPage }));
};

/** What a person decides about a row: whose it is, that its match is taken back, that the rules may look again. */
const addRowForms = (router: Router, { service, donations }: StatementPagesDeps, rowPage: PageForm["page"]): void => {
  const assign = async (request: Request, response: Response): Promise<void> => {
    const { row, code, reason, keep } = validateForm(assignFormSchema, fieldsOf(request));
    const gift = donations.byRef(code.trim().toUpperCase());
    if (!gift) throw refused(refuse("gift_unknown", { gift: code }));
    const because = reason === undefined ? {} : { because: reason };
    const kept = keep === undefined ? {} : { keep };
    allowed(await service.confirm({ row, gift: gift.id, by: actorOf(request), ...because, ...kept }));
    onwardDone(response, rowHref(row), { done: "matched", of: row });
  };
  const takeBack = async (request: Request, response: Response): Promise<void> => {
    const { row, reason } = validateForm(takeBackSchema, fieldsOf(request));
    allowed(await service.takeBack({ row, by: actorOf(request), because: reason }));
    onwardDone(response, rowHref(row), { done: "taken_back", of: row });
  };
  const lookAgain = async (request: Request, response: Response): Promise<void> => {
    const { row } = validateForm(lookAgainSchema, fieldsOf(request));
    allowed(await service.lookAgain({ row, by: actorOf(request) }));
    onwardDone(response, rowHref(row), { done: "look_again", of: row });
  };
  const writers = requireRole(...WRITERS);
  router.post(
    `${base}/assign`,
    writers,
    pageForm({ name: "assign", act: assign, page: rowPage, fields: ASSIGN, about: { gift_unknown: "code" } }),
  );
  router.post(`${base}/agency`, writers, agencyForm(service, rowPage));
  const back = { name: "back", act: takeBack, page: rowPage, fields: { reason: "row.back.reason" } };
  router.post(`${base}/take-back`, writers, pageForm(back));
  router.post(`${base}/look-again`, writers, pageForm({ act: lookAgain, page: rowPage }));
};

const ASSIGN = { code: "row.code", reason: "ambiguity.because" };

const rowHref = (key: string): string => `${base}/row?key=${encodeURIComponent(key)}`;

const fundName = ({ funds }: DeskBooks, code: string): Bilingual => {
  const fund = funds.fund(code);
  return fund ? { zh: fund.nameZh, en: fund.nameEn } : { zh: code, en: code };
};
