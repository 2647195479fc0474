import { type Request, type Response, Router } from "express";
import { type BusinessDate, businessDate } from "../kernel/dates.ts";
import { isRefusal } from "../kernel/result.ts";
import type { Funds } from "../funds/public.ts";
import type { Gateways } from "../payments/public.ts";
import { commandKey } from "../platform/idempotency.ts";
import { langOf, onward, wordsFor } from "../platform/language.ts";
import { onwardDone } from "../platform/notice.ts";
import { allowed, problem, refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import type { Donations } from "./donations.ts";
import type { Gift } from "./gift.ts";
import { type GiftFacts, giftPage } from "./gift-page.ts";
import { giftView } from "./gift-view.ts";
import type { GiveFacts } from "./give-facts.ts";
import { bodyOfForm, errorOfRefusal, errorsOfFaults } from "./give-form.ts";
import { confirmPage, givePage } from "./give-page.ts";
import { confirmView, type GiveError, type GiveValues, giveView, transferView } from "./give-view.ts";
import { checkGive, giveFormSchema } from "./input.ts";
import { isSecret } from "./secret-link.ts";
import type { DonationService } from "./service.ts";
import { NAME_FROM } from "./terms.ts";

export type DonationPagesDeps = {
  readonly donations: Donations;
  readonly funds: Funds;
  readonly service: DonationService;
  readonly gateways: Gateways;
  /** Money of a fund now, what it last paid and what its recipients confirmed. */
  readonly facts: (fund: string) => GiveFacts;
  /** What became of a gift, from the modules above this one. */
  readonly giftFacts: (gift: Gift, secret: string) => Promise<GiftFacts>;
  /** Does this installation send mail? */
  readonly mails: boolean;
  readonly catchUp: () => Promise<void>;
  readonly limitGiving: (address: string) => Promise<void>;
  readonly clock: () => Date;
  /** A fresh idempotency key for a form (UI-8). */
  readonly newKey: () => string;
};

type Form = {
  readonly request: Request;
  readonly response: Response;
  readonly values: GiveValues;
  readonly key: string;
};

/** `/give`, `/gift`: give without an account, and the donor's own page by secret link. */
export const donationPages = (deps: DonationPagesDeps): Router => {
  const router = Router();
  router.get("/give", async (request, response) => {
    await deps.catchUp();
    const chosen = typeof request.query["fund"] === "string" ? request.query["fund"] : "";
    const fund = deps.funds.fund(chosen) ?? deps.funds.all().find(({ status }) => status === "active");
    if (!fund) throw problem({ status: 404, code: "not_found" });
    onward(response, `/give/${fund.code}`);
  });
  router.get("/give/:fund", async (request, response) => {
    await deps.catchUp();
    showForm(deps, { request, response, values: {}, key: deps.newKey() }, []);
  });
  router.post("/give/:fund", (request, response) => take(deps, formOf(deps, request, response)));
  router.post("/give/:fund/confirm", (request, response) => confirm(deps, formOf(deps, request, response)));
  router.get("/gift", (request, response) => {
    const secret = secretIn(request.query["secret"]);
    if (secret !== undefined && deps.service.bySecret(secret)) {
      return onward(response, `/gift/${secret}`);
    }
    const asked = typeof request.query["secret"] === "string" ? request.query["secret"] : "";
    render(response, "donations/code", { secret: asked, notFound: asked !== "" });
  });
  router.get("/gift/:secret", async (request, response) => {
    const found = await knownGift(deps, request);
    if (!found) return render(response.status(404), "donations/code", { secret: "", notFound: true });
    const { gift, secret } = found;
    await showGift(deps, {
      response,
      gift,
      secret,
      withdrawn: request.query["done"] === "withdrawn" && gift.withdrawnOn !== undefined,
    });
  });
  router.get("/gift/:secret/transfer", async (request, response) => {
    const { gift, secret } = await giftOf(deps, request);
    await showTransfer(deps, { response, gift, secret });
  });
  router.post("/gift/:secret/withdrawal", async (request, response) => {
    const { gift, secret } = await giftOf(deps, request);
    allowed(await deps.service.withdraw(gift));
    onwardDone(response, `/gift/${secret}`, { done: "withdrawn" });
  });
  return router;
};

/** The first submit: another fund, or the figures to confirm; nothing is written yet. */
const take = async (deps: DonationPagesDeps, form: Form): Promise<void> => {
  await deps.catchUp();
  const { request, response, values } = form;
  if (fieldsOf(request).do === "fund") {
    return onward(response, `/give/${values.fund ?? ""}`);
  }
  const checked = checkGive(bodyOf(deps, form), langOf(response));
  if (!checked.ok) return showForm(deps, form, errorsOfFaults(checked.faults, wordsFor(response), NAME_FROM));
  const words = wordsFor(response);
  const page = confirmPage(checked.value, { ...deps, words, values, key: form.key, today: today(deps) });
  noStore(response);
  render(response, "donations/confirm", confirmView(page, words));
};

/** The second submit: the gift is made. The same form again is the same gift (UI-8, PIT-1). */
const confirm = async (deps: DonationPagesDeps, form: Form): Promise<void> => {
  await deps.catchUp();
  const { request, response } = form;
  const words = wordsFor(response);
  if (fieldsOf(request).do === "edit") return showForm(deps, form, []);
  const checked = checkGive(bodyOf(deps, form), langOf(response));
  if (!checked.ok) return showForm(deps, form, errorsOfFaults(checked.faults, words, NAME_FROM));
  await deps.limitGiving(request.ip ?? "");
  const given = await deps.service.give(checked.value, commandKey("donations", request));
  if (isRefusal(given)) {
    const error = errorOfRefusal(given.refused, words);
    if (!error) throw refused(given);
    return showForm(deps, form, [error]);
  }
  const { gift, secret, next } = given;
  switch (next.kind) {
    case "pay":
      return leadToPay(deps, { response, gift, secret, url: next.url });
    case "transfer":
      return onward(response, `/gift/${secret}/transfer`);
    case "none":
      return onward(response, `/gift/${secret}`);
  }
};

type Shown = { readonly response: Response; readonly gift: Gift; readonly secret: string };

/**
 * Our policy lets a form lead to ourselves only, redirections included: a provider elsewhere is reached by a fresh
 * navigation from the gift's own page.
 */
const leadToPay = async (deps: DonationPagesDeps, shown: Shown & { readonly url: string }): Promise<void> => {
  const { response, url } = shown;
  if (url.startsWith("/")) return onward(response, url);
  response.set("Refresh", `0; url=${url}`);
  await showGift(deps, { ...shown, withdrawn: false });
};

const showGift = async (deps: DonationPagesDeps, shown: Shown & { readonly withdrawn: boolean }): Promise<void> => {
  const { response, gift, secret, withdrawn } = shown;
  const words = wordsFor(response);
  const facts = await deps.giftFacts(gift, secret);
  const page = giftPage(gift, facts, { funds: deps.funds, words, today: today(deps), secret });
  noStore(response);
  render(response, "donations/gift", giftView(withdrawn ? { ...page, notice: "withdrawn" } : page, words));
};

const showForm = (deps: DonationPagesDeps, form: Form, errors: readonly GiveError[]): void => {
  const { request, response, values, key } = form;
  const fund = deps.funds.fund(String(request.params["fund"]));
  if (!fund) throw problem({ status: 404, code: "fund_unknown", vars: { fund: String(request.params["fund"]) } });
  const words = wordsFor(response);
  const closed = fund.status === "active" ? undefined : errorOfRefusal("fund_suspended", words);
  const all = closed && !errors.some(({ field }) => field === "fund") ? [closed, ...errors] : errors;
  const page = givePage(fund, {
    funds: deps.funds,
    facts: deps.facts(fund.code),
    card: cardOf(deps),
    mails: deps.mails,
    today: today(deps),
    values,
    errors: all,
    key,
  });
  if (errors.length > 0) response.status(422);
  noStore(response);
  render(response, "donations/give", giveView(page, words));
};

const showTransfer = async (
  deps: DonationPagesDeps,
  { response, gift, secret }: { response: Response; gift: Gift; secret: string },
): Promise<void> => {
  const next = allowed(await deps.service.next(gift, langOf(response)));
  if (next.kind !== "transfer") return onward(response, `/gift/${secret}`);
  const fund = deps.funds.fund(gift.fund);
  const view = transferView(
    {
      gift: gift.id,
      code: next.code,
      amount: next.amount,
      fund: { zh: fund?.nameZh ?? gift.fund, en: fund?.nameEn ?? gift.fund },
      account: next.account,
      secretHref: `/gift/${secret}`,
    },
    wordsFor(response),
  );
  noStore(response);
  render(response, "donations/transfer", view);
};

type Found = { readonly gift: Gift; readonly secret: string };

const knownGift = async (deps: DonationPagesDeps, request: Request): Promise<Found | undefined> => {
  await deps.catchUp();
  const secret = String(request.params["secret"]);
  const gift = isSecret(secret) ? deps.service.bySecret(secret) : undefined;
  return gift && { gift, secret };
};

const giftOf = async (deps: DonationPagesDeps, request: Request): Promise<Found> => {
  const found = await knownGift(deps, request);
  if (!found) throw problem({ status: 404, code: "gift_unknown" });
  return found;
};

const formOf = (deps: DonationPagesDeps, request: Request, response: Response): Form => {
  const { idempotency_key: key, do: _do, lang: _lang, ...values } = fieldsOf(request);
  return { request, response, values, key: key ?? deps.newKey() };
};

const fieldsOf = (request: Request) => validateForm(giveFormSchema, request.body);
const bodyOf = (deps: DonationPagesDeps, { request, values }: Form) =>
  bodyOfForm(values, { fund: String(request.params["fund"]), card: cardOf(deps) });
const cardOf = ({ gateways }: DonationPagesDeps): "stripe" | "sandbox" => (gateways.stripe ? "stripe" : "sandbox");
const today = (deps: DonationPagesDeps): BusinessDate => businessDate(deps.clock());

/** The secret in what was typed: the whole address or its end. */
const secretIn = (text: unknown): string | undefined =>
  typeof text === "string" ? /[0-9a-f]{32}/.exec(text.trim().toLowerCase())?.[0] : undefined;

/** Secret addresses stay out of caches and of what other sites are told. */
const noStore = (response: Response): void => {
  response.set("Cache-Control", "no-store").set("Referrer-Policy", "no-referrer").set("X-Robots-Tag", "noindex");
};
