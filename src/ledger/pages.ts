import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import { isPeriod, lastDay, type Period } from "../kernel/dates.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { type Words, yearMonth } from "../platform/display.ts";
import { wordsFor } from "../platform/language.ts";
import { noticeOf, onwardDone, ownQuery } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed, problem, refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { invalidInput, validate, validateForm } from "../platform/validate.ts";
import { booksNotices } from "./books-notices.ts";
import { type BooksFacts, booksData, closingPeriod } from "./books-data.ts";
import { booksQuerySchema, closeFormSchema, reopenFormSchema, voucherSchema } from "./input.ts";
import { CLOSERS, POSTERS, READERS } from "./access.ts";
import { type SheetRoutesDeps, sheetRoutes } from "./sheet-routes.ts";
import { proposeReopening, reopen } from "./period-routes.ts";
import { addVoucherActs } from "./voucher-acts-routes.ts";
import { postingOf, propose } from "./voucher-routes.ts";
import { booksView, type WhyNotClose } from "./views.ts";
import { type Fields, filledOf, reversalFields, VOUCHER_HEAD, voucherErrors, voucherInput } from "./voucher-form.ts";

export type LedgerPagesDeps = SheetRoutesDeps &
  BooksFacts & {
    /** Why a month cannot be closed yet, as the API says it; undefined when nothing is open. */
    readonly closeRefusal: (period: Period) => Refusal | undefined;
    /** Charges what is due by rule for a month (fees, releases by date); answers the first refusal. */
    readonly postByRule: (period: Period, by: string) => Promise<Refusal | undefined>;
    /** A fresh idempotency key for a form. */
    readonly newKey: () => string;
  };

const base = "/desk/books";

/** The desk of the books: fund statement, sheets, manual vouchers and the close, each by two people. */
export const ledgerPages = (deps: LedgerPagesDeps): Router => {
  const router = Router();
  router.use(sheetRoutes(deps));
  const page = (request: Request, response: Response) => booksPage(deps, request, response);
  router.get(base, requireRole(...READERS), page);
  addVoucherActs(router, deps, page);
  const voucher = (request: Request, response: Response) => voucherForm(deps, request, response);
  router.post(
    `${base}/vouchers`,
    requireRole("bookkeeper"),
    demandIdempotencyKey,
    pageForm({
      name: "voucher",
      act: voucher,
      page,
      fields: VOUCHER_HEAD,
      about: { period_closed: "on" },
      faults: voucherErrors,
    }),
  );
  addPeriodForms(router, deps, page);
  return router;
};

type Draw = (request: Request, response: Response) => Promise<void>;

const addPeriodForms = (router: Router, deps: LedgerPagesDeps, page: Draw): void => {
  const rules = (request: Request, response: Response) => rulesForm(deps, request, response);
  const close = (request: Request, response: Response) => closeForm(deps, request, response);
  const reopening = (request: Request, response: Response) => reopenForm(deps, request, response);
  const byBookkeeper = [requireRole("bookkeeper"), demandIdempotencyKey];
  const byTwo = [requireRole("bookkeeper", ...CLOSERS), demandIdempotencyKey];
  router.post(`${base}/rules`, ...byBookkeeper, pageForm({ name: "rules", act: rules, page }));
  router.post(`${base}/close`, ...byTwo, pageForm({ name: "close", act: close, page }));
  const fields = { reason: "reopen.reason" };
  router.post(`${base}/reopening`, ...byTwo, pageForm({ name: "reopen", act: reopening, page, fields }));
};

const booksPage = async (deps: LedgerPagesDeps, request: Request, response: Response): Promise<void> => {
  const query = validateForm(booksQuerySchema, request.method === "GET" ? ownQuery(request) : monthOf(request));
  await deps.catchUp();
  const words = wordsFor(response);
  const me = actorOf(request);
  const data = await booksData(deps, {
    me,
    on: query.on ?? deps.today(),
    period: query.period ?? closingPeriod(deps.ledger, deps.today()),
    fund: query.fund,
    vouchers: query.vouchers,
    words,
    mayPost: hasRole(request, ...POSTERS),
    mayReverse: hasRole(request, "bookkeeper"),
    mayClose: hasRole(request, ...CLOSERS),
  });
  const mayBook = hasRole(request, "bookkeeper");
  const filled = query.reverses === undefined ? filledOf(request.body) : await reversalOf(deps, query.reverses, words);
  const page = { ...data, mayBook, whyNotClose: whyNotClose(deps, request, data.period), filled };
  const notice = noticeOf(request, booksNotices({ ...deps, me, words }));
  render(response, "ledger/books", { ...booksView({ ...page, formKey: deps.newKey() }, words), notice });
};

