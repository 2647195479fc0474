import type { Request, Router } from "express";
import { limits } from "../../config/limits.ts";
import type { Agencies } from "../agency/public.ts";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { Bilingual } from "../platform/display.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { caseFacts } from "./case-facts.ts";
import { caseView } from "./case-view.ts";
import type { DeskBooks } from "./desk-data.ts";
import {
  assignFormSchema,
  caseFormSchema,
  dropFormSchema,
  lookAgainSchema,
  rowSchema,
  takeBackSchema,
  undoFormSchema,
} from "./input.ts";
import { agencyTargets, keptRules, newestStatements, rowFacts } from "./row-facts.ts";
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
  addDecisionForms(router, service);
  router.get(`${base}/row`, requireRole(...READERS), async (request, response) => {
    await catchUp();
    const { key } = validate(rowSchema, withoutLanguage(request.query));
    const row = reconciliation.book.row(key);
    if (!row) throw refused(refuse("statement_row_unknown", { row: key }));
    const texts = row.kind === "entry" ? await service.texts([row]) : undefined;
    const facts = { ...rowFacts(deps, row, texts?.get(key)), agencyTargets: agencyTargets(deps.agencies, row) };
    const taken = await service.foreseeTakeBack(row);
    const page = { ...facts, ...(taken ? { taken } : {}), ...(await form(request)) };
    render(response, "reconciliation/row", rowView(page, wordsFor(response)));
  });
  router.get(`${base}/case`, requireRole(...READERS), async (request, response) => {
    await catchUp();
    const { key } = validate(rowSchema, withoutLanguage(request.query));
    const facts = caseFacts(knownCases(deps), key);
    if (!facts) throw refused(refuse("case_unknown", { case: key }));
    const taken = facts.is === "booking" ? await service.foreseeBooking(facts.booking) : undefined;
    const page = { ...(await form(request)), ...(taken ? { taken } : {}) };
    render(response, "reconciliation/case", caseView(facts, page, wordsFor(response)));
  });
  router.post(`${base}/assign`, requireRole(...WRITERS), async (request, response) => {
    const { row, code, reason, keep } = validateForm(assignFormSchema, fieldsOf(request));
    const gift = deps.donations.byRef(code.trim().toUpperCase());
    if (!gift) throw refused(refuse("gift_unknown", { gift: code }));
    const because = reason === undefined ? {} : { because: reason };
    const kept = keep === undefined ? {} : { keep };
    orRefused(await service.confirm({ row, gift: gift.id, by: actorOf(request), ...because, ...kept }));
    onward(response, rowHref(row));
  });
  router.get(`${base}/statements`, requireRole(...READERS), async (request, response) => {
    await catchUp();
    const rules = keptRules(deps).map(({ rule, fund, ref }) => ({ ...rule, fund, ref }));
    const statements = newestStatements(reconciliation, limits.pageRows);
    const page = { statements, rules, ...(await form(request)) };
    render(response, "reconciliation/statements", statementsView(page, wordsFor(response)));
  });
  router.post(`${base}/statements/undo`, requireRole(...WRITERS), async (request, response) => {
    const { digest, reason } = validateForm(undoFormSchema, fieldsOf(request));
    orRefused(await service.undo({ digest, by: actorOf(request), because: reason, on: today() }));
    onward(response, `${base}/statements`);
  });
  router.post(`${base}/rules/drop`, requireRole(...WRITERS), async (request, response) => {
    const { rule } = validateForm(dropFormSchema, fieldsOf(request));
    orRefused(await service.dropRule({ rule, by: actorOf(request), on: today() }));
    onward(response, `${base}/statements`);
  });
};

/** What a person decides about a match or a booking: taking it back, letting rules look again, closing its case. */
const addDecisionForms = (router: Router, service: ReconciliationService): void => {
  router.post(`${base}/take-back`, requireRole(...WRITERS), async (request, response) => {
    const { row, reason } = validateForm(takeBackSchema, fieldsOf(request));
    orRefused(await service.takeBack({ row, by: actorOf(request), because: reason }));
    onward(response, rowHref(row));
  });
  router.post(`${base}/look-again`, requireRole(...WRITERS), async (request, response) => {
    const { row } = validateForm(lookAgainSchema, fieldsOf(request));
    orRefused(await service.lookAgain({ row, by: actorOf(request) }));
    onward(response, rowHref(row));
  });
  router.post(`${base}/case`, requireRole(...WRITERS), async (request, response) => {
    const { act, booking, reason } = validateForm(caseFormSchema, fieldsOf(request));
    const choice = { booking, by: actorOf(request), because: reason };
    orRefused(await (act === "close" ? service.closeCase(choice) : service.takeBackBooking(choice)));
    onward(response, `${base}/differences`);
  });
};

/** What a case is looked up in. */
const knownCases = ({ reconciliation, donations, funds, today }: CaseDeps) => ({
  book: reconciliation.book,
  donations,
  merchants: funds.merchants(),
  nonBusinessDays: funds.calendar(),
  today: today(),
});
type CaseDeps = Pick<StatementPagesDeps, "reconciliation" | "donations" | "funds" | "today">;

const rowHref = (key: string): string => `${base}/row?key=${encodeURIComponent(key)}`;

const orRefused = (refusal: Refusal | undefined): void => {
  if (refusal) throw refused(refusal);
};

const fundName = ({ funds }: DeskBooks, code: string): Bilingual => {
  const fund = funds.fund(code);
  return fund ? { zh: fund.nameZh, en: fund.nameEn } : { zh: code, en: code };
};

/** The query of a page beside the language that it is asked in. */
export const withoutLanguage = ({ lang: _lang, ...query }: Request["query"]): object => query;

/** A form's fields without its key: every decision here is keyed by what it is about. */
const fieldsOf = (request: Request): object => {
  const { idempotency_key: _key, ...fields } = (request.body ?? {}) as { readonly [field: string]: unknown };
  return fields;
};
