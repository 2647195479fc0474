import { type Request, type Response, Router } from "express";
import { actorOf, hasRole, requireRole, staffOf } from "../identity/public.ts";
import type { Outcome } from "../journal/chapter.ts";
import { isRefusal, type Refusal } from "../kernel/result.ts";
import type { Funds } from "../funds/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { onward, wordsFor } from "../platform/language.ts";
import {
  type FieldError,
  ProblemError,
  problemDocument,
  RefusedError,
  type RefusalTable,
  refusalProblem,
  refused,
} from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { READERS, STEPS } from "./access.ts";
import type { Agency } from "./agency.ts";
import { openSchema, orderSchema } from "./input.ts";
import { type AgencyRoutesDeps, agencyOf } from "./routes.ts";
import { type AgencyPage, agencyListView, agencyView, type ShownAgency, type WaitingRow } from "./views.ts";
import { orderWhys, whysOf } from "./whys.ts";

export type AgencyPagesDeps = AgencyRoutesDeps & {
  readonly funds: Pick<Funds, "purposes">;
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Bank rows that nobody has explained. */
  readonly waitingRows: () => readonly WaitingRow[];
  readonly refusals: RefusalTable;
  /** A fresh idempotency key for a form. */
  readonly newKey: () => string;
};

const base = "/desk/agency";

/** The desk of money held for others: the list, and one agency with its movements, orders and steps. */
export const agencyPages = (deps: AgencyPagesDeps): Router => {
  const { service, agencies } = deps;
  const router = Router();
  router.get(base, requireRole(...READERS), (request, response) => listPage(deps, { request, response }));
  router.get(`${base}/:no`, requireRole(...READERS), (request, response) => onePage(deps, { request, response }));
  router.post(base, requireRole(...STEPS.open), demandIdempotencyKey, async (request, response) => {
    await guarded({ deps, request, response, page: listPage }, async () => {
      const body = validateForm(openSchema, filledOf(request));
      const told = { by: actorOf(request), key: commandKey("agencies", request) };
      return `${String(accepted(await service.open({ ...body, ...told })).line.data.agency)}?done=opened`;
    });
  });
  router.post(`${base}/:no/orders`, requireRole(...STEPS.order), demandIdempotencyKey, async (request, response) => {
    await guarded({ deps, request, response, page: onePage }, async () => {
      const body = validateForm(orderSchema, filledOf(request));
      const told = { by: actorOf(request), key: commandKey("agency-orders", request) };
      const agency = agencyOf(agencies, request).no;
      accepted(await service.order({ ...body, ...told, agency }));
      return `${agency}?done=ordered`;
    });
  });
  for (const step of ["confirm", "close"] as const) {
    router.post(`${base}/:no/${step}`, requireRole(...STEPS[step]), async (request, response) => {
      await guarded({ deps, request, response, page: onePage }, async () => {
        const { no } = agencyOf(agencies, request);
        accepted(await service[step](no, { by: actorOf(request) }));
        return `${no}?done=${step}`;
      });
    });
  }
  for (const step of ["release", "withdraw"] as const) {
    router.post(`${base}/:no/orders/:order/${step}`, requireRole(...STEPS[step]), async (request, response) => {
      await guarded({ deps, request, response, page: onePage }, async () => {
        accepted(await service[step](String(request.params.order), { by: actorOf(request) }));
        return `${agencyOf(agencies, request).no}?done=${step}`;
      });
    });
  }
  router.post(`${base}/:no/reveal`, requireRole(...STEPS.reveal), async (request, response) => {
    const { no, payee } = agencyOf(agencies, request);
    const person = await deps.people.reveal(payee, { by: actorOf(request), reason: `paying on ${no}` });
    if (isRefusal(person)) throw refused(person);
    const { name, bank = "", account = "" } = person;
    response.set("Cache-Control", "private, no-store");
    await onePage(deps, { request, response, revealed: { name, bank, account } });
  });
  return router;
};

