import { type Request, type Response, Router } from "express";
import { actorOf, demandFund, hasRole, requireRole, requireStaff, staffOf, roleMissing } from "../identity/public.ts";
import type { Listed } from "../journal/mirror-progress.ts";
import type { MaskedPerson, People } from "../people/public.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { langOf } from "../platform/language.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed, problem } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import type { Donations } from "./donations.ts";
import { type Gift, restOf } from "./gift.ts";
import { giftJson, nextJson, type ReceiptSummary } from "./gift-json.ts";
import { giveSchema, listSchema, readGive, refundSchema } from "./input.ts";
import type { RefundRequest } from "./refund-service.ts";
import { isSecret } from "./secret-link.ts";
import type { DonationService } from "./service.ts";
import type { GiftQuery, ListedGift } from "./store.ts";
import type { Refusal } from "../kernel/result.ts";

export type DonationRoutesDeps = {
  readonly donations: Donations;
  readonly service: DonationService;
  readonly askRefund: (ask: RefundRequest) => Promise<Gift | Refusal>;
  readonly receiptsOf: (gift: string) => readonly ReceiptSummary[];
  readonly list: (query: GiftQuery) => Promise<Listed<ListedGift>>;
  readonly people: Pick<People, "maskedOf" | "standing">;
  /** Absorbs what other processes have written. */
  readonly catchUp: () => Promise<void>;
  /** Throws the 429 problem when an address tries too often (PIT-15). */
  readonly limitGiving: (address: string) => Promise<void>;
  readonly publicUrl: string;
};

const READERS = [
  "fundSecretary",
  "financeChecker",
  "secretaryGeneral",
  "council",
  "supervisor",
  "bookkeeper",
  "cashier",
  "receiptClerk",
  "disclosureOfficer",
  "auditor",
] as const;
const REFUNDERS = ["bookkeeper", "receiptClerk"] as const;

/** `/api/v1/donations`: give, see and withdraw consent by secret link; lists and refunds for staff. */
export const donationRoutes = (deps: DonationRoutesDeps): Router => {
  const router = Router();
  describe();
  router.post("/api/v1/donations", demandIdempotencyKey, async (request, response) => {
    await deps.limitGiving(request.ip ?? "");
    const asked = readGive(request.body, langOf(response));
    const given = allowed(await deps.service.give(asked, commandKey("donations", request)));
    response.status(201).json({
      ...giftJson(given.gift, []),
      secret: given.secret,
      link: `${deps.publicUrl}/gift/${given.secret}`,
      next: nextJson(given.next),
    });
  });
  router.get("/api/v1/donations", requireRole(...READERS), async (request, response) => {
    const query = validateForm(listSchema, request.query);
    if (query.fund !== undefined) demandFund(request, query.fund);
    await deps.catchUp();
    const scope = staffOf(request).funds;
    const { fund, ...rest } = query;
    const { rows: gifts, asOfLine } = await deps.list({ ...rest, funds: fund === undefined ? scope : [fund] });
    const people = await deps.people.maskedOf(gifts.flatMap(({ donor }) => donor ?? []));
    const last = gifts.length === query.limit ? gifts.at(-1) : undefined;
    response.json({
      as_of_line: asOfLine,
      donations: gifts.map(({ shown, donor }) => ({
        ...shown,
        receipts: deps.receiptsOf(String(shown.id)),
        ...donorOf(donor, { people, standing: deps.people.standing }),
      })),
      ...(last === undefined ? {} : { next: last.line }),
    });
  });
  router.get("/api/v1/donations/:id", async (request, response) => {
    const gift = await giftOf(deps, request, response);
    response.set("Cache-Control", "no-store").json(giftJson(gift, deps.receiptsOf(gift.id)));
  });
  router.post("/api/v1/donations/:id/withdrawal", async (request, response) => {
    const gift = await bySecret(deps, request);
    allowed(await deps.service.withdraw(gift));
    response.json({ id: gift.id, withdrawn_on: deps.donations.gift(gift.id)?.withdrawnOn });
  });
  router.post(
    "/api/v1/donations/:id/refunds",
    requireRole(...REFUNDERS),
    demandIdempotencyKey,
    async (request, response) => {
      const body = validate(refundSchema, request.body);
      const gift = await giftOf(deps, request, response);
      demandFund(request, gift.fund);
      const ask = { gift, amount: body.amount ?? restOf(gift), reason: body.reason, by: actorOf(request) };
      const after = allowed(await deps.askRefund({ ...ask, key: commandKey("refunds", request) }));
      response.status(201).json(giftJson(after, deps.receiptsOf(after.id)));
    },
  );
  return router;
};

const bySecret = async (deps: DonationRoutesDeps, request: Request): Promise<Gift> => {
  await deps.catchUp();
  const secret = String(request.params.id);
  const gift = isSecret(secret) ? deps.service.bySecret(secret) : undefined;
  if (!gift) throw problem({ status: 404, code: "gift_unknown" });
  return gift;
};

/** By secret link for anybody who has it; by id, order number or donation code for staff of its fund. */
const giftOf = async (deps: DonationRoutesDeps, request: Request, response: Response): Promise<Gift> => {
  const id = String(request.params.id);
  if (isSecret(id)) return bySecret(deps, request);
  requireStaff(request, response, () => undefined);
  if (!hasRole(request, ...READERS)) {
    throw roleMissing(response, READERS);
  }
  await deps.catchUp();
  const gift = deps.donations.gift(id) ?? deps.donations.byRef(id);
  if (!gift) throw problem({ status: 404, code: "gift_unknown" });
  demandFund(request, gift.fund);
  return gift;
};

type Known = { readonly people: ReadonlyMap<string, MaskedPerson>; readonly standing: People["standing"] };

/** Masked, or whether the donor's data are blocked or erased. */
const donorOf = (donor: string | undefined, { people, standing }: Known) => {
  if (donor === undefined) return {};
  const [masked, gone] = [people.get(donor), standing(donor)];
  return gone ? { donor_data: gone.state } : masked === undefined ? {} : { donor: masked };
};

const describe = (): void => {
  registerOperation({
    method: "POST",
    path: "/api/v1/donations",
    summary: "Give: registers the promise; the answer says how to pay and holds the secret of the gift's own page",
    body: giveSchema,
    idempotent: true,
    responses: {
      201: "The gift, its secret link and `next`: a page to pay at, or an account and a code for a transfer",
    },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/donations",
    summary: "Gifts in the order they were promised, donors masked",
    roles: READERS,
    query: listSchema,
    responses: { 200: "A page as of a line; `next` is the value of `after` for the following one" },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/donations/:id",
    summary: "One gift: by its secret for the donor, by id, order number or donation code for staff",
    responses: { 200: "The gift with its refunds and receipts" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/donations/:id/withdrawal",
    summary: "The donor takes back the consent to publication, by the secret; again changes nothing",
    responses: { 200: "Since when it is withdrawn" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/donations/:id/refunds",
    summary: "Pay a gift back through its provider. A live receipt must be voided first",
    roles: REFUNDERS,
    body: refundSchema,
    idempotent: true,
    responses: { 201: "The gift after the refund" },
  });
};
