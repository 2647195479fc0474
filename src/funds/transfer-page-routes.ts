import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { wordsFor } from "../platform/language.ts";
import { noticeOf, onwardDone } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed } from "../platform/problem.ts";
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
import { transferNotices, type TransfersPage, transfersView } from "./transfer-view.ts";
import type { TransferProposal } from "./transfer-proposal.ts";

export type TransferPagesDeps = TransferRoutesDeps & {
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const base = "/desk/books/transfers";

/** The desk of transfers between funds: one person proposes, another posts (ACC-8, PIT-47). */
export const transferPages = (deps: TransferPagesDeps): Router => {
  const { service, today } = deps;
  const router = Router();
  const page = (request: Request, response: Response) => transfersPage(deps, request, response);
  router.get(base, requireRole(...TRANSFER_READERS), page);
  const propose = async (request: Request, response: Response): Promise<void> => {
    const row = rowOf(validateForm(transferSchema, fieldsOf(request)), today());
    await deps.catchUp();
    const told = { by: actorOf(request), key: commandKey("transfer-proposals", request) };
    allowed(await service.proposeTransfer(row, told));
    onwardDone(response, base, { done: "proposed", of: row.transferNo });
  };
  const proposing = pageForm({ name: "new", act: propose, page, fields: FIELDS, about: ABOUT });
  router.post(base, requireRole("bookkeeper"), demandIdempotencyKey, proposing);
  for (const [path, step, roles, done] of TRANSFER_STEPS) {
    const act = async (request: Request, response: Response): Promise<void> => {
      const no = String(request.params.no);
      const told = { by: actorOf(request), key: commandKey(`transfer-${step}`, request) };
      allowed(await service.decideTransfer(no, step, told));
      onwardDone(response, base, { done, of: no });
    };
    const form = pageForm({ name: step, act, page });
    router.post(`${base}/:no/${path}`, requireRole(...roles), demandIdempotencyKey, form);
  }
  return router;
};

const FIELDS = Object.fromEntries(
  ["transfer_no", "from_fund", "to_fund", "amount", "consent_ref", "reason", "on"].map((each) => [
    each,
    `transfers.field.${each}`,
  ]),
);
const ABOUT = {
  transfer_exists: "transfer_no",
  transfer_same_fund: "to_fund",
  restriction_differs: "to_fund",
  over_available: "amount",
};

const transfersPage = async (deps: TransferPagesDeps, request: Request, response: Response): Promise<void> => {
  await deps.catchUp();
  const words = wordsFor(response);
  const { funds, today } = deps;
  const names = new Map((await deps.members()).map(({ id, name }) => [`user:${id}`, name]));
  const mayDrop = hasRole(request, "bookkeeper", ...TRANSFER_APPROVERS);
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
    formKey: deps.newKey(),
  };
  const notice = noticeOf(request, transferNotices(page, words));
  render(response, "funds/transfers", { ...transfersView(page, words), notice });
};

const whyNot = (request: Request, { by }: TransferProposal): string => {
  if (!hasRole(request, ...TRANSFER_APPROVERS)) return "role";
  return by === actorOf(request) ? "same_person" : "";
};

/** A form's fields without its key. */
const fieldsOf = (request: Request): object => {
  const { idempotency_key: _key, ...fields } = (request.body ?? {}) as { readonly [field: string]: unknown };
  return fields;
};
