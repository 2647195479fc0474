import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import { lastDay, type Period } from "../kernel/dates.ts";
import { isRefusal, type Refusal, refuse } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import type { Words } from "../platform/display.ts";
import { onward, wordsFor } from "../platform/language.ts";
import {
  ProblemError,
  problemDocument,
  RefusedError,
  type RefusalTable,
  refusalProblem,
  refused,
} from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { invalidInput, validate, validateForm } from "../platform/validate.ts";
import { type BooksFacts, booksData, closingPeriod } from "./books-data.ts";
import { booksQuerySchema, closeFormSchema, reopenFormSchema, voucherSchema } from "./input.ts";
import { CLOSERS, POSTERS, READERS } from "./access.ts";
import { type SheetRoutesDeps, sheetRoutes } from "./sheet-routes.ts";
import { proposeReopening, reopen } from "./period-routes.ts";
import { addVoucherActs } from "./voucher-acts-routes.ts";
import { postingOf, propose } from "./voucher-routes.ts";
import { booksView, type WhyNotClose } from "./views.ts";
import { type Fields, filledOf, reversalFields, voucherErrors, voucherInput } from "./voucher-form.ts";

export type LedgerPagesDeps = SheetRoutesDeps &
  BooksFacts & {
    /** Why a month cannot be closed yet, as the API says it; undefined when nothing is open. */
    readonly closeRefusal: (period: Period) => Refusal | undefined;
    /** Charges what is due by rule for a month (fees, releases by date); answers the first refusal. */
    readonly postByRule: (period: Period, by: string) => Promise<Refusal | undefined>;
    readonly refusals: RefusalTable;
    /** A fresh idempotency key for a form. */
    readonly newKey: () => string;
  };

const base = "/desk/books";

/** The desk of the books: fund statement, sheets, manual vouchers and the close, each by two people. */
export const ledgerPages = (deps: LedgerPagesDeps): Router => {
  const router = Router();
  router.use(sheetRoutes(deps));
  router.get(base, requireRole(...READERS), (request, response) => booksPage(deps, { request, response }));
  router.post(`${base}/vouchers`, requireRole("bookkeeper"), demandIdempotencyKey, (request, response) =>
    voucherForm(deps, request, response),
  );
  addVoucherActs(router, deps);
  router.post(`${base}/close`, requireRole("bookkeeper", ...CLOSERS), demandIdempotencyKey, (request, response) =>
    closeForm(deps, request, response),
  );
  router.post(`${base}/rules`, requireRole("bookkeeper"), demandIdempotencyKey, async (request, response) => {
    const { period } = validateForm(closeFormSchema, { period: filledOf(request.body).period });
    await deps.catchUp();
    const refusal = await deps.postByRule(period, actorOf(request));
    if (refusal) throw refused(refusal);
    onward(response, `${base}?period=${period}`);
  });
  router.post(`${base}/reopening`, requireRole("bookkeeper", ...CLOSERS), demandIdempotencyKey, (request, response) =>
    reopenForm(deps, request, response),
  );
  return router;
};

type Shown = {
  readonly request: Request;
  readonly response: Response;
  readonly values?: Fields;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
};

const booksPage = async (
  deps: LedgerPagesDeps,
  { request, response, values = {}, errors = [] }: Shown,
): Promise<void> => {
  const query = request.method === "GET" ? validateForm(booksQuerySchema, request.query) : {};
  await deps.catchUp();
  const words = wordsFor(response);
  const me = actorOf(request);
  const data = await booksData(deps, {
    me,
    on: query.on ?? deps.today(),
    period: query.period ?? closingPeriod(deps.ledger, deps.today()),
    fund: query.fund,
    words,
    mayPost: hasRole(request, ...POSTERS),
    mayReverse: hasRole(request, "bookkeeper"),
    mayClose: hasRole(request, ...CLOSERS),
  });
  const mayBook = hasRole(request, "bookkeeper");
  const filled = query.reverses === undefined ? values : await reversalOf(deps, query.reverses, words);
  const page = { ...data, mayBook, whyNotClose: whyNotClose(deps, request, data.period), values: filled, errors };
  render(response, "ledger/books", booksView({ ...page, formKey: deps.newKey() }, words));
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

/** The form again with what was typed and why it was refused; or the proposed voucher in the list. */
const voucherForm = async (deps: LedgerPagesDeps, request: Request, response: Response): Promise<void> => {
  const values = filledOf(request.body);
  try {
    const { fields, form } = voucherInput(values);
    if (fields.length > 0) throw invalidInput(fields.map((field) => ({ field, code: "unknown_field" })));
    const { on, text, entries } = validate(voucherSchema, form);
    const proposal = { on, text, post: entries.map(postingOf) };
    await propose(deps, { ...proposal, key: commandKey("vouchers", request), by: actorOf(request) });
    onward(response, base);
  } catch (error) {
    const known = error instanceof RefusedError ? refusalProblem(error.refusal, deps.refusals) : error;
    if (!(known instanceof ProblemError)) throw known;
    const words = wordsFor(response);
    const { detail, errors = [], status } = problemDocument(known.options, words.t);
    response.status(status);
    const shown = errors.length > 0 ? voucherErrors(errors, { values, words }) : [{ field: "text", message: detail }];
    await booksPage(deps, { request, response, values, errors: shown });
  }
};

const closeForm = async (deps: LedgerPagesDeps, request: Request, response: Response): Promise<void> => {
  const { period } = validateForm(closeFormSchema, { period: filledOf(request.body).period });
  await deps.catchUp();
  const { periods } = deps.ledger;
  const closed = periods.all().some((row) => row.period === period);
  const proposed = closed || periods.proposal(period) !== undefined;
  if (!proposed && !hasRole(request, "bookkeeper")) throw refused(refuse("close_not_proposed", { period }));
  const closes = proposed && hasRole(request, ...CLOSERS);
  const open = closes && !closed ? deps.closeRefusal(period) : undefined;
  if (open) throw refused(open);
  const [name, step] = closes
    ? (["ledger.close", "close"] as const)
    : (["ledger.proposeClose", "close-proposal"] as const);
  const key = periods.key(step, period);
  const command = { name, key, by: actorOf(request), input: { period } };
  const outcome = await deps.submit(command);
  if (isRefusal(outcome)) throw refused(outcome);
  onward(response, base);
};

/** The first person proposes with a reason; the second, of a closing office, opens the month again. */
const reopenForm = async (deps: LedgerPagesDeps, request: Request, response: Response): Promise<void> => {
  const { period, reason } = validateForm(reopenFormSchema, filledOf(request.body));
  await deps.catchUp();
  const proposed = deps.ledger.periods.reopenProposal(period) !== undefined;
  if (proposed && hasRole(request, ...CLOSERS)) await reopen(deps, request, period);
  else if (!hasRole(request, "bookkeeper")) throw refused(refuse("reopen_not_proposed", { period }));
  else if (reason === undefined) throw invalidInput([{ field: "reason", code: "required" }]);
  else await proposeReopening(deps, request, { period, reason });
  onward(response, base);
};
