import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole, staffOf } from "../identity/public.ts";
import type { Funds } from "../funds/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { wordsFor } from "../platform/language.ts";
import { noticeOf, onwardDone } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { READERS, STEPS } from "./access.ts";
import type { Agency } from "./agency.ts";
import { openSchema, orderSchema } from "./input.ts";
import { agencyNotices } from "./notices.ts";
import { type AgencyRoutesDeps, agencyOf } from "./routes.ts";
import { type AgencyPage, agencyListView, agencyView, type ShownAgency, type WaitingRow } from "./views.ts";
import { orderWhys, whysOf } from "./whys.ts";

export type AgencyPagesDeps = AgencyRoutesDeps & {
  readonly funds: Pick<Funds, "purposes">;
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Bank rows that nobody has explained. */
  readonly waitingRows: () => readonly WaitingRow[];
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const base = "/desk/agency";

/** The desk of money held for others: the list, and one agency with its movements, orders and steps. */
export const agencyPages = (deps: AgencyPagesDeps): Router => {
  const { service, agencies } = deps;
  const router = Router();
  const list = (request: Request, response: Response) => listPage(deps, request, response);
  const one = (request: Request, response: Response) => onePage(deps, request, response);
  router.get(base, requireRole(...READERS), list);
  router.get(`${base}/:no`, requireRole(...READERS), one);
  const open = async (request: Request, response: Response): Promise<void> => {
    const body = validateForm(openSchema, filledOf(request));
    const told = { by: actorOf(request), key: commandKey("agencies", request) };
    const no = String(allowed(await service.open({ ...body, ...told })).line.data.agency);
    onwardDone(response, `${base}/${no}`, { done: "opened", of: no });
  };
  const opening = pageForm({ act: open, page: list, fields: OPENING });
  router.post(base, requireRole(...STEPS.open), demandIdempotencyKey, opening);
  const order = async (request: Request, response: Response): Promise<void> => {
    const body = validateForm(orderSchema, filledOf(request));
    const told = { by: actorOf(request), key: commandKey("agency-orders", request) };
    const { no } = agencyOf(agencies, request);
    const { line } = allowed(await service.order({ ...body, ...told, agency: no }));
    onwardDone(response, `${base}/${no}`, { done: "ordered", of: String(line.data.order) });
  };
  const about = { agency_over_held: "amount" };
  const ordering = pageForm({ name: "order", act: order, page: one, fields: ORDERING, about });
  router.post(`${base}/:no/orders`, requireRole(...STEPS.order), demandIdempotencyKey, ordering);
  for (const step of ["confirm", "close"] as const) {
    const act = async (request: Request, response: Response): Promise<void> => {
      const { no } = agencyOf(agencies, request);
      allowed(await service[step](no, { by: actorOf(request) }));
      onwardDone(response, `${base}/${no}`, { done: step, of: no });
    };
    router.post(`${base}/:no/${step}`, requireRole(...STEPS[step]), pageForm({ name: step, act, page: one }));
  }
  for (const step of ["release", "withdraw"] as const) {
    const act = async (request: Request, response: Response): Promise<void> => {
      const { no } = agencyOf(agencies, request);
      const of = String(request.params.order);
      allowed(await service[step](of, { by: actorOf(request) }));
      onwardDone(response, `${base}/${no}`, { done: step, of });
    };
    const form = pageForm({ name: step, act, page: one });
    router.post(`${base}/:no/orders/:order/${step}`, requireRole(...STEPS[step]), form);
  }
  router.post(`${base}/:no/reveal`, requireRole(...STEPS.reveal), async (request, response) => {
    const { no, payee } = agencyOf(agencies, request);
    const person = allowed(await deps.people.reveal(payee, { by: actorOf(request), reason: `paying on ${no}` }));
    const { name, bank = "", account = "" } = person;
    response.set("Cache-Control", "private, no-store");
    await onePage(deps, request, response, { name, bank, account });
  });
  return router;
};

const OPENING = {
  principal_name: "agency.field.principal_name",
  payee_name: "agency.field.payee_name",
  payee_bank: "agency.field.payee_bank",
  payee_account: "agency.field.payee_account",
  purpose: "agency.fact.purpose",
  agreement: "agency.field.agreement",
};
const ORDERING = { pays: "agency.order.pays", amount: "head.amount" };

/** The filled fields of a form, without its key. */
const filledOf = (request: Request): object => {
  const { idempotency_key: _key, ...fields } = (request.body ?? {}) as { readonly [field: string]: unknown };
  return fields;
};

const commonOf = (deps: AgencyPagesDeps) => ({
  today: deps.today(),
  purposes: deps.funds.purposes().map(({ code, zh, en }) => ({ code, name: { zh, en } })),
  formKey: deps.newKey(),
});

const shownOf = async (deps: AgencyPagesDeps, rows: readonly Agency[]): Promise<ShownAgency[]> => {
  const masked = await deps.people.maskedOf(rows.flatMap(({ principal, payee }) => [principal, payee]));
  return rows.map((row) => ({
    row,
    held: deps.agencies.held(row.no),
    movements: deps.agencies.movementsOf(row.no),
    principal: masked.get(row.principal)?.name ?? "",
    payee: masked.get(row.payee)?.name ?? "",
  }));
};

const listPage = async (deps: AgencyPagesDeps, request: Request, response: Response): Promise<void> => {
  await deps.catchUp();
  const agencies = await shownOf(deps, deps.agencies.all());
  const page = { ...commonOf(deps), agencies, mayOpen: hasRole(request, ...STEPS.open) };
  render(response, "agency/list", agencyListView(page, wordsFor(response)));
};

const onePage = async (
  deps: AgencyPagesDeps,
  request: Request,
  response: Response,
  revealed?: AgencyPage["revealed"],
): Promise<void> => {
  await deps.catchUp();
  const words = wordsFor(response);
  const row = agencyOf(deps.agencies, request);
  const [known] = await shownOf(deps, [row]);
  if (known === undefined) throw new Error("an agency was not shown");
  const caller = { by: actorOf(request), roles: staffOf(request).roles };
  const names = new Map((await deps.members()).map(({ id, name }) => [`user:${id}`, name]));
  const page: AgencyPage = {
    ...commonOf(deps),
    shown: known,
    free: deps.agencies.free(row.no),
    orders: deps.agencies.ordersOf(row.no).map((order) => ({ ...order, whys: orderWhys(order, caller) })),
    whys: whysOf(row, caller, known.held === 0n),
    mayMatch: hasRole(request, "bookkeeper"),
    waiting: deps.waitingRows(),
    nameOf: (by) => names.get(by) ?? by.replace(/^user:/, ""),
    ...(revealed === undefined ? {} : { revealed }),
  };
  const notice = noticeOf(request, agencyNotices(deps.agencies, words));
  render(response, "agency/one", { ...agencyView(page, words), notice });
};
