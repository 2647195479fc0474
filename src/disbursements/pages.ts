import { type Request as HttpRequest, type Response, Router } from "express";

import { actorOf, demandFund, inScope, requireRole, requireStaff, staffOf } from "../identity/public.ts";
import type { Shelf } from "../platform/files.ts";
import { commandKey } from "../platform/idempotency.ts";
import { wordsFor } from "../platform/language.ts";
import { noticeOf, onwardDone } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed, problem } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { type ActSpec, CASE_ACTS, takeAct } from "./act-service.ts";
import { ABOUT, CASE_FIELDS, fieldsOf, formName, NEW_FIELDS } from "./case-forms.ts";
import { caseNotices } from "./case-notice.ts";
import { type DeskCaller, deskRows, fundName } from "./desk-rows.ts";
import { deskView, type HeldRow } from "./desk-view.ts";
import { newRequestSchema } from "./input.ts";
import { addMakerForms } from "./maker-routes.ts";
import type { Caller } from "./needs.ts";
import { newRequestView } from "./new-request-view.ts";
import type { Request } from "./request.ts";
import { requestPage } from "./request-facts.ts";
import { requestView } from "./request-view.ts";
import { type DisbursementsRoutesDeps, filingOf, paperOf, READERS, rolesFor, scoped } from "./routes.ts";

