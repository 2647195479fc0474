import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import type { Outcome } from "../journal/chapter.ts";
import { isRefusal, type Refusal } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { ProblemError, problemDocument, type RefusalTable, refusalProblem } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { transferSchema } from "./input.ts";
import {
  rowOf,
  TRANSFER_APPROVERS,
  TRANSFER_READERS,
  TRANSFER_STEPS,
  type TransferRoutesDeps,
} from "./transfer-routes.ts";
import { type TransfersPage, transfersView } from "./transfer-view.ts";
import type { TransferProposal } from "./transfer-proposal.ts";

export type TransferPagesDeps = TransferRoutesDeps & {
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  readonly refusals: RefusalTable;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const base = "/desk/books/transfers";

/** The desk of transfers between funds: one person proposes, another posts (ACC-8, PIT-47). */
export const transferPages = (deps: TransferPagesDeps): Router => {
  const { service, today } = deps;
  const router = Router();
  router.get(base, requireRole(...TRANSFER_READERS), (request, response) => transfersPage(deps, { request, response }));
  router.post(base, requireRole("bookkeeper"), demandIdempotencyKey, (request, response) =>
    form(deps, { request, response, done: "proposed" }, () => {
      const row = rowOf(validateForm(transferSchema, filledOf(request)), today());
      return service.proposeTransfer(row, { by: actorOf(request), key: commandKey("transfer-proposals", request) });
    }),
  );
  for (const [path, step, roles, done] of TRANSFER_STEPS) {
    router.post(`${base}/:no/${path}`, requireRole(...roles), demandIdempotencyKey, (request, response) =>
      form(deps, { request, response, done }, () => {
        const told = { by: actorOf(request), key: commandKey(`transfer-${step}`, request) };
        return service.decideTransfer(String(request.params.no), step, told);
      }),
    );
  }
  return router;
};

type Shown = {
  readonly request: Request;
  readonly response: Response;
  readonly errors?: TransfersPage["errors"];
};

/** Does a form's work and goes back to the list; what is refused is said on it, with what was typed. */
const form = async (
  deps: TransferPagesDeps,
  { request, response, done }: Shown & { readonly done: string },
  work: () => Promise<Outcome | Refusal>,
): Promise<void> => {
  await deps.catchUp();
  try {
    const outcome = await work();
    if (isRefusal(outcome)) throw refusalProblem(outcome, deps.refusals);
    onward(response, `${base}?done=${done}`);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { detail, errors = [], status } = problemDocument(error.options, wordsFor(response).t);
    response.status(status);
    const told = errors.length > 0 ? errors : [{ field: "h-waiting", message: detail }];
    await transfersPage(deps, { request, response, errors: told });
  }
};

const transfersPage = async (deps: TransferPagesDeps, { request, response, errors = [] }: Shown): Promise<void> => {
  await deps.catchUp();
  const { funds, today } = deps;
  const names = new Map((await deps.members()).map(({ id, name }) => [`user:${id}`, name]));
  const mayDrop = hasRole(request, "bookkeeper", ...TRANSFER_APPROVERS);
  const done = doneOf(request);
  const page: TransfersPage = {
    today: today(),
    posted: [...funds.transfers()],
    waiting: [...funds.proposedTransfers()].map((row) => ({ ...row, whyNot: whyNot(request, row), mayDrop })),
    funds: funds.all().map(({ code, nameZh, nameEn }) => ({
      code,
      name: { zh: nameZh, en: nameEn },
      available: funds.available(code, today()),
    })),
    mayPropose: hasRole(request, "bookkeeper"),
    nameOf: (by) => names.get(by) ?? by.replace(/^user:/, ""),
    values: request.method === "POST" ? filledOf(request) : {},
    errors,
    ...(done === undefined ? {} : { done }),
    formKey: deps.newKey(),
  };
  render(response, "funds/transfers", transfersView(page, wordsFor(response)));
};

const whyNot = (request: Request, { by }: TransferProposal): string => {
  if (!hasRole(request, ...TRANSFER_APPROVERS)) return "role";
  return by === actorOf(request) ? "same_person" : "";
};

const DONE = new Set(["proposed", "posted", "withdrawn"]);
/** What was just done, when the address says so. */
const doneOf = ({ query: { done } }: Request): string | undefined =>
  typeof done === "string" && DONE.has(done) ? done : undefined;

/** The filled fields of a form, without its key. */
const filledOf = (request: Request): { readonly [field: string]: string } => {
  const entries = Object.entries((request.body ?? {}) as object).filter(
    ([field, value]) => field !== "idempotency_key" && typeof value === "string" && value !== "",
  );
  return Object.fromEntries(entries) as { readonly [field: string]: string };
};
