import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole, requireStaff, roleMissing } from "../identity/public.ts";
import type { Listed } from "../journal/mirror-progress.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { DonationService } from "../donations/public.ts";
import type { People } from "../people/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed, problem, refused } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { pdfSchema, receiptListSchema, voidSchema } from "./input.ts";
import type { Receipt } from "./receipt.ts";
import { receiptJson, receiptStateJson } from "./receipt-json.ts";
import type { Receipts } from "./receipts.ts";
import type { ReceiptService } from "./service.ts";
import type { ReceiptQuery } from "./store.ts";

export type ReceiptRoutesDeps = {
  readonly receipts: Receipts;
  readonly service: ReceiptService;
  readonly donations: Pick<DonationService, "bySecret">;
  readonly people: Pick<People, "barred">;
  readonly list: (query: ReceiptQuery) => Promise<Listed<JsonObject>>;
  /** The kept bytes; undefined while the file is not drawn yet. */
  readonly file: (receipt: Receipt) => Promise<Buffer | undefined>;
  readonly catchUp: () => Promise<void>;
};

const CLERKS = ["receiptClerk"] as const;
/** Offices that may read receipts with their names. */
export const READERS = [
  "receiptClerk",
  "bookkeeper",
  "financeChecker",
  "secretaryGeneral",
  "supervisor",
  "auditor",
] as const;

/** `/api/v1/receipts`: the public state of a number, its file for the donor and for clerks, voiding. */
export const receiptRoutes = (deps: ReceiptRoutesDeps): Router => {
  const router = Router();
  describe();
  router.get("/api/v1/receipts", requireRole(...READERS), async (request, response) => {
    const query = validateForm(receiptListSchema, request.query);
    await deps.catchUp();
    const { after: serial, ...rest } = query;
    const after = serial === undefined ? undefined : deps.receipts.receipt(serial)?.line;
    const { rows: receipts, asOfLine } = await deps.list({ ...rest, ...(after === undefined ? {} : { after }) });
    const last = receipts.length === query.limit ? receipts.at(-1) : undefined;
    response.json({ as_of_line: asOfLine, receipts, ...(last === undefined ? {} : { next: last.serial }) });
  });
  router.get("/api/v1/receipts/:serial", async (request, response) => {
    response.json(receiptStateJson(await receiptOf(deps, request)));
  });
  router.get("/api/v1/receipts/:serial/pdf", async (request, response) => {
    const { secret } = validateForm(pdfSchema, request.query);
    await sendReceiptFile(deps, { request, response, secret });
  });
  router.post(
    "/api/v1/receipts/:serial/void",
    requireRole(...CLERKS),
    demandIdempotencyKey,
    async (request, response) => {
      const { reason } = validate(voidSchema, request.body);
      const { serial } = await receiptOf(deps, request);
      const key = commandKey("receipts.void", request);
      allowed(await deps.service.void({ serial, reason, by: actorOf(request), key }));
      response.json(receiptJson(await receiptOf(deps, request)));
    },
  );
  return router;
};

type Sending = { readonly request: Request; readonly response: Response; readonly secret: string | undefined };

/** The PDF goes to whoever has the secret of its gift, and to clerks; to nobody else, and to none of them when the donor is blocked or erased. A red receipt has no file of its own. */
export const sendReceiptFile = async (
  deps: Omit<ReceiptRoutesDeps, "service" | "list">,
  { request, response, secret }: Sending,
): Promise<void> => {
  const receipt = await receiptOf(deps, request);
  const gift = secret === undefined ? undefined : deps.donations.bySecret(secret);
  if (gift === undefined || gift.id !== receipt.gift) demandReader(request, response);
  const barred = deps.people.barred(receipt.donor ?? "");
  if (barred) throw refused(barred);
  const content = await deps.file(receipt);
  if (content === undefined) throw problem({ status: 404, code: "receipt_not_drawn" });
  response
    .type("application/pdf")
    .set("Cache-Control", "private, no-store")
    .set("Content-Disposition", `inline; filename="${receipt.serial}.pdf"`)
    .send(content);
};

const demandReader = (request: Request, response: Response): void => {
  requireStaff(request, response, () => undefined);
  if (!hasRole(request, ...READERS)) {
    throw roleMissing(response, READERS);
  }
};

const receiptOf = async (deps: Pick<ReceiptRoutesDeps, "receipts" | "catchUp">, request: Request): Promise<Receipt> => {
  await deps.catchUp();
  const serial = String(request.params.serial);
  const receipt = deps.receipts.receipt(serial);
  if (!receipt) throw problem({ status: 404, code: "receipt_unknown", vars: { serial } });
  return receipt;
};

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: "/api/v1/receipts",
    summary: "Receipts in the order of their numbers, red ones among them",
    roles: READERS,
    query: receiptListSchema,
    responses: { 200: "A page as of a line; `next` is the value of `after` for the following one" },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/receipts/:serial",
    summary: "The state of a receipt: valid, red or replaced; no name",
    responses: { 200: "Number, state, amount, dates, line of the books" },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/receipts/:serial/pdf",
    summary: "The file of a receipt, for the donor by the secret of the gift, and for staff",
    query: pdfSchema,
    responses: { 200: "The PDF as it was drawn at issue" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/receipts/:serial/void",
    summary: "Void a live receipt: to prepare a refund, or to issue it again after a correction",
    roles: CLERKS,
    body: voidSchema,
    idempotent: true,
    responses: { 200: "The receipt with the number of the red one that voids it" },
  });
};