type Shown = {
  readonly request: Request;
  readonly response: Response;
  readonly errors?: readonly Pick<FieldError, "field" | "message">[];
  readonly revealed?: AgencyPage["revealed"];
};
type Guarded = Shown & {
  readonly deps: AgencyPagesDeps;
  /** Where a refusal is said, with what was typed. */
  readonly page: (deps: AgencyPagesDeps, shown: Shown) => Promise<void>;
};

/** Does a form's work and goes on to the agency it names; what is refused is said on the page of the form. */
const guarded = async ({ deps, request, response, page }: Guarded, work: () => Promise<string>): Promise<void> => {
  await deps.catchUp();
  try {
    onward(response, `${base}/${await work()}`);
  } catch (error) {
    const known = error instanceof RefusedError ? refusalProblem(error.refusal, deps.refusals) : error;
    if (!(known instanceof ProblemError)) throw known;
    const { detail, errors = [], status } = problemDocument(known.options, wordsFor(response).t);
    response.status(status);
    await page(deps, { request, response, errors: errors.length > 0 ? errors : [{ field: "form", message: detail }] });
  }
};

const accepted = (outcome: Outcome | Refusal): Outcome => {
  if (isRefusal(outcome)) throw refused(outcome);
  return outcome;
};

/** The filled fields of a form, without its key. */
const filledOf = (request: Request): { readonly [field: string]: string } => {
  const entries = Object.entries((request.body ?? {}) as object).filter(
    ([field, value]) => field !== "idempotency_key" && typeof value === "string" && value !== "",
  );
  return Object.fromEntries(entries) as { readonly [field: string]: string };
};

const commonOf = (deps: AgencyPagesDeps, { request, errors = [] }: Shown) => ({
  today: deps.today(),
  purposes: deps.funds.purposes().map(({ code, zh, en }) => ({ code, name: { zh, en } })),
  values: request.method === "POST" ? filledOf(request) : {},
  errors,
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

const listPage = async (deps: AgencyPagesDeps, shown: Shown): Promise<void> => {
  await deps.catchUp();
  const agencies = await shownOf(deps, deps.agencies.all());
  const page = { ...commonOf(deps, shown), agencies, mayOpen: hasRole(shown.request, ...STEPS.open) };
  render(shown.response, "agency/list", agencyListView(page, wordsFor(shown.response)));
};

const onePage = async (deps: AgencyPagesDeps, shown: Shown): Promise<void> => {
  await deps.catchUp();
  const { request, response, revealed } = shown;
  const row = agencyOf(deps.agencies, request);
  const [known] = await shownOf(deps, [row]);
  if (known === undefined) throw new Error("an agency was not shown");
  const caller = { by: actorOf(request), roles: staffOf(request).roles };
  const names = new Map((await deps.members()).map(({ id, name }) => [`user:${id}`, name]));
  const done = doneOf(request);
  const page: AgencyPage = {
    ...commonOf(deps, shown),
    shown: known,
    free: deps.agencies.free(row.no),
    orders: deps.agencies.ordersOf(row.no).map((order) => ({ ...order, whys: orderWhys(order, caller) })),
    whys: whysOf(row, caller, known.held === 0n),
    mayMatch: hasRole(request, "bookkeeper"),
    waiting: deps.waitingRows(),
    nameOf: (by) => names.get(by) ?? by.replace(/^user:/, ""),
    ...(revealed === undefined ? {} : { revealed }),
    ...(done === undefined ? {} : { done }),
  };
  render(response, "agency/one", agencyView(page, wordsFor(response)));
};

const DONE = new Set(["opened", "ordered", "confirm", "close", "release", "withdraw", "matched"]);

/** What was just done, when the address says so. */
const doneOf = ({ query }: Request): string | undefined =>
  typeof query["done"] === "string" && DONE.has(query["done"]) ? query["done"] : undefined;
