import type { Outcome, Submit } from "../journal/chapter.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { Donations } from "./donations.ts";
import type { HandoutBody, PlaceBody } from "./goods-input.ts";

/** What a handout must know of a request for aid. */
export type KnownRequest = { readonly fund: string; readonly purpose: string; readonly approved: boolean };

export type GoodsDeps = {
  readonly submit: Submit;
  readonly donations: Pick<Donations, "goodsLot">;
  readonly requestOf: (no: string) => KnownRequest | undefined;
};
type Told = { readonly no: string; readonly by: string; readonly key: string };

/** Gives out part of a lot. A request must be of the lot's fund and approved (WF-17); it tells the purpose. */
export const handOut = async (
  { submit, donations, requestOf }: GoodsDeps,
  { no, by, key, on, ...body }: Told & HandoutBody & { readonly on: string },
): Promise<Outcome | Refusal> => {
  const lot = donations.goodsLot(no);
  if (!lot) return refuse("goods_unknown", { goods: no });
  const request = body.request === undefined ? undefined : requestOf(body.request);
  if (body.request !== undefined) {
    if (!request) return refuse("goods_request_unknown", { request: body.request });
    if (request.fund !== lot.fund) return refuse("goods_request_other_fund", { request: body.request, fund: lot.fund });
    if (!request.approved) return refuse("goods_request_not_approved", { request: body.request, rule: "WF-17" });
  }
  const input = { goods: no, ...body, purpose: body.purpose ?? request?.purpose ?? "" };
  return submit({ name: "donations.giveGoods", key, by, on, input });
};

/** Notes where a lot lies and until when it may be used (GIFT-13). */
export const placeGoods = (
  { submit }: Pick<GoodsDeps, "submit">,
  { no, by, key, ...body }: Told & PlaceBody,
): Promise<Outcome | Refusal> => submit({ name: "donations.placeGoods", key, by, input: { goods: no, ...body } });
