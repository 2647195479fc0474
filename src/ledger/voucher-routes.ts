import type { Request, Router } from "express";
import { limits } from "../../config/limits.ts";
import { actorOf, requireRole } from "../identity/public.ts";
import { idFrom } from "../kernel/ids.ts";
import { formatYuan, negate, ZERO } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import { fileBody } from "../platform/app.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { registerOperation } from "../platform/openapi.ts";
import { problem } from "../platform/problem.ts";
import { validate } from "../platform/validate.ts";
import { accepted, POSTERS, READERS } from "./access.ts";
import { reversalSchema, type VoucherEntryInput, voucherSchema } from "./input.ts";
import type { Ledger } from "./ledger.ts";
import { credit, debit, postingAmount, reversed } from "./posting.ts";
import type { LedgerRoutesDeps } from "./ports.ts";
import type { Voucher } from "./voucher.ts";

const base = "/api/v1/books/vouchers";

/** `/api/v1/books/vouchers`: one person proposes, with papers; another posts; what is posted is only ever reversed (LED-5). */
export const addVoucherRoutes = (router: Router, deps: LedgerRoutesDeps): void => {
  describe();
  router.get(base, requireRole(...READERS), async (_request, response) => {
    await deps.catchUp();
    response.json({ vouchers: deps.ledger.vouchers.all().map(voucherJson) });
  });
  router.post(base, requireRole("bookkeeper"), demandIdempotencyKey, async (request, response) => {
    const { on, text, entries } = validate(voucherSchema, request.body);
    const proposal = { on, text, post: entries.map(postingOf), ...whoAndKey(request) };
    response.status(201).json(voucherJson(await propose(deps, proposal)));
  });
  router.post(`${base}/:id/posting`, requireRole(...POSTERS), async (request, response) => {
    response.json(voucherJson(await postVoucher(deps, request)));
  });
  router.post(`${base}/:id/withdrawal`, requireRole("bookkeeper", ...POSTERS), async (request, response) => {
    response.json(voucherJson(await withdrawVoucher(deps, request)));
  });
  router.post(`${base}/:id/reversal`, requireRole("bookkeeper"), demandIdempotencyKey, async (request, response) => {
    const input = validate(reversalSchema, request.body);
    await deps.catchUp();
    const original = voucherOf(deps.ledger, String(request.params.id));
    const proposal = { ...input, post: reversed(original.post), reverses: original.id, ...whoAndKey(request) };
    response.status(201).json(voucherJson(await propose(deps, proposal)));
  });
  router.post(
    `${base}/:id/attachments`,
    requireRole("bookkeeper"),
    fileBody(limits.evidenceBytes),
    async (request, response) => {
      const content: unknown = request.body;
      if (!Buffer.isBuffer(content) || content.length === 0) throw problem({ status: 422, code: "file_empty" });
      const mime = request.get("content-type") ?? "application/octet-stream";
      response.status(201).json(voucherJson(await attach(deps, request, { mime, content })));
    },
  );
  router.get(`${base}/:id/attachments/:file`, requireRole(...READERS), async (request, response) => {
    const { file, content } = await attachmentOf(deps, request);
    response.set("Cache-Control", "private, no-store").type(file.mime).send(content);
  });
};

const whoAndKey = (request: Request) => ({ key: commandKey("vouchers", request), by: actorOf(request) });

type Proposal = {
  /** Left out: the day on which it is written. */
  readonly on?: string;
  readonly text: string;
  readonly post: ReturnType<typeof reversed>;
  readonly reverses?: string;
  readonly key: string;
  readonly by: string;
};
type Deps = Pick<LedgerRoutesDeps, "ledger" | "submit" | "catchUp" | "today" | "sealed">;

/** Proposes a voucher under the key of a command. */
export const propose = async (deps: Deps, { key, by, on, ...rest }: Proposal): Promise<Voucher> => {
  const id = idFrom("V", key);
  await accepted(deps.submit({ name: "ledger.propose", key, by, on, input: { id, ...rest } }));
  return voucherOf(deps.ledger, id);
};

