import type { Request, Response, Router } from "express";
import { limits } from "../../config/limits.ts";
import { actorOf, requireRole } from "../identity/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { wordsFor } from "../platform/language.ts";
import { mimeOf, uploadOf } from "../platform/multipart.ts";
import { onwardDone } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { problem } from "../platform/problem.ts";
import { POSTERS, READERS } from "./access.ts";
import type { LedgerRoutesDeps } from "./ports.ts";
import { reversed } from "./posting.ts";
import { attach, attachmentOf, postVoucher, propose, voucherOf, withdrawVoucher } from "./voucher-routes.ts";

const desk = "/desk/books";
const one = `${desk}/vouchers/:id`;

type Draw = (request: Request, response: Response) => Promise<void>;

/** The buttons of a voucher on the desk: post, withdraw, reverse, attach a paper, look at one. `page` draws where they stand. */
export const addVoucherActs = (router: Router, deps: LedgerRoutesDeps, page: Draw): void => {
  const form = (
    name: string,
    act: (request: Request, response: Response) => Promise<{ readonly id: string; readonly done: string }>,
  ) =>
    pageForm({
      name: (request) => `${name}-${String(request.params.id)}`,
      act: async (request, response) => {
        const { id, done } = await act(request, response);
        onwardDone(response, desk, { done, of: id });
      },
      page,
      fields: { file: "voucher.paper" },
      about: { file_empty: "file", too_large: "file" },
    });
  const posting = async (request: Request) => ({ id: (await postVoucher(deps, request)).id, done: "posted" });
  const withdrawal = async (request: Request) => ({ id: (await withdrawVoucher(deps, request)).id, done: "withdrawn" });
  router.post(`${one}/posting`, requireRole(...POSTERS), form("posting", posting));
  router.post(`${one}/withdrawal`, requireRole("bookkeeper", ...POSTERS), form("withdrawal", withdrawal));
  router.post(
    `${one}/reversal`,
    requireRole("bookkeeper"),
    demandIdempotencyKey,
    form("reversal", (request, response) => proposeReversal(deps, request, response)),
  );
  router.post(
    `${one}/attachments`,
    requireRole("bookkeeper"),
    form("paper", (request) => attachPaper(deps, request)),
  );
  router.get(`${one}/attachments/:file`, requireRole(...READERS), async (request, response) => {
    const { file, content } = await attachmentOf(deps, request);
    response.set("Cache-Control", "private, no-store").type(file.mime).send(content);
  });
};

const proposeReversal = async (deps: LedgerRoutesDeps, request: Request, response: Response) => {
  await deps.catchUp();
  const original = voucherOf(deps.ledger, String(request.params.id));
  const text = wordsFor(response).t("voucher.reversal_of", { number: original.number ?? original.id });
  const proposal = { text, post: reversed(original.post), reverses: original.id };
  const { id } = await propose(deps, { ...proposal, key: commandKey("vouchers", request), by: actorOf(request) });
  return { id, done: "proposed" };
};

const attachPaper = async (deps: LedgerRoutesDeps, request: Request) => {
  const paper = uploadOf(request);
  if (!paper || paper.content.length === 0) throw problem({ status: 422, code: "file_empty" });
  if (paper.content.length > limits.evidenceBytes) throw problem({ status: 413, code: "too_large" });
  const { id } = await attach(deps, request, { mime: mimeOf(paper.name), content: paper.content });
  return { id, done: "attached" };
};
