import { type Request, Router } from "express";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import { type BusinessDate, isPeriod } from "../kernel/dates.ts";
import { formatYuan } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import { type Ledger, moneyOf } from "../ledger/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed, problem } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { availableOf, type Fund } from "./fund.ts";
import type { Funds } from "./funds.ts";
import { committeeSchema, onSchema, suspensionSchema, transferSchema } from "./input.ts";
import { askedDay, businessDay, type FundsService } from "./service.ts";

export type FundsRoutesDeps = {
  readonly ledger: Ledger;
  readonly funds: Funds;
  readonly service: FundsService;
  /** Absorbs what other processes have written. */
  readonly catchUp: () => Promise<void>;
  readonly today: () => BusinessDate;
};

const LEADERS = ["secretaryGeneral", "council"] as const;
const TRANSFERRERS = ["bookkeeper", ...LEADERS] as const;

/** `/api/v1/funds`: balance and availability on any day, suspension, committees, transfers, the month's management fees. */
export const fundsRoutes = (deps: FundsRoutesDeps): Router => {
  const { funds, service } = deps;
  const router = Router();
  describe();
  router.get("/api/v1/funds", async (request, response) => {
    const on = businessDay(validateForm(onSchema, request.query).on, deps.today());
    await deps.catchUp();
    response.json({ on, funds: funds.all().map((fund) => fundJson(deps, fund, { on, request })) });
  });
  router.get("/api/v1/funds/:code", async (request, response) => {
    const on = businessDay(validateForm(onSchema, request.query).on, deps.today());
    await deps.catchUp();
    response.json(fundDetail(deps, fundOf(funds, request), { on, request }));
  });
  router.post(
    "/api/v1/funds/:code/suspension",
    requireRole(...LEADERS),
    demandIdempotencyKey,
    async (request, response) => {
      const { status, reason, on } = validate(suspensionSchema, request.body);
      const { code } = fundOf(funds, request);
      const told = { by: actorOf(request), on: askedDay(on, deps.today()) };
      const line = allowed(
        await service.setStatus({ ...told, code, status, reason, key: commandKey("suspension", request) }),
      );
      response.json({ fund: code, status, on: line.line.on, line: line.index });
    },
  );
  router.post("/api/v1/committees", requireRole(...LEADERS), demandIdempotencyKey, async (request, response) => {
    const { funds: codes, members, on } = validate(committeeSchema, request.body);
    const told = { by: actorOf(request), on: askedDay(on, deps.today()) };
    const line = allowed(
      await service.seatCommittee({ ...told, funds: codes, members, key: commandKey("committees", request) }),
    );
    response.status(201).json({ funds: codes, seats: members.length, line: line.index });
  });
  router.post("/api/v1/transfers", requireRole(...TRANSFERRERS), demandIdempotencyKey, async (request, response) => {
    const body = validate(transferSchema, request.body);
    const row = {
      transferNo: body.transfer_no,
      on: askedDay(body.on, deps.today()),
      fromFund: body.from_fund,
      toFund: body.to_fund,
      amount: body.amount,
      reason: body.reason,
      consentRef: body.consent_ref,
    };
    const [answer] = await service.transfer([row], actorOf(request));
    if (!answer) throw new Error("a transfer was not answered");
    const { line, repeated: known } = allowed(answer);
    const on = line.data.relates_to ?? line.on;
    response.status(known ? 200 : 201).json({ transfer_no: row.transferNo, on, amount: formatYuan(row.amount), known });
  });
  addMonthActs(router, deps);
  return router;
};

/** What is due by rule for a month: fees (ACC-6), and releases of what was restricted until a date (ACC-2). */
const addMonthActs = (router: Router, deps: FundsRoutesDeps): void => {
  for (const [path, act] of [
    ["management-fees", deps.service.chargeFees],
    ["releases", deps.service.releaseDated],
  ] as const) {
    router.post(
      `/api/v1/periods/:period/${path}`,
      requireRole("bookkeeper"),
      demandIdempotencyKey,
      async (request, response) => {
        const period = String(request.params.period);
        if (!isPeriod(period)) throw problem({ status: 422, code: "bad_period", vars: { period } });
        await deps.catchUp();
        const answer = allowed(await act(period, actorOf(request)));
        response.json(answer);
      },
    );
  }
};

const fundOf = (funds: Funds, request: Request): Fund => {
  const code = String(request.params.code);
  const fund = funds.fund(code);
  if (!fund) throw problem({ status: 404, code: "fund_unknown", vars: { fund: code } });
  return fund;
};

type Asked = { readonly on: BusinessDate; readonly request: Request };

/**
 * A fund at the end of a day; for staff with its balance in money, goods apart, what is promised and what is free. The
 * public reads balances by the month: two days beside each other would tell what one household got (PII-10, PII-11).
 */
const fundJson = ({ ledger }: FundsRoutesDeps, fund: Fund, { on, request }: Asked): JsonObject => {
  const balance = ledger.balances.fundOn(fund.code, on);
  return {
    fund: fund.code,
    name_zh: fund.nameZh,
    short_zh: fund.shortZh,
    name_en: fund.nameEn,
    kind: fund.kind,
    status: fund.status,
    purposes: fund.purposes,
    restriction: fund.restriction,
    ...(request.signedIn === undefined
      ? {}
      : {
          balance: formatYuan(moneyOf(balance)),
          goods: formatYuan(balance.goods),
          reserved: formatYuan(balance.reserved),
          available: formatYuan(availableOf(fund, balance, on)),
        }),
  };
};

const fundDetail = (deps: FundsRoutesDeps, fund: Fund, { on, request }: Asked): JsonObject => {
  const members = deps.funds.members(fund.code, on);
  return {
    on,
    ...fundJson(deps, fund, { on, request }),
    status_since: fund.statusSince,
    management_fee_bp: fund.managementFeeBp,
    channel_fee_borne_by: fund.channelFeeBorneBy,
    ...(fund.restrictedUntil ? { restricted_until: fund.restrictedUntil } : {}),
    committee: {
      seats: members.length,
      // Names and persons are not public until each consents (settings, DOMAIN §0).
      ...(hasRole(request, "fundSecretary", "auditor", ...LEADERS) ? { members } : {}),
    },
  };
};

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: "/api/v1/funds",
    summary: "All funds; for staff with balance, reserved and available at the end of a day",
    query: onSchema,
    responses: { 200: "The funds in the federation's order" },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/funds/:code",
    summary: "One fund at the end of a day",
    query: onSchema,
    responses: { 200: "The fund", 404: "No such fund" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/funds/:code/suspension",
    summary: "Suspend or resume a fund",
    roles: LEADERS,
    body: suspensionSchema,
    idempotent: true,
    responses: { 200: "Done", 409: "It has this status already" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/committees",
    summary: "Seat the committee of one or several funds",
    roles: LEADERS,
    body: committeeSchema,
    idempotent: true,
    responses: { 201: "Seated" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/transfers",
    summary: "Move money between two funds of equal restriction",
    roles: TRANSFERRERS,
    body: transferSchema,
    idempotent: true,
    responses: { 200: "Known", 201: "Posted", 409: "Refused by name" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/periods/:period/management-fees",
    summary: "Charge the agreed management fees of a month that is over, once a fund",
    roles: ["bookkeeper"],
    idempotent: true,
    responses: { 200: "What was charged" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/periods/:period/releases",
    summary: "Release what was restricted until a date that has passed, once a fund",
    roles: ["bookkeeper"],
    idempotent: true,
    responses: { 200: "What was released" },
  });
};
