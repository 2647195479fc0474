import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import type { Funds } from "../funds/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { wordsFor } from "../platform/language.ts";
import { noticeOf, onwardDone, ownQuery } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { goodsQuerySchema, handoutSchema, placeSchema } from "./goods-input.ts";
import { GOODS_READERS, type GoodsRoutesDeps, lotOf, lotsOf } from "./goods-routes.ts";
import { handOut, placeGoods } from "./goods-service.ts";
import { goodsListView, goodsLotView, type GoodsLotPage, goodsNotices } from "./goods-view.ts";

export type GoodsPagesDeps = GoodsRoutesDeps & {
  readonly funds: Pick<Funds, "all" | "fund" | "purposes">;
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const base = "/desk/goods";

/** The desk of donated goods: the lots, and one lot with what went out of it, its handout and its place. */
export const goodsPages = (deps: GoodsPagesDeps): Router => {
  const router = Router();
  router.get(base, requireRole(...GOODS_READERS), async (request, response) => {
    const asked = validateForm(goodsQuerySchema, ownQuery(request));
    await deps.catchUp();
    const funds = deps.funds.all().map(({ code, nameZh, nameEn }) => ({ code, name: { zh: nameZh, en: nameEn } }));
    const page = { lots: lotsOf(deps.donations, asked), funds, asked };
    render(response, "donations/goods", goodsListView(page, wordsFor(response)));
  });
  const page = (request: Request, response: Response) => lotPage(deps, request, response);
  router.get(`${base}/:no`, requireRole(...GOODS_READERS), page);
  const give = async (request: Request, response: Response): Promise<void> => {
    const { on = deps.today(), ...body } = validateForm(handoutSchema, fieldsOf(request));
    await deps.catchUp();
    allowed(await handOut(deps, { ...toldOf(request, "goods-handout"), ...body, on }));
    onwardDone(response, addressOf(request), { done: "given" });
  };
  const place = async (request: Request, response: Response): Promise<void> => {
    const body = validateForm(placeSchema, fieldsOf(request));
    allowed(await placeGoods(deps, { ...toldOf(request, "goods-place"), ...body }));
    onwardDone(response, addressOf(request), { done: "placed" });
  };
  const byBookkeeper = [requireRole("bookkeeper"), demandIdempotencyKey];
  const giving = pageForm({ name: "give", act: give, page, fields: GIVE, about: ABOUT });
  router.post(`${base}/:no/handouts`, ...byBookkeeper, giving);
  router.post(`${base}/:no/place`, ...byBookkeeper, pageForm({ name: "place", act: place, page, fields: PLACE }));
  return router;
};

const named = (fields: readonly string[]) => Object.fromEntries(fields.map((each) => [each, `goods.field.${each}`]));
const GIVE = named(["quantity", "request", "household", "purpose", "slip", "on"]);
const PLACE = named(["place", "usable_until"]);
const ABOUT = {
  goods_over_lot: "quantity",
  goods_request_unknown: "request",
  goods_request_other_fund: "request",
  goods_request_not_approved: "request",
  wrong_purpose: "purpose",
};

const addressOf = (request: Request): string => `${base}/${encodeURIComponent(String(request.params.no))}`;

const lotPage = async (deps: GoodsPagesDeps, request: Request, response: Response): Promise<void> => {
  await deps.catchUp();
  const words = wordsFor(response);
  const lot = lotOf(deps.donations, String(request.params.no));
  const fund = deps.funds.fund(lot.fund);
  const purposes = deps.funds.purposes().map(({ code, zh, en }) => ({ code, name: { zh, en } }));
  const names = new Map((await deps.members()).map(({ id, name }) => [`user:${id}`, name]));
  const page: GoodsLotPage = {
    lot,
    today: deps.today(),
    fund: { zh: fund?.nameZh ?? lot.fund, en: fund?.nameEn ?? lot.fund },
    handouts: deps.donations.handoutsOf(lot.no),
    purposes: purposes.filter(({ code }) => fund?.purposes.includes(code)),
    mayHandOut: hasRole(request, "bookkeeper"),
    nameOf: (by) => names.get(by) ?? by.replace(/^user:/, ""),
    formKey: deps.newKey(),
  };
  const notice = noticeOf(request, goodsNotices(page, words));
  render(response, "donations/lot", { ...goodsLotView(page, words), notice });
};

const toldOf = (request: Request, route: string) => ({
  no: String(request.params.no),
  by: actorOf(request),
  key: commandKey(route, request),
});

/** A form's fields without its key. */
const fieldsOf = (request: Request): object => {
  const { idempotency_key: _key, ...fields } = (request.body ?? {}) as { readonly [field: string]: unknown };
  return fields;
};
