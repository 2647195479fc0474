import { Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import { formatYuan } from "../kernel/money.ts";
import { type JsonObject } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed } from "../platform/problem.ts";
import { validate } from "../platform/validate.ts";
import type { Funds } from "./funds.ts";
import { type TransferBody, transferSchema } from "./input.ts";
import { askedDay, type FundsService } from "./service.ts";
import type { Transfer } from "./transfer.ts";
import type { TransferProposal } from "./transfer-proposal.ts";

export type TransferRoutesDeps = {
  readonly funds: Funds;
  readonly service: FundsService;
  readonly catchUp: () => Promise<void>;
  readonly today: () => string;
};

export const TRANSFER_READERS = [
  "bookkeeper",
  "financeChecker",
  "secretaryGeneral",
  "council",
  "supervisor",
  "auditor",
] as const;
/** Who posts what a bookkeeper proposed (PIT-47). */
export const TRANSFER_APPROVERS = ["secretaryGeneral", "council"] as const;
const base = "/api/v1/transfers";

/** `/api/v1/transfers`: the list, and transfers of the desk by two people: proposed, then posted or taken back. */
export const transferRoutes = ({ funds, service, catchUp, today }: TransferRoutesDeps): Router => {
  const router = Router();
  describe();
  router.get(base, requireRole(...TRANSFER_READERS), async (_request, response) => {
    await catchUp();
    const posted = [...funds.transfers()].map((row) => transferJson(row, "posted"));
    const waiting = [...funds.proposedTransfers()].map((row) => transferJson(row, "proposed"));
    response.json({ transfers: [...posted, ...waiting] });
  });
  router.post(`${base}/proposals`, requireRole("bookkeeper"), demandIdempotencyKey, async (request, response) => {
    const row = rowOf(validate(transferSchema, request.body), today());
    const told = { by: actorOf(request), key: commandKey("transfer-proposals", request) };
    const outcome = allowed(await service.proposeTransfer(row, told));
    response.status(outcome.repeated ? 200 : 201).json({ transfer_no: row.transferNo, state: "proposed" });
  });
  for (const [path, step, roles, state] of TRANSFER_STEPS) {
    router.post(`${base}/:no/${path}`, requireRole(...roles), demandIdempotencyKey, async (request, response) => {
      const no = String(request.params.no);
      const told = { by: actorOf(request), key: commandKey(`transfer-${step}`, request) };
      const { line } = allowed(await service.decideTransfer(no, step, told));
      response.json({ transfer_no: no, state, on: line.on });
    });
  }
  return router;
};

/** The second step of a proposal: path, step, who takes it, and what the transfer is then. */
export const TRANSFER_STEPS = [
  ["approval", "approve", TRANSFER_APPROVERS, "posted"],
  ["withdrawal", "drop", ["bookkeeper", ...TRANSFER_APPROVERS], "withdrawn"],
] as const;

/** A transfer as it was asked for; without a day it is of the one on which it is written. Throws 422 on a later one. */
export const rowOf = (body: TransferBody, today: string) => ({
  transferNo: body.transfer_no,
  on: askedDay(body.on, today),
  fromFund: body.from_fund,
  toFund: body.to_fund,
  amount: body.amount,
  reason: body.reason,
  consentRef: body.consent_ref,
});

const transferJson = (row: Transfer | TransferProposal, state: "posted" | "proposed"): JsonObject => ({
  transfer_no: row.no,
  state,
  on: row.on,
  from_fund: row.from,
  to_fund: row.to,
  amount: formatYuan(row.amount),
  consent_ref: row.basisRef,
  by: row.by,
  ...("proposedBy" in row && row.proposedBy !== undefined ? { proposed_by: row.proposedBy } : {}),
  line: row.line,
});

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: base,
    summary: "Transfers between funds, posted and waiting for their second person",
    roles: TRANSFER_READERS,
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/proposals`,
    summary: "Propose a transfer for another person to post",
    roles: ["bookkeeper"],
    body: transferSchema,
    idempotent: true,
    responses: { 200: "Known", 201: "Proposed", 409: "It could not be posted either" },
  });
  for (const [path, , roles, state] of TRANSFER_STEPS)
    registerOperation({
      method: "POST",
      path: `${base}/:no/${path}`,
      summary: state === "posted" ? "Post a proposed transfer, as another person" : "Take back a proposed transfer",
      roles,
      idempotent: true,
      responses: { 200: state, 404: "Nothing of this number waits" },
    });
};
