import { type Request, type Response, Router } from "express";
import type { Funds } from "../funds/public.ts";
import { inScope, requireRole, staffOf } from "../identity/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { Bilingual } from "../platform/display.ts";
import { wordsFor } from "../platform/language.ts";
import { noticeOf, onwardDone, ownQuery } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { pageOf } from "../platform/paging.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { erasureSchema, findSchema } from "./input.ts";
import { eraseFor, OFFICERS, type PrivacyRoutesDeps } from "./routes.ts";
import type { Held } from "./service.ts";
import { privacyView } from "./views.ts";

export type PrivacyPagesDeps = PrivacyRoutesDeps & {
  readonly funds: Pick<Funds, "fund">;
  readonly today: () => BusinessDate;
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const base = "/desk/privacy";

/** The desk of the privacy officer: find by a number, see what is held, block or erase, and what was handled before. */
export const privacyPages = (deps: PrivacyPagesDeps): Router => {
  const router = Router();
  const page = (request: Request, response: Response) => privacyPage(deps, request, response);
  router.get(base, requireRole(...OFFICERS), page);
  const erase = async (request: Request, response: Response): Promise<void> => {
    const { subject, standing } = await eraseFor(deps, request, validateForm(erasureSchema, fieldsOf(request)));
    const to = `${base}?number=${encodeURIComponent(subject.number)}`;
    onwardDone(response, to, { done: standing?.state ?? "" });
  };
  const fields = { why: "privacy.form.why", paper: "privacy.form.paper" };
  router.post(base, requireRole(...OFFICERS), pageForm({ name: "erase", act: erase, page, fields }));
  return router;
};

/** The filled fields of the form; a paper need not be named. */
const fieldsOf = (request: Request): object => {
  const { idempotency_key: _key, paper, ...fields } = (request.body ?? {}) as { readonly [field: string]: unknown };
  return { ...fields, ...(paper === "" ? {} : { paper }) };
};

const privacyPage = async (deps: PrivacyPagesDeps, request: Request, response: Response): Promise<void> => {
  const { page: at, ...query } = ownQuery(request);
  const typed = (request.body as { readonly number?: unknown } | undefined)?.number;
  const { number = "" } = validateForm(findSchema, typed === undefined ? query : { number: typed });
  const words = wordsFor(response);
  const held = await seenBy(deps, request, number.trim());
  const names = new Map((await deps.members()).map(({ id, name }) => [`user:${id}`, name]));
  const page = {
    asked: number.trim(),
    held,
    fund: fundOf(deps, held),
    today: deps.today(),
    handled: pageOf(await deps.service.handled(staffOf(request).funds), at),
    nameOf: (by: string) => names.get(by) ?? words.t("privacy.by_night"),
    formKey: deps.newKey(),
  };
  const told = (state: Held["state"]) => () =>
    held?.state === state ? { text: words.t(`privacy.done.${state}`) } : undefined;
  const notice = noticeOf(request, { blocked: told("blocked"), erased: told("erased") });
  response.set("Cache-Control", "no-store");
  render(response, "privacy/desk", { ...privacyView(page, words), notice });
};

/** What is held under a number, if its fund is one the officer acts for. */
const seenBy = async ({ service }: PrivacyPagesDeps, request: Request, number: string): Promise<Held | undefined> => {
  const held = number === "" ? undefined : await service.held(number);
  return held && inScope(staffOf(request).funds, held.subject.fund) ? held : undefined;
};

const fundOf = ({ funds }: PrivacyPagesDeps, held: Held | undefined): Bilingual => {
  const code = held?.subject.fund ?? "";
  const fund = funds.fund(code);
  return { zh: fund?.nameZh ?? code, en: fund?.nameEn ?? code };
};
