import { Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import type { Listed } from "../journal/mirror-progress.ts";
import { formatYuan } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import { maskName } from "../kernel/mask.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { bookingCase, payoutCase } from "./case-facts.ts";
import { addAgencyMatch } from "./agency-routes.ts";
import { ageLevel, type Difference, differences, summaryOf } from "./differences.ts";
import { shownId } from "./figures.ts";
import { type LatePayout, latePayouts } from "./late-payouts.ts";
import { matchSchema, rowListSchema } from "./input.ts";
import { type ProviderLack, providerLacks } from "./provider-lacks.ts";
import type { Proposal } from "./run.ts";
import { addStatementRoutes, type StatementRoutesDeps } from "./statement-routes.ts";
import type { ListedRow, RowQuery } from "./store.ts";

export type ReconciliationRoutesDeps = StatementRoutesDeps & {
  readonly list: (query: RowQuery) => Promise<Listed<ListedRow>>;
};

export const WRITERS = ["bookkeeper"] as const;
export const READERS = ["bookkeeper", "financeChecker", "auditor", "supervisor"] as const;
const base = "/api/v1/reconciliation";

/** Matching runs, what a person confirms, and the rows that wait. */
export const reconciliationRoutes = (deps: ReconciliationRoutesDeps): Router => {
  const router = Router();
  router.post(`${base}/runs`, requireRole(...WRITERS), async (request, response) => {
    const { matched, suspended, proposals } = await deps.service.run(actorOf(request));
    response.json({ matched, suspended, proposals: proposals.map(proposalJson) });
  });
  router.get(`${base}/differences`, requireRole(...READERS), async (_request, response) => {
    await deps.catchUp();
    const { book } = deps.reconciliation;
    const waiting = differences(book, deps.today());
    const { sum, oldestDays, ...counts } = summaryOf(book, waiting);
    response.json({
      ...counts,
      oldest_days: oldestDays,
      sum: formatYuan(sum),
      differences: waiting.map(differenceJson),
      late_payouts: latePayouts(book, {
        merchants: deps.funds.merchants(),
        nonBusinessDays: deps.funds.calendar(),
        today: deps.today(),
      }).map(latePayoutJson),
      missing_at_provider: providerLacks(book, deps.today()).map(lackJson),
    });
  });
  router.get(`${base}/rows`, requireRole(...READERS), async (request, response) => {
    const query = validateForm(rowListSchema, request.query);
    await deps.catchUp();
    const { rows, asOfLine } = await deps.list(query);
    const last = rows.length === query.limit ? rows.at(-1) : undefined;
    response.json({
      as_of_line: asOfLine,
      rows: rows.map(({ shown }) => shown),
      ...(last === undefined ? {} : { next: last.place }),
    });
  });
  router.get(`${base}/proposals`, requireRole(...READERS), async (_request, response) => {
    await deps.catchUp();
    response.json({ proposals: (await deps.service.proposals()).map(proposalJson) });
  });
  router.post(`${base}/matches`, requireRole(...WRITERS), async (request, response) => {
    allowed(await deps.service.confirm({ ...validate(matchSchema, request.body), by: actorOf(request) }));
    response.status(204).end();
  });
  addAgencyMatch(router, deps);
  addStatementRoutes(router, deps, { readers: READERS, writers: WRITERS });
  describe();
  return router;
};

const proposalJson = ({ row, promise }: Proposal): JsonObject => ({
  row: row.key,
  id: shownId(row),
  on: row.on,
  amount: formatYuan(row.amount),
  gift: promise.gift,
  donation_code: promise.ref,
  promised_on: promise.promisedOn,
  donor: maskName(promise.name),
});

const differenceJson = ({ row, reason, candidates, days }: Difference): JsonObject => ({
  row: row.key,
  id: shownId(row),
  account: row.account,
  on: row.on,
  amount: formatYuan(row.amount),
  reason,
  candidates,
  days,
  level: ageLevel(days),
  owner: row.state.is === "suspended" ? (row.state.owner ?? "bookkeeper") : "bookkeeper",
});

const latePayoutJson = ({ account, batch, due, amount, days }: LatePayout): JsonObject => ({
  case: payoutCase({ account, batch }),
  account,
  batch,
  due,
  amount: formatYuan(amount),
  days,
  level: ageLevel(days),
  owner: "bookkeeper",
});

const lackJson = ({ booking, days }: ProviderLack): JsonObject => ({
  case: bookingCase(booking),
  account: booking.account,
  gift: booking.gift,
  kind: booking.kind,
  on: booking.on,
  amount: formatYuan(booking.amount),
  line: booking.line,
  days,
  level: ageLevel(days),
  owner: "bookkeeper",
});

const describe = (): void => {
  registerOperation({
    method: "POST",
    path: `${base}/runs`,
    summary: "Match all rows that are not matched; what only looks alike is proposed",
    roles: WRITERS,
    responses: { 200: "Counts and proposals" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/differences`,
    summary:
      "Rows that wait, with reason and age, payouts that should have come by now, and bookings that the provider's bill lacks",
    roles: READERS,
    responses: { 200: "The list and its sum" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/rows`,
    summary: "Rows of an account's statements in the order of their moments, and what became of each",
    roles: READERS,
    query: rowListSchema,
    responses: { 200: "A page as of a line; `next` is the value of `after` for the following one" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/proposals`,
    summary: "Pairs of bank row and promise that a person must confirm",
    roles: READERS,
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/matches`,
    summary: "A person confirms which promise a bank row is",
    roles: WRITERS,
    body: matchSchema,
    responses: { 204: "Matched", 409: "Matched before" },
  });
};
