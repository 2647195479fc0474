import { Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import type { Submit } from "../journal/chapter.ts";
import { formatYuan } from "../kernel/money.ts";
import { isRefusal, type JsonObject } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { problem, refused } from "../platform/problem.ts";
import { validate } from "../platform/validate.ts";
import type { Donations } from "./donations.ts";
import type { Goods } from "./goods.ts";
import { hundredths } from "./goods-given.ts";
import { handoutSchema } from "./input.ts";

export type GoodsRoutesDeps = {
  readonly donations: Donations;
  readonly submit: Submit;
  readonly catchUp: () => Promise<void>;
  readonly today: () => string;
};

const READERS = ["bookkeeper", "fundSecretary", "financeChecker", "secretaryGeneral", "auditor"] as const;
const base = "/api/v1/goods";

/** `/api/v1/goods`: the lots with what is left of them, and handing out a part of one (ACC-10). */
export const goodsRoutes = ({ donations, submit, catchUp, today }: GoodsRoutesDeps): Router => {
  const router = Router();
  describe();
  router.get(base, requireRole(...READERS), async (_request, response) => {
    await catchUp();
    response.json({ goods: [...donations.goods()].map(goodsJson) });
  });
  router.post(`${base}/:no/handouts`, requireRole("bookkeeper"), demandIdempotencyKey, async (request, response) => {
    const { on = today(), quantity, purpose } = validate(handoutSchema, request.body);
    const no = String(request.params.no);
    const key = commandKey("goods-handout", request);
    const input = { goods: no, quantity, purpose };
    const outcome = await submit({ name: "donations.giveGoods", key, by: actorOf(request), on, input });
    if (isRefusal(outcome)) throw refused(outcome);
    const lot = donations.goodsLot(no);
    if (!lot) throw problem({ status: 404, code: "goods_unknown", vars: { goods: no } });
    response.status(outcome.repeated ? 200 : 201).json({ ...goodsJson(lot), line: outcome.index });
  });
  return router;
};

const goodsJson = (lot: Goods): JsonObject => ({
  goods: lot.no,
  fund: lot.fund,
  item: lot.item,
  unit: lot.unit,
  received_on: lot.receivedOn,
  quantity: lot.quantity,
  left: hundredthsText(hundredths(lot.quantity) - lot.given),
  value: lot.value === undefined ? null : formatYuan(lot.value),
});

/** Always with two decimals: `30.00`, `2.50`. */
const hundredthsText = (value: bigint): string => `${value / 100n}.${String(value % 100n).padStart(2, "0")}`;

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: base,
    summary: "Lots of donated goods with what is left of them",
    roles: READERS,
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/:no/handouts`,
    summary: "Give out a part of a lot, at the lot's value",
    roles: ["bookkeeper"],
    body: handoutSchema,
    idempotent: true,
    responses: { 200: "Known", 201: "Given out", 409: "More than is left, or not a purpose of the fund" },
  });
};
