import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole } from "../identity/public.ts";
import type { Outcome } from "../journal/chapter.ts";
import { isRefusal, type Refusal } from "../kernel/result.ts";
import type { Funds } from "../funds/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { ProblemError, problemDocument, type RefusalTable, refusalProblem } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { goodsQuerySchema, handoutSchema, placeSchema } from "./goods-input.ts";
import { GOODS_READERS, type GoodsRoutesDeps, lotOf, lotsOf } from "./goods-routes.ts";
import { handOut, placeGoods } from "./goods-service.ts";
import { goodsListView, goodsLotView, type GoodsLotPage } from "./goods-view.ts";

export type GoodsPagesDeps = GoodsRoutesDeps & {
  readonly funds: Pick<Funds, "all" | "fund" | "purposes">;
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  readonly refusals: RefusalTable;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const base = "/desk/goods";

/** The desk of donated goods: the lots, and one lot with what went out of it, its handout and its place. */
export const goodsPages = (deps: GoodsPagesDeps): Router => {
  const router = Router();
  router.get(base, requireRole(...GOODS_READERS), async (request, response) => {
    const { lang: _lang, ...query } = request.query;
    const asked = validateForm(goodsQuerySchema, query);
    await deps.catchUp();
    const funds = deps.funds.all().map(({ code, nameZh, nameEn }) => ({ code, name: { zh: nameZh, en: nameEn } }));
    const page = { lots: lotsOf(deps.donations, asked), funds, asked };
    render(response, "donations/goods", goodsListView(page, wordsFor(response)));
  });
  router.get(`${base}/:no`, requireRole(...GOODS_READERS), (request, response) => lotPage(deps, { request, response }));
  router.post(`${base}/:no/handouts`, requireRole("bookkeeper"), demandIdempotencyKey, (request, response) =>
    form(deps, { request, response, done: "given" }, () => {
      const { on = deps.today(), ...body } = validateForm(handoutSchema, filledOf(request));
      return handOut(deps, { ...toldOf(request, "goods-handout"), ...body, on });
    }),
  );
  router.post(`${base}/:no/place`, requireRole("bookkeeper"), demandIdempotencyKey, (request, response) =>
    form(deps, { request, response, done: "placed" }, () =>
      placeGoods(deps, { ...toldOf(request, "goods-place"), ...validateForm(placeSchema, filledOf(request)) }),
    ),
  );
  return router;
};

type Shown = {
  readonly request: Request;
  readonly response: Response;
  readonly errors?: GoodsLotPage["errors"];
};

/** Does a form's work and goes back to the lot; what is refused is said on it, with what was typed. */
const form = async (
  deps: GoodsPagesDeps,
  { request, response, done }: Shown & { readonly done: "given" | "placed" },
  work: () => Promise<Outcome | Refusal>,
): Promise<void> => {
  await deps.catchUp();
  const { no } = lotOf(deps.donations, String(request.params.no));
  try {
    const outcome = await work();
    if (isRefusal(outcome)) throw refusalProblem(outcome, deps.refusals);
    onward(response, `${base}/${encodeURIComponent(no)}?done=${done}`);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { detail, errors = [], status } = problemDocument(error.options, wordsFor(response).t);
    response.status(status);
    const told = errors.length > 0 ? errors : [{ field: done === "given" ? "quantity" : "place", message: detail }];
    await lotPage(deps, { request, response, errors: told });
  }
};

const lotPage = async (deps: GoodsPagesDeps, { request, response, errors = [] }: Shown): Promise<void> => {
  await deps.catchUp();
  const lot = lotOf(deps.donations, String(request.params.no));
  const fund = deps.funds.fund(lot.fund);
  const named = deps.funds.purposes().map(({ code, zh, en }) => ({ code, name: { zh, en } }));
  const names = new Map((await deps.members()).map(({ id, name }) => [`user:${id}`, name]));
  const { done } = request.query;
  const page: GoodsLotPage = {
    lot,
    today: deps.today(),
    fund: { zh: fund?.nameZh ?? lot.fund, en: fund?.nameEn ?? lot.fund },
    handouts: deps.donations.handoutsOf(lot.no),
    purposes: named.filter(({ code }) => fund?.purposes.includes(code)),
    mayHandOut: hasRole(request, "bookkeeper"),
    nameOf: (by) => names.get(by) ?? by.replace(/^user:/, ""),
    values: request.method === "POST" ? filledOf(request) : {},
    errors,
    ...(done === "given" || done === "placed" ? { done } : {}),
    formKey: deps.newKey(),
  };
  render(response, "donations/lot", goodsLotView(page, wordsFor(response)));
};

const toldOf = (request: Request, route: string) => ({
  no: String(request.params.no),
  by: actorOf(request),
  key: commandKey(route, request),
});

/** The filled fields of a form, without its key. */
const filledOf = (request: Request): { readonly [field: string]: string } => {
  const entries = Object.entries((request.body ?? {}) as object).filter(
    ([field, value]) => field !== "idempotency_key" && typeof value === "string" && value !== "",
  );
  return Object.fromEntries(entries) as { readonly [field: string]: string };
};
