import { type Request, Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import type { Submit } from "../journal/chapter.ts";
import { idFrom } from "../kernel/ids.ts";
import { lastDay } from "../kernel/dates.ts";
import { formatYuan, negate, ZERO } from "../kernel/money.ts";
import { isRefusal, type JsonObject } from "../kernel/result.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { problem, refused } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { reversalSchema, trialBalanceSchema, type VoucherEntryInput, voucherSchema } from "./input.ts";
import type { Ledger } from "./ledger.ts";
import { credit, debit, postingAmount } from "./posting.ts";
import { trialBalance, trialBalanceJson } from "./trial-balance.ts";
import { reversed, type Voucher } from "./voucher.ts";

export type LedgerRoutesDeps = {
  readonly ledger: Ledger;
  readonly submit: Submit;
  readonly catchUp: () => Promise<void>;
  readonly today: () => string;
};

/** Who reads the books, and who posts what another proposed. */
export const READERS = [
  "bookkeeper",
  "financeChecker",
  "secretaryGeneral",
  "auditor",
  "supervisor",
  "disclosureOfficer",
] as const;
export const POSTERS = ["financeChecker", "secretaryGeneral"] as const;
const base = "/api/v1/books";

/** `/api/v1/books`: trial balance, manual vouchers by two people, their reversal, and the close of a month by two people. */
export const ledgerRoutes = (deps: LedgerRoutesDeps): Router => {
  const router = Router();
  describe();
  router.get(`${base}/trial-balance`, requireRole(...READERS), async (request, response) => {
    const query = validateForm(trialBalanceSchema, request.query);
    await deps.catchUp();
    const view = query.view ?? "before_close";
    response.json({
      period: query.period,
      view,
      ...trialBalanceJson(trialBalance(deps.ledger.balances, { on: lastDay(query.period), view })),
    });
  });
  router.get(`${base}/vouchers`, requireRole(...READERS), async (_request, response) => {
    await deps.catchUp();
    response.json({ vouchers: deps.ledger.vouchers.all().map(voucherJson) });
  });
  router.post(`${base}/vouchers`, requireRole("bookkeeper"), demandIdempotencyKey, async (request, response) => {
    const input = validate(voucherSchema, request.body);
    const post = input.entries.map(postingOf);
    const proposal = { on: input.on, text: input.text, post };
    response
      .status(201)
      .json(
        voucherJson(await propose(deps, { ...proposal, key: commandKey("vouchers", request), by: actorOf(request) })),
      );
  });
  router.post(`${base}/vouchers/:id/posting`, requireRole(...POSTERS), async (request, response) => {
    response.json(voucherJson(await postVoucher(deps, request)));
  });
  router.post(
    `${base}/vouchers/:id/reversal`,
    requireRole("bookkeeper"),
    demandIdempotencyKey,
    async (request, response) => {
      const input = validate(reversalSchema, request.body);
      await deps.catchUp();
      const original = voucherOf(deps.ledger, String(request.params.id));
      const proposal = { on: input.on, text: input.text, post: reversed(original.post), reverses: original.id };
      response
        .status(201)
        .json(
          voucherJson(await propose(deps, { ...proposal, key: commandKey("vouchers", request), by: actorOf(request) })),
        );
    },
  );
  router.get(`${base}/periods`, requireRole(...READERS), async (_request, response) => {
    await deps.catchUp();
    response.json({ closed: deps.ledger.periods.all() });
  });
  return router;
};

type Proposal = {
  /** Left out: the day on which it is written. */
  readonly on?: string;
  readonly text: string;
  readonly post: ReturnType<typeof reversed>;
  readonly reverses?: string;
  readonly key: string;
  readonly by: string;
};

/** Posts the voucher of the address as the person of the request; who proposed it is refused (LED-9). */
export const postVoucher = async (deps: LedgerRoutesDeps, request: Request): Promise<Voucher> => {
  const id = String(request.params.id);
  const command = { name: "ledger.post", key: `voucher-post:${id}`, by: actorOf(request) };
  await accepted(deps.submit({ ...command, input: { id } }));
  return voucherOf(deps.ledger, id);
};

/** Proposes a voucher under the key of a command. */
export const propose = async (deps: LedgerRoutesDeps, { key, by, on, ...rest }: Proposal): Promise<Voucher> => {
  const id = idFrom("V", key);
  await accepted(deps.submit({ name: "ledger.propose", key, by, on, input: { id, ...rest } }));
  return voucherOf(deps.ledger, id);
};

const accepted = async (answer: ReturnType<Submit>): Promise<void> => {
  const outcome = await answer;
  if (isRefusal(outcome)) throw refused(outcome);
};

/** The voucher of an id. Throws 404. */
export const voucherOf = (ledger: Ledger, id: string): Voucher => {
  const voucher = ledger.vouchers.get(id);
  if (!voucher) throw problem({ status: 404, code: "voucher_unknown", vars: { voucher: id } });
  return voucher;
};

/** The schema lets exactly one side through. */
export const postingOf = (entry: VoucherEntryInput) =>
  entry.debit === undefined ? credit(entry.account, entry.credit ?? ZERO) : debit(entry.account, entry.debit);

const voucherJson = (voucher: Voucher): JsonObject => ({
  id: voucher.id,
  number: voucher.number ?? null,
  on: voucher.on,
  text: voucher.text,
  state: voucher.state,
  maker: voucher.maker,
  poster: voucher.poster ?? null,
  reverses: voucher.reverses ?? null,
  line: voucher.line,
  entries: voucher.post.map((posting) => {
    const amount = postingAmount(posting);
    return amount < 0n
      ? { account: posting[0], credit: formatYuan(negate(amount)) }
      : { account: posting[0], debit: formatYuan(amount) };
  }),
});

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: `${base}/trial-balance`,
    summary: "Accounts with a balance at the end of a month",
    roles: READERS,
    query: trialBalanceSchema,
    responses: { 200: "Rows and totals" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/vouchers`,
    summary: "Manual vouchers",
    roles: READERS,
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/vouchers`,
    summary: "Propose a manual voucher; another person posts it",
    roles: ["bookkeeper"],
    body: voucherSchema,
    idempotent: true,
    responses: { 201: "Proposed" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/vouchers/:id/posting`,
    summary: "Post a proposed voucher or reversal",
    roles: POSTERS,
    responses: { 200: "Posted", 403: "The maker cannot post" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/vouchers/:id/reversal`,
    summary: "Propose the reversal of a posted voucher",
    roles: ["bookkeeper"],
    body: reversalSchema,
    idempotent: true,
    responses: { 201: "Proposed" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/periods`,
    summary: "Closed months",
    roles: READERS,
    responses: { 200: "The list" },
  });
};