export type DeskPagesDeps = Omit<DisbursementsRoutesDeps, "sealed"> & {
  readonly sealed: Pick<Shelf, "read" | "find">;
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Bank rows that wait for an explanation. */
  readonly differences: () => number;
  /** Steps with money held for others that this person takes or waits for. */
  readonly held: (caller: Caller) => readonly HeldRow[];
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const base = "/desk/requests";

/** The desk: three queues, a case, a new request. Forms post to the same services as the API. */
export const deskPages = (deps: DeskPagesDeps): Router => {
  const router = Router();
  router.get("/desk", requireStaff, async (request, response) => {
    await deps.catchUp();
    const caller = callerOf(deps, request);
    const beside = { names: await namesOf(deps), asked: request.query, held: deps.held(caller) };
    const rows = deskRows(deps, caller, beside);
    render(response, "disbursements/desk", deskView({ ...rows, differences: deps.differences() }, wordsFor(response)));
  });
  const newPage = (request: HttpRequest, response: Response) => newRequestPage(deps, request, response);
  router.get(`${base}/new`, requireRole(...rolesFor("file")), newPage);
  const filing = pageForm({
    act: (request, response) => fileForm(deps, request, response),
    page: newPage,
    fields: NEW_FIELDS,
    about: ABOUT,
  });
  router.post(base, requireRole(...rolesFor("file")), filing);
  addCase(router, deps);
  return router;
};

/** One case: its page, its papers, and the forms on it. */
const addCase = (router: Router, deps: DeskPagesDeps): void => {
  const page = (request: HttpRequest, response: Response) => casePage(deps, request, response);
  router.get(`${base}/:no`, requireRole(...READERS), page);
  router.get(`${base}/:no/evidence/:file`, requireRole(...READERS), async (request, response) => {
    const { file, content } = await paperOf(deps, request);
    response.set("Cache-Control", "private, no-store").type(file.mime).send(content);
  });
  const see = async (request: HttpRequest, response: Response) => {
    const { no } = scoped(deps, request);
    const file = fieldsOf(request.body).file ?? "";
    allowed(await deps.service.act({ act: "see", no, by: actorOf(request), input: { file } }));
    onwardDone(response, `${base}/${no}`, { done: "see" });
  };
  addMakerForms(router, deps, page);
  router.post(`${base}/:no/seen`, requireRole(...READERS), pageForm({ name: "seen", act: see, page }));
  const reveal = (request: HttpRequest, response: Response) => revealPage(deps, request, response);
  const about = { reveal_without_reason: "reason" };
  const revealing = pageForm({ name: "reveal", act: reveal, page, fields: CASE_FIELDS.reveal, about });
  router.post(`${base}/:no/reveal`, requireRole(...READERS), revealing);
  for (const spec of CASE_ACTS) {
    const act = (request: HttpRequest, response: Response) => actForm(deps, { spec, request, response });
    const form = pageForm({ name: formName(spec.act), act, page, fields: CASE_FIELDS[spec.act], about: ABOUT });
    router.post(`${base}/:no/${spec.path}`, requireRole(...rolesFor(spec.act)), form);
  }
};

type Answered = { readonly request: HttpRequest; readonly response: Response };

const actForm = async (
  deps: DeskPagesDeps,
  { spec, request, response }: Answered & { spec: ActSpec },
): Promise<void> => {
  await deps.catchUp();
  const { no } = scoped(deps, request);
  const by = actorOf(request);
  const body = spec.act === "return" ? withPapers(request) : fieldsOf(request.body);
  const key = commandKey(`request-${spec.path}`, request);
  const { roles } = staffOf(request);
  allowed(await takeAct(deps.service, { spec, no, body, by, roles, today: deps.today(), key }));
  onwardDone(response, `${base}/${no}`, { done: spec.act });
};

/** One ticked paper comes as a text, several as a list. */
const withPapers = (request: HttpRequest): object => {
  const { missing } = (request.body ?? {}) as { readonly missing?: unknown };
  const ticked = Array.isArray(missing) ? missing : [missing];
  return { ...fieldsOf(request.body), missing: ticked.filter((paper) => typeof paper === "string") };
};

const callerOf = (deps: DeskPagesDeps, request: HttpRequest): DeskCaller => {
  const { name, roles, funds } = staffOf(request);
  return { by: actorOf(request), name, roles, on: deps.today(), scope: funds, inScope: (fund) => inScope(funds, fund) };
};

const namesOf = async (deps: DeskPagesDeps): Promise<Map<string, string>> =>
  new Map((await deps.members()).map(({ id, name }) => [id, name]));

type Payee = { readonly name: string; readonly account: string };

const casePage = async (
  deps: DeskPagesDeps,
  request: HttpRequest,
  response: Response,
  revealed?: Payee,
): Promise<void> => {
  await deps.catchUp();
  const words = wordsFor(response);
  const row = scoped(deps, request);
  const masked = (await deps.people.maskedOf([row.payee])).get(row.payee);
  const standing = deps.people.standing(row.payee);
  const caller = callerOf(deps, request);
  const of = { disbursements: deps.disbursements, funds: deps.funds, request: row, caller, words };
  const page = requestPage({
    ...of,
    gathered: {
      names: await namesOf(deps),
      payee: revealed ?? { name: masked?.name ?? "", account: masked?.account ?? "" },
      standing,
      notes: standing ? new Map() : await notesOf(deps, row),
      images: standing ? new Set() : await imagesOf(deps, row),
      current: Number(request.query.page ?? 1) - 1 || 0,
      formKey: deps.newKey(),
    },
  });
  render(response, "disbursements/request", {
    ...requestView(page, words),
    notice: noticeOf(request, caseNotices(of)),
  });
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
  await deps.catchUp();
  const row = scoped(deps, request);
  const reason = fieldsOf(request.body).reason?.trim();
  if (!reason) throw problem({ status: 422, code: "reveal_without_reason" });
  const person = allowed(await deps.people.reveal(row.payee, { by: actorOf(request), reason: `${row.no}: ${reason}` }));
  await casePage(deps, request, response, { name: person.name, account: person.account ?? "" });
};

const newRequestPage = (deps: DeskPagesDeps, request: HttpRequest, response: Response): void => {
  const scope = staffOf(request).funds;
  const funds = deps.funds.all().filter((fund) => fund.status === "active" && inScope(scope, fund.code));
  const page = {
    funds: funds.map((fund) => ({ code: fund.code, name: fundName(fund, fund.code) })),
    purposes: deps.funds.purposes().map(({ code, zh, en }) => ({ code, name: { zh, en } })),
    streets: streetsOf(deps),
    formKey: deps.newKey(),
  };
  render(response, "disbursements/new-request", newRequestView(page, wordsFor(response)));
};

/** The streets that were helped so far. */
const streetsOf = ({ disbursements }: DeskPagesDeps): string[] =>
  [...new Set([...disbursements.requests()].map(({ street }) => street).filter(Boolean))].sort();

const fileForm = async (deps: DeskPagesDeps, request: HttpRequest, response: Response): Promise<void> => {
  const body = validateForm(newRequestSchema, fieldsOf(request.body));
  demandFund(request, body.fund_code);
  const told = { by: actorOf(request), key: commandKey("requests", request) };
  const outcome = allowed(await deps.service.fileOne(filingOf(body, deps.today()), told));
  onwardDone(response, `${base}/${String(outcome.line.data.request)}`, { done: "file" });
};
