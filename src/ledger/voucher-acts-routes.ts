import type { Router } from "express";
import { limits } from "../../config/limits.ts";
import { actorOf, requireRole } from "../identity/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { uploadOf } from "../platform/multipart.ts";
import { problem } from "../platform/problem.ts";
import { POSTERS, READERS } from "./access.ts";
import type { LedgerRoutesDeps } from "./ports.ts";
import { reversed } from "./posting.ts";
import { attach, attachmentOf, postVoucher, propose, voucherOf, withdrawVoucher } from "./voucher-routes.ts";

const desk = "/desk/books";
const one = `${desk}/vouchers/:id`;

/** The buttons of a voucher on the desk: post, withdraw, reverse, attach a paper, look at one. */
export const addVoucherActs = (router: Router, deps: LedgerRoutesDeps): void => {
  router.post(`${one}/posting`, requireRole(...POSTERS), async (request, response) => {
    await postVoucher(deps, request);
    onward(response, desk);
  });
  router.post(`${one}/withdrawal`, requireRole("bookkeeper", ...POSTERS), async (request, response) => {
    await withdrawVoucher(deps, request);
    onward(response, desk);
  });
  router.post(`${one}/reversal`, requireRole("bookkeeper"), demandIdempotencyKey, async (request, response) => {
    await deps.catchUp();
    const original = voucherOf(deps.ledger, String(request.params.id));
    const text = wordsFor(response).t("voucher.reversal_of", { number: original.number ?? original.id });
    const proposal = { text, post: reversed(original.post), reverses: original.id };
    await propose(deps, { ...proposal, key: commandKey("vouchers", request), by: actorOf(request) });
    onward(response, desk);
  });
  router.post(`${one}/attachments`, requireRole("bookkeeper"), async (request, response) => {
    const paper = uploadOf(request);
    if (!paper || paper.content.length === 0) throw problem({ status: 422, code: "file_empty" });
    if (paper.content.length > limits.evidenceBytes) throw problem({ status: 413, code: "too_large" });
    await attach(deps, request, { mime: mimeOf(paper.name), content: paper.content });
    onward(response, desk);
  });
  router.get(`${one}/attachments/:file`, requireRole(...READERS), async (request, response) => {
    const { file, content } = await attachmentOf(deps, request);
    response.set("Cache-Control", "private, no-store").type(file.mime).send(content);
  });
};

const MIMES: readonly (readonly [RegExp, string])[] = [
  [/\.pdf$/i, "application/pdf"],
  [/\.jpe?g$/i, "image/jpeg"],
  [/\.png$/i, "image/png"],
];
/** From the ending of its name; what has another is only ever downloaded. */
const mimeOf = (name: string): string => MIMES.find(([ending]) => ending.test(name))?.[1] ?? "application/octet-stream";
