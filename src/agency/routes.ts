import { type Request, Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { formatYuan } from "../kernel/money.ts";
import { type JsonObject, refuse } from "../kernel/result.ts";
import type { People } from "../people/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { allowed, refused } from "../platform/problem.ts";
import { validate } from "../platform/validate.ts";
import { READERS, STEPS } from "./access.ts";
import { heldSince } from "./age.ts";
import type { Agencies } from "./agencies.ts";
import type { Agency } from "./agency.ts";
import { openSchema, orderSchema } from "./input.ts";
import { describeAgencies } from "./operations.ts";
import type { Order } from "./order.ts";
import type { AgencyService } from "./service.ts";

export type AgencyRoutesDeps = {
  readonly agencies: Agencies;
  readonly service: AgencyService;
  readonly people: Pick<People, "maskedOf" | "reveal">;
  readonly catchUp: () => Promise<void>;
  readonly today: () => BusinessDate;
};

const base = "/api/v1/agencies";
const orders = "/api/v1/agency-orders";

/** `/api/v1/agencies`: money held for others, its orders, and the steps of both (ACC-9, GIFT-14, WF-12). */
export const agencyRoutes = (deps: AgencyRoutesDeps): Router => {
  const { agencies, service, catchUp } = deps;
  const router = Router();
  describeAgencies();
  router.get(base, requireRole(...READERS), async (_request, response) => {
    await catchUp();
    response.json({ agencies: agencies.all().map((row) => agencyJson(deps, row)) });
  });
  router.get(`${base}/:no`, requireRole(...READERS), async (request, response) => {
    await catchUp();
    response.json(detailJson(deps, agencyOf(agencies, request)));
  });
  router.post(base, requireRole(...STEPS.open), demandIdempotencyKey, async (request, response) => {
    const body = validate(openSchema, request.body);
    const outcome = allowed(
      await service.open({ ...body, by: actorOf(request), key: commandKey("agencies", request) }),
    );
    const row = agencies.agency(String(outcome.line.data.agency));
    response.status(outcome.repeated ? 200 : 201).json(row === undefined ? {} : agencyJson(deps, row));
  });
  for (const [step, path] of [
    ["confirm", "confirmation"],
    ["close", "closing"],
  ] as const) {
    router.post(`${base}/:no/${path}`, requireRole(...STEPS[step]), async (request, response) => {
      allowed(await service[step](String(request.params.no), { by: actorOf(request) }));
      response.json(agencyJson(deps, agencyOf(agencies, request)));
    });
  }
  router.post(`${base}/:no/orders`, requireRole(...STEPS.order), demandIdempotencyKey, async (request, response) => {
    const body = validate(orderSchema, request.body);
    const told = { by: actorOf(request), key: commandKey("agency-orders", request), agency: String(request.params.no) };
    const outcome = allowed(await service.order({ ...told, ...body }));
    const order = agencies.order(String(outcome.line.data.order));
    response.status(outcome.repeated ? 200 : 201).json(order === undefined ? {} : orderJson(order));
  });
  for (const [step, path] of [
    ["release", "release"],
    ["withdraw", "withdrawal"],
  ] as const) {
    router.post(`${orders}/:order/${path}`, requireRole(...STEPS[step]), async (request, response) => {
      const no = String(request.params.order);
      allowed(await service[step](no, { by: actorOf(request) }));
      const order = agencies.order(no);
      response.json(order === undefined ? {} : orderJson(order));
    });
  }
  return router;
};

/** The row of the address. Throws 404. */
export const agencyOf = (agencies: Agencies, request: Request): Agency => {
  const no = String(request.params.no);
  const row = agencies.agency(no);
  if (!row) throw refused(refuse("agency_unknown", { agency: no }));
  return row;
};

const agencyJson = ({ agencies, today }: AgencyRoutesDeps, row: Agency): JsonObject => {
  const since = heldSince(agencies.movementsOf(row.no));
  return {
    agency: row.no,
    state: row.state,
    purpose: row.purpose,
    agreement: row.agreement,
    principal: row.principal,
    payee: row.payee,
    opened_on: row.openedOn,
    held: formatYuan(agencies.held(row.no)),
    held_since: since ?? null,
    days: since === undefined ? null : daysBetween({ from: since, to: today() }),
    line: row.line,
  };
};

const detailJson = (deps: AgencyRoutesDeps, row: Agency): JsonObject => ({
  ...agencyJson(deps, row),
  free: formatYuan(deps.agencies.free(row.no)),
  movements: deps.agencies.movementsOf(row.no).map(({ kind, on, amount, line }) => ({
    kind,
    on,
    amount: formatYuan(amount),
    line,
  })),
  orders: deps.agencies.ordersOf(row.no).map(orderJson),
});

const orderJson = ({ no, agency, pays, amount, state, maker, releaser, line }: Order): JsonObject => ({
  order: no,
  agency,
  pays,
  amount: formatYuan(amount),
  state,
  maker,
  releaser: releaser ?? null,
  line,
});