/** Posts the voucher of the address as the person of the request; who proposed it is refused (LED-9). */
export const postVoucher = (deps: Deps, request: Request): Promise<Voucher> => onVoucher(deps, request, "post");

/** Takes the proposal of the address out of the way; it never gets a number. */
export const withdrawVoucher = (deps: Deps, request: Request): Promise<Voucher> => onVoucher(deps, request, "withdraw");

const onVoucher = async (deps: Deps, request: Request, act: "post" | "withdraw"): Promise<Voucher> => {
  const id = String(request.params.id);
  const command = { name: `ledger.${act}`, key: `voucher-${act}:${id}`, by: actorOf(request) };
  await accepted(deps.submit({ ...command, input: { id } }));
  return voucherOf(deps.ledger, id);
};

/** Keeps a paper sealed and ties its digest to the proposal. The name it came with can hold a person's name: it is not kept. */
export const attach = async (
  deps: Deps,
  request: Request,
  paper: { readonly mime: string; readonly content: Uint8Array },
): Promise<Voucher> => {
  await deps.catchUp();
  const { id } = voucherOf(deps.ledger, String(request.params.id));
  const { id: file, digest, bytes } = await deps.sealed.keep({ name: `voucher-${id}`, ...paper });
  const command = { name: "ledger.attach", key: `attach:${id}:${file}`, by: actorOf(request) };
  await accepted(deps.submit({ ...command, input: { id, file, digest, bytes } }));
  return voucherOf(deps.ledger, id);
};

/** A paper of the voucher of the address, decrypted. Throws 404. */
export const attachmentOf = async (deps: Deps, request: Request) => {
  await deps.catchUp();
  const voucher = voucherOf(deps.ledger, String(request.params.id));
  const id = String(request.params.file);
  const kept = voucher.attachments.some(({ file }) => file === id) ? await deps.sealed.read(id) : undefined;
  if (!kept) throw problem({ status: 404, code: "attachment_unknown", vars: { voucher: voucher.id } });
  return kept;
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
  relates_to: voucher.relatesTo ?? null,
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
  attachments: voucher.attachments.map(({ file, digest, bytes }) => ({ file, sha256: digest, bytes })),
});

const describe = (): void => {
  const one = `${base}/:id`;
  registerOperation({
    method: "GET",
    path: base,
    summary: "Manual vouchers",
    roles: READERS,
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "POST",
    path: base,
    summary: "Propose a manual voucher; another person posts it",
    roles: ["bookkeeper"],
    body: voucherSchema,
    idempotent: true,
    responses: { 201: "Proposed" },
  });
  registerOperation({
    method: "POST",
    path: `${one}/posting`,
    summary: "Post a proposed voucher or reversal; a late one goes to the open month and says what it relates to",
    roles: POSTERS,
    responses: { 200: "Posted", 403: "The maker cannot post" },
  });
  registerOperation({
    method: "POST",
    path: `${one}/withdrawal`,
    summary: "Withdraw a proposal that will not be posted",
    roles: ["bookkeeper", ...POSTERS],
    responses: { 200: "Withdrawn", 409: "It is posted" },
  });
  registerOperation({
    method: "POST",
    path: `${one}/reversal`,
    summary: "Propose the reversal of a posted voucher",
    roles: ["bookkeeper"],
    body: reversalSchema,
    idempotent: true,
    responses: { 201: "Proposed" },
  });
  registerOperation({
    method: "POST",
    path: `${one}/attachments`,
    summary: "Attach a paper to a proposed voucher; it is kept encrypted",
    roles: ["bookkeeper"],
    file: ["application/pdf", "image/jpeg", "image/png"],
    responses: { 201: "Attached", 409: "It is posted" },
  });
  registerOperation({
    method: "GET",
    path: `${one}/attachments/:file`,
    summary: "A paper of a voucher",
    roles: READERS,
    responses: { 200: "The file" },
  });
};