/** The month of a form that comes back: the page shows it again. */
const monthOf = (request: Request): object => {
  const { period } = filledOf(request.body);
  return period !== undefined && isPeriod(period) ? { period } : {};
};

/** The voucher form filled with the reverse of a line; empty for a line that is none. */
const reversalOf = async ({ reader, today }: LedgerPagesDeps, index: number, words: Words): Promise<Fields> => {
  const line = await reader.line(index);
  return line ? { on: today(), ...reversalFields(line, index, words) } : {};
};

/** A bookkeeper proposes the close of a month that is over; then another person of the closing offices closes it. */
const whyNotClose = ({ ledger, today }: LedgerPagesDeps, request: Request, period: Period): WhyNotClose => {
  const proposal = ledger.periods.proposal(period);
  if (today() <= lastDay(period)) return "not_over";
  if (ledger.periods.isClosed(lastDay(period))) return "is_closed";
  if (!proposal) return hasRole(request, "bookkeeper") ? "" : "not_proposed";
  if (!hasRole(request, ...CLOSERS)) return "waits";
  return proposal.by === actorOf(request) ? "same_person" : "";
};

const voucherForm = async (deps: LedgerPagesDeps, request: Request, response: Response): Promise<void> => {
  const { fields, form } = voucherInput(filledOf(request.body));
  if (fields.length > 0) throw invalidInput(fields.map((field) => ({ field, code: "unknown_field" })));
  const { on, text, entries } = validate(voucherSchema, form);
  const proposal = { on, text, post: entries.map(postingOf) };
  const { id } = await propose(deps, { ...proposal, key: commandKey("vouchers", request), by: actorOf(request) });
  onwardDone(response, base, { done: "proposed", of: id });
};

const rulesForm = async (deps: LedgerPagesDeps, request: Request, response: Response): Promise<void> => {
  const { period } = validateForm(closeFormSchema, { period: filledOf(request.body).period });
  await deps.catchUp();
  allowed(await deps.postByRule(period, actorOf(request)));
  onwardDone(response, `${base}?period=${period}`, { done: "rules", of: period });
};

const closeForm = async (deps: LedgerPagesDeps, request: Request, response: Response): Promise<void> => {
  const { period } = validateForm(closeFormSchema, { period: filledOf(request.body).period });
  await deps.catchUp();
  const { periods } = deps.ledger;
  const closed = periods.all().some((row) => row.period === period);
  const proposed = closed || periods.proposal(period) !== undefined;
  if (!proposed && !hasRole(request, "bookkeeper")) throw refused(refuse("close_not_proposed", { period }));
  const closes = proposed && hasRole(request, ...CLOSERS);
  if (closes && !closed) demandWholeList(deps, response, period);
  const [name, step, done] = closes
    ? (["ledger.close", "close", "closed"] as const)
    : (["ledger.proposeClose", "close-proposal", "close_proposed"] as const);
  const key = periods.key(step, period);
  const command = { name, key, by: actorOf(request), input: { period } };
  allowed(await deps.submit(command));
  onwardDone(response, base, { done, of: period });
};

/** What is open stands in the list on the page, in words: the refusal only counts it. */
const demandWholeList = (deps: LedgerPagesDeps, response: Response, period: Period): void => {
  const refusal = deps.closeRefusal(period);
  if (!refusal) return;
  const count = deps.checklist(period).filter(({ done }) => !done).length;
  const month = yearMonth(wordsFor(response), period);
  throw problem({ status: 409, code: refusal.refused, key: "close.refused", vars: { count, month } });
};

/** The first person proposes with a reason; the second, of a closing office, opens the month again. */
const reopenForm = async (deps: LedgerPagesDeps, request: Request, response: Response): Promise<void> => {
  const { period, reason } = validateForm(reopenFormSchema, filledOf(request.body));
  await deps.catchUp();
  const proposed = deps.ledger.periods.reopenProposal(period) !== undefined;
  const opens = proposed && hasRole(request, ...CLOSERS);
  if (opens) await reopen(deps, request, period);
  else if (!hasRole(request, "bookkeeper")) throw refused(refuse("reopen_not_proposed", { period }));
  else if (reason === undefined) throw invalidInput([{ field: "reason", code: "required" }]);
  else await proposeReopening(deps, request, { period, reason });
  onwardDone(response, base, { done: opens ? "reopened" : "reopen_proposed", of: period });
};
