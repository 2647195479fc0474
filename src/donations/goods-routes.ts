import { Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import { formatYuan } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed, problem } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import type { Donations } from "./donations.ts";
import type { Goods } from "./goods.ts";
import { type Handout, leftOf, quantityText } from "./goods-given.ts";
import { type GoodsQuery, goodsQuerySchema, handoutSchema, placeSchema } from "./goods-input.ts";
import { type GoodsDeps, handOut, placeGoods } from "./goods-service.ts";

export type GoodsRoutesDeps = GoodsDeps & {
  readonly donations: Donations;
  readonly catchUp: () => Promise<void>;
  readonly today: () => string;
};

export const GOODS_READERS = [
  "bookkeeper",
  "fundSecretary",
  "financeChecker",
  "secretaryGeneral",
  "supervisor",
  "auditor",
] as const;
const base = "/api/v1/goods";

/** `/api/v1/goods`: the lots with what is left of them, where they lie, and handing out a part of one (ACC-10, WF-17). */
export const goodsRoutes = (deps: GoodsRoutesDeps): Router => {
  const { donations, catchUp, today } = deps;
  const router = Router();
  describe();
  router.get(base, requireRole(...GOODS_READERS), async (request, response) => {
    const query = validateForm(goodsQuerySchema, request.query);
    await catchUp();
    response.json({ goods: lotsOf(donations, query).map(goodsJson) });
  });
  router.get(`${base}/:no`, requireRole(...GOODS_READERS), async (request, response) => {
    await catchUp();
    const lot = lotOf(donations, String(request.params.no));
    response.json({ ...goodsJson(lot), handouts: donations.handoutsOf(lot.no).map(handoutJson) });
  });
  router.post(`${base}/:no/handouts`, requireRole("bookkeeper"), demandIdempotencyKey, async (request, response) => {
    const { on = today(), ...body } = validate(handoutSchema, request.body);
    const no = String(request.params.no);
    const told = { no, by: actorOf(request), key: commandKey("goods-handout", request) };
    await catchUp();
    const outcome = allowed(await handOut(deps, { ...told, ...body, on }));
    response.status(outcome.repeated ? 200 : 201).json({ ...goodsJson(lotOf(donations, no)), line: outcome.index });
  });
  router.post(`${base}/:no/place`, requireRole("bookkeeper"), demandIdempotencyKey, async (request, response) => {
    const body = validate(placeSchema, request.body);
    const no = String(request.params.no);
    allowed(
      await placeGoods(deps, {
        no,
        by: actorOf(request),
        key: commandKey("goods-place", request),
        ...body,
      }),
    );
    response.json(goodsJson(lotOf(donations, no)));
  });
  return router;
};

/** The lot of a number. Throws 404. */
export const lotOf = (donations: Pick<Donations, "goodsLot">, no: string): Goods => {
  const lot = donations.goodsLot(no);
  if (!lot) throw problem({ status: 404, code: "goods_unknown", vars: { goods: no } });
  return lot;
};

/** The lots of a fund, or all; those of one sort, or all. */
export const lotsOf = (donations: Pick<Donations, "goods">, { fund, show }: GoodsQuery): Goods[] =>
  [...donations.goods()].filter((lot) => (fund === undefined || lot.fund === fund) && isShown(lot, show));

const isShown = (lot: Goods, show: GoodsQuery["show"]): boolean => {
  if (show === undefined) return true;
  if (show === "memo") return lot.value === undefined;
  return leftOf(lot).quantity > 0n === (show === "left");
};

const goodsJson = (lot: Goods): JsonObject => {
  const left = leftOf(lot);
  return {
    goods: lot.no,
    fund: lot.fund,
    item: lot.item,
    unit: lot.unit,
    received_on: lot.receivedOn,
    quantity: lot.quantity,
    left: quantityText(left.quantity),
    value: lot.value === undefined ? null : formatYuan(lot.value),
    value_left: left.value === undefined ? null : formatYuan(left.value),
    place: lot.place ?? null,
    usable_until: lot.usableUntil ?? null,
  };
};

const handoutJson = ({ on, quantity, purpose, request, household, slip, line }: Handout): JsonObject => ({
  on,
  quantity: quantityText(quantity),
  purpose,
  request: request ?? null,
  household: household ?? null,
  slip: slip ?? null,
  line,
});

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: base,
    summary: "Lots of donated goods: value, place, and what is left of them",
    roles: GOODS_READERS,
    query: goodsQuerySchema,
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/:no`,
    summary: "One lot and what went out of it",
    roles: GOODS_READERS,
    responses: { 200: "The lot", 404: "No such lot" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/:no/handouts`,
    summary:
      "Give out a part of a lot, at the lot's value: to a request, a household by its reference, or by a signed list",
    roles: ["bookkeeper"],
    body: handoutSchema,
    idempotent: true,
    responses: { 200: "Known", 201: "Given out", 409: "More than is left, too old, or not for this fund" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/:no/place`,
    summary: "Note where a lot lies and until when it may be used",
    roles: ["bookkeeper"],
    body: placeSchema,
    idempotent: true,
    responses: { 200: "Noted" },
  });
};
