import { type Request as HttpRequest, type Response, Router } from "express";

import { actorOf, demandFund, inScope, requireRole, requireStaff, staffOf } from "../identity/public.ts";
import { isRefusal, type Refusal } from "../kernel/result.ts";
import type { Shelf } from "../platform/files.ts";
import { commandKey } from "../platform/idempotency.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { ProblemError, problem, problemDocument, type RefusalTable, refusalProblem } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { checkForm } from "../platform/validate.ts";
import { type ActSpec, CASE_ACTS, takeAct } from "./act-service.ts";
import { type DeskCaller, deskRows, fundName } from "./desk-rows.ts";
import { deskView } from "./desk-view.ts";
import { newRequestSchema } from "./input.ts";
import { type NewRequestPage, newRequestView } from "./new-request-view.ts";
import type { Request } from "./request.ts";
import { requestPage } from "./request-facts.ts";
import { requestView } from "./request-view.ts";
import { caseOf, type DisbursementsRoutesDeps, filingOf, paperOf, READERS, rolesFor, scoped } from "./routes.ts";

export type DeskPagesDeps = Omit<DisbursementsRoutesDeps, "sealed"> & {
  readonly sealed: Pick<Shelf, "read" | "find">;
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Bank rows that wait for an explanation. */
  readonly differences: () => number;
  readonly refusals: RefusalTable;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const base = "/desk/requests";

/** The desk: three queues, a case, a new request. Forms post to the same services as the API. */
export const deskPages = (deps: DeskPagesDeps): Router => {
  const router = Router();
  router.get("/desk", requireStaff, async (request, response) => {
    await deps.catchUp();
    const rows = deskRows(deps, callerOf(deps, request), await namesOf(deps));
    render(response, "disbursements/desk", deskView({ ...rows, differences: deps.differences() }, wordsFor(response)));
  });
  router.get(`${base}/new`, requireRole(...rolesFor("file")), (request, response) => {
    newRequestPage(deps, { request, response, values: {}, errors: [] });
  });
  router.post(base, requireRole(...rolesFor("file")), (request, response) => fileForm(deps, request, response));
  router.get(`${base}/:no`, requireRole(...READERS), async (request, response) => {
    await deps.catchUp();
    await casePage(deps, { request, response, row: scoped(deps, request) });
  });
  router.get(`${base}/:no/evidence/:file`, requireRole(...READERS), async (request, response) => {
    const { file, content } = await paperOf(deps, request);
    response.set("Cache-Control", "private, no-store").type(file.mime).send(content);
  });
  router.post(`${base}/:no/seen`, requireRole(...READERS), async (request, response) => {
    const { no } = scoped(deps, request);
    const file = fieldsOf(request).file ?? "";
    const outcome = await deps.service.act({ act: "see", no, by: actorOf(request), input: { file } });
    await back(deps, { request, response, outcome });
  });
  router.post(`${base}/:no/reveal`, requireRole(...READERS), (request, response) =>
    revealPage(deps, request, response),
  );
  for (const spec of CASE_ACTS) addForm(router, deps, spec);
  return router;
};

const addForm = (router: Router, deps: DeskPagesDeps, spec: ActSpec): void => {
  router.post(`${base}/:no/${spec.path}`, requireRole(...rolesFor(spec.act)), async (request, response) => {
    await deps.catchUp();
    const { no } = scoped(deps, request);
    const by = actorOf(request);
    const body = spec.act === "return" ? withPapers(request) : fieldsOf(request);
    const key = commandKey(`request-${spec.path}`, request);
    const { roles } = staffOf(request);
    try {
      const outcome = await takeAct(deps.service, { spec, no, body, by, roles, today: deps.today(), key });
      await back(deps, { request, response, outcome });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      await failed(deps, { request, response, error });
    }
  });
};

type Fields = { readonly [field: string]: string };

/** One ticked paper comes as a text, several as a list. */
const withPapers = (request: HttpRequest): object => {
  const { missing } = (request.body ?? {}) as { readonly missing?: unknown };
  const ticked = Array.isArray(missing) ? missing : [missing];
  return { ...fieldsOf(request), missing: ticked.filter((paper) => typeof paper === "string") };
};

/** The filled fields of a form, without those of the machinery. */
const fieldsOf = (request: HttpRequest): Fields => {
  const body = (request.body ?? {}) as { readonly [field: string]: unknown };
  const filled = Object.entries(body).filter(
    ([field, value]) => field !== "idempotency_key" && typeof value === "string" && value !== "",
  );
  return Object.fromEntries(filled) as Fields;
};

type Answered = { readonly request: HttpRequest; readonly response: Response };

/** Back to the case; a refusal is said on it, with its status. */
const back = async (deps: DeskPagesDeps, of: Answered & { readonly outcome: object | Refusal }): Promise<void> => {
  const { request, response, outcome } = of;
  if (isRefusal(outcome)) return failed(deps, { request, response, error: refusalProblem(outcome, deps.refusals) });
  onward(response, `${base}/${String(request.params.no)}`);
};

const failed = async (
  deps: DeskPagesDeps,
  { request, response, error }: Answered & { readonly error: ProblemError },
): Promise<void> => {
  const { detail, errors = [], status } = problemDocument(error.options, wordsFor(response).t);
  response.status(status);
  const row = caseOf(deps.disbursements, String(request.params.no));
  await casePage(deps, { request, response, row, error: [detail, ...errors.map(({ message }) => message)].join(" ") });
};

const callerOf = (deps: DeskPagesDeps, request: HttpRequest): DeskCaller => {
  const { name, roles, funds } = staffOf(request);
  return { by: actorOf(request), name, roles, on: deps.today(), scope: funds, inScope: (fund) => inScope(funds, fund) };
};

const namesOf = async (deps: DeskPagesDeps): Promise<Map<string, string>> =>
  new Map((await deps.members()).map(({ id, name }) => [id, name]));

type CasePage = Answered & {
  readonly row: Request;
  readonly error?: string;
  readonly payee?: { readonly name: string; readonly account: string };
};

const casePage = async (deps: DeskPagesDeps, { request, response, row, error, payee }: CasePage): Promise<void> => {
  const words = wordsFor(response);
  const masked = (await deps.people.maskedOf([row.payee])).get(row.payee);
  const page = requestPage({
    disbursements: deps.disbursements,
    funds: deps.funds,
    request: row,
    caller: callerOf(deps, request),
    words,
    gathered: {
      names: await namesOf(deps),
      payee: payee ?? { name: masked?.name ?? "", account: masked?.account ?? "" },
      notes: await notesOf(deps, row),
      images: await imagesOf(deps, row),
      current: Number(request.query.page ?? 1) - 1 || 0,
      formKey: deps.newKey(),
      ...(error ? { error } : {}),
    },
  });
  render(response, "disbursements/request", requestView(page, words));
};

/** The words people wrote about a case, by the id their line holds. */
const notesOf = async (deps: DeskPagesDeps, row: Request): Promise<Map<string, string>> => {
  const ids = [...row.votes.flatMap(({ reason }) => reason ?? []), ...(row.remark ? [row.remark.file] : [])];
  const notes = new Map<string, string>();
  for (const id of ids) {
    const kept = await deps.sealed.read(id);
    if (kept) notes.set(id, kept.content.toString("utf8"));
  }
  return notes;
};

const imagesOf = async (deps: DeskPagesDeps, row: Request): Promise<Set<string>> => {
  const files = await Promise.all(row.evidence.map(({ file }) => deps.sealed.find(file)));
  return new Set(files.flatMap((file) => (file?.mime.startsWith("image/") ? [file.id] : [])));
};

/** The payee in plain, once, with the reason in the record of reads (UI-19). */
const revealPage = async (deps: DeskPagesDeps, request: HttpRequest, response: Response): Promise<void> => {
  const row = scoped(deps, request);
  const reason = fieldsOf(request).reason?.trim();
  if (!reason)
    return failed(deps, { request, response, error: problem({ status: 422, code: "reveal_without_reason" }) });
  const person = await deps.people.reveal(row.payee, { by: actorOf(request), reason: `${row.no}: ${reason}` });
  if (isRefusal(person)) return failed(deps, { request, response, error: refusalProblem(person, deps.refusals) });
  await casePage(deps, { request, response, row, payee: { name: person.name, account: person.account ?? "" } });
};

type NewPage = Answered & { readonly values: Fields; readonly errors: NewRequestPage["errors"] };

const newRequestPage = (deps: DeskPagesDeps, { request, response, values, errors }: NewPage): void => {
  const scope = staffOf(request).funds;
  const funds = deps.funds.all().filter((fund) => fund.status === "active" && inScope(scope, fund.code));
  const page: NewRequestPage = {
    funds: funds.map((fund) => ({ code: fund.code, name: fundName(fund, fund.code) })),
    purposes: deps.funds.purposes().map(({ code, zh, en }) => ({ code, name: { zh, en } })),
    streets: streetsOf(deps),
    values,
    errors,
    formKey: deps.newKey(),
  };
  render(response, "disbursements/new-request", newRequestView(page, wordsFor(response)));
};

/** The streets that were helped so far. */
const streetsOf = ({ disbursements }: DeskPagesDeps): string[] =>
  [...new Set([...disbursements.requests()].map(({ street }) => street).filter(Boolean))].sort();

const fileForm = async (deps: DeskPagesDeps, request: HttpRequest, response: Response): Promise<void> => {
  const values = fieldsOf(request);
  const again = (error: ProblemError): void => {
    const { detail, errors = [], status } = problemDocument(error.options, wordsFor(response).t);
    const named = errors.length > 0 ? errors : [{ field: "fund_code", message: detail }];
    response.status(status);
    newRequestPage(deps, { request, response, values, errors: named });
  };
  const checked = checkForm(newRequestSchema, values);
  if (!checked.ok)
    return again(
      problem({ status: 422, code: "invalid_input", vars: { count: checked.faults.length }, faults: checked.faults }),
    );
  demandFund(request, checked.value.fund_code);
  const told = { by: actorOf(request), key: commandKey("requests", request) };
  const outcome = await deps.service.fileOne(filingOf(checked.value, deps.today()), told);
  if (isRefusal(outcome)) return again(refusalProblem(outcome, deps.refusals));
  onward(response, `${base}/${String(outcome.line.data.request)}`);
};
