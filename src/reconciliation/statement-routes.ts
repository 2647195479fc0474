import type { Router } from "express";
import { limits } from "../../config/limits.ts";
import type { Funds } from "../funds/public.ts";
import type { Donations } from "../donations/public.ts";
import { actorOf, type BusinessRole, requireRole } from "../identity/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { formatYuan } from "../kernel/money.ts";
import { type JsonObject, refuse } from "../kernel/result.ts";
import { fileBody } from "../platform/app.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed, refused } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { previewSchema, rowSchema, statementListSchema, undoSchema } from "./input.ts";
import { recogniseStatement } from "./statement.ts";
import type { Reconciliation } from "./reconciliation.ts";
import { shownId } from "./figures.ts";
import { type GiftFacts, keptRules, listedStatement, newestStatements, rowFacts, type RowFacts } from "./row-facts.ts";
import { addTakeBackRoutes } from "./take-back-routes.ts";
import type { ReconciliationService } from "./service.ts";

export type StatementRoutesDeps = {
  readonly service: ReconciliationService;
  readonly reconciliation: Reconciliation;
  readonly donations: Donations;
  readonly funds: Funds;
  readonly catchUp: () => Promise<void>;
  readonly today: () => BusinessDate;
};
type Roles = { readonly readers: readonly Reader[]; readonly writers: readonly Reader[] };
type Reader = BusinessRole;

const base = "/api/v1/reconciliation";

/** The statements themselves: their list, what an import would do, its undoing; single rows, kept rules. */
export const addStatementRoutes = (router: Router, deps: StatementRoutesDeps, { readers, writers }: Roles): void => {
  const { service, reconciliation, catchUp, today } = deps;
  router.get(`${base}/statements`, requireRole(...readers), async (request, response) => {
    const { after = Number.POSITIVE_INFINITY, limit } = validateForm(statementListSchema, request.query);
    await catchUp();
    const older = newestStatements(reconciliation).filter(({ line }) => line < after);
    const listed = older.slice(0, limit).map(listedStatement(reconciliation));
    response.json({
      statements: listed.map(({ statement, matched }) => ({ ...statementJson(statement), matched })),
      ...(older.length > limit ? { next: listed.at(-1)?.statement.line } : {}),
    });
  });
  addTakeBackRoutes(router, deps, writers);
  router.post(`${base}/statements/:digest/undo`, requireRole(...writers), async (request, response) => {
    const { reason } = validate(undoSchema, request.body);
    const digest = String(request.params["digest"]);
    allowed(await service.undo({ digest, by: actorOf(request), because: reason, on: today() }));
    response.status(204).end();
  });
  router.post(`${base}/previews`, requireRole(...writers), fileBody(limits.uploadBytes), async (request, response) => {
    const { kind: named } = validate(previewSchema, request.query);
    const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const kind = named ?? (await recogniseStatement(content));
    if (kind === undefined) {
      response.status(422).json({ outcome: "refused", reason: "not_recognised" });
      return;
    }
    const preview = await service.preview({ kind, bytes: [content] });
    response.status("refused" in preview ? 422 : 200).json(previewJson(kind, preview));
  });
  router.get(`${base}/row`, requireRole(...readers), async (request, response) => {
    await catchUp();
    const { key } = validate(rowSchema, request.query);
    const row = reconciliation.book.row(key);
    if (!row) throw refused(refuse("statement_row_unknown", { row: key }));
    const texts = row.kind === "entry" ? await service.texts([row]) : undefined;
    response.json(rowJson(rowFacts(deps, row, texts?.get(key))));
  });
  router.get(`${base}/rules`, requireRole(...readers), async (_request, response) => {
    await catchUp();
    response.json({
      rules: keptRules(deps).map(({ rule: { id, account, by, since, row }, fund, ref }) => ({
        rule: id,
        account,
        row,
        fund,
        donation_code: ref,
        by,
        since,
      })),
    });
  });
  router.delete(`${base}/rules/:rule`, requireRole(...writers), async (request, response) => {
    allowed(await service.dropRule({ rule: String(request.params["rule"]), by: actorOf(request), on: today() }));
    response.status(204).end();
  });
  describe({ readers, writers });
};

const statementJson = ({
  digest,
  file,
  format,
  account,
  count,
  since,
  from,
  to,
}: NonNullable<RowFacts["statement"]>): JsonObject => ({
  digest,
  file,
  format,
  account,
  rows: count,
  since,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

type Previewed = Awaited<ReturnType<ReconciliationService["preview"]>>;

const previewJson = (kind: string, preview: Previewed): JsonObject => {
  if ("refused" in preview) return { kind, outcome: "refused", reason: preview.refused, ...placeOf(preview) };
  const { rows, known, matched, waiting, batches } = preview;
  return {
    kind,
    outcome: known === rows ? "unchanged" : "imported",
    rows,
    new: rows - known,
    known,
    matched: Object.fromEntries(matched),
    waiting: Object.fromEntries(waiting),
    batches: batches.map(({ day, gross, fee, net }) => ({
      day,
      gross: formatYuan(gross),
      fee: formatYuan(fee),
      net: formatYuan(net),
    })),
  };
};

const placeOf = (refusal: Extract<Previewed, { refused: string }>): JsonObject => ({
  ...("row" in refusal ? { row: refusal.row } : {}),
  ...("detail" in refusal ? { detail: refusal.detail } : {}),
});

const giftJson = ({ amount, promisedOn, ref, ...gift }: GiftFacts): JsonObject => ({
  ...gift,
  donation_code: ref,
  amount: formatYuan(amount),
  promised_on: promisedOn,
});

const rowJson = ({ row, statement, text, candidates, gift, payout }: RowFacts): JsonObject => ({
  row: row.key,
  id: shownId(row),
  account: row.account,
  on: row.on,
  at: row.at,
  kind: row.kind,
  amount: formatYuan(row.amount),
  state: row.state.is,
  line: row.line,
  ...(row.state.is === "suspended" ? { reason: row.state.reason, owner: row.state.owner ?? "bookkeeper" } : {}),
  ...(row.state.is === "matched" ? { rule: row.state.rule, target: row.state.target } : {}),
  ...(statement ? { statement: statementJson(statement) } : {}),
  ...(text ? { text } : {}),
  candidates: candidates.map(giftJson),
  ...(gift ? { gift: giftJson(gift) } : {}),
  ...(payout
    ? {
        payout: {
          ...payout,
          gross: formatYuan(payout.gross),
          fee: formatYuan(payout.fee),
          net: formatYuan(payout.net),
        },
      }
    : {}),
});

const describe = ({ readers, writers }: Roles): void => {
  registerOperation({
    method: "GET",
    path: `${base}/statements`,
    summary: "The statement files in the books, newest first, and whether a row of theirs is matched",
    roles: readers,
    query: statementListSchema,
    responses: { 200: "A page; `next` is the value of `after` for the following one" },
  });
  registerOperation({
    method: "POST",
    path: `${base}/statements/:digest/undo`,
    summary: "Undo the import of a file as a whole, while nothing in it is matched; it may be imported again",
    roles: writers,
    body: undoSchema,
    responses: {
      204: "Its rows and their money in suspense are gone",
      404: "No such statement",
      409: "Matched or paid out",
    },
  });
  registerOperation({
    method: "POST",
    path: `${base}/previews`,
    summary: "What an import of this statement would do: its checks, and each row against the books. Writes nothing",
    roles: writers,
    query: previewSchema,
    file: ["application/octet-stream", "text/csv", "application/json", "application/xml"],
    responses: { 200: "Rows by rule and by reason, and what each day pays out", 422: "The file would be refused" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/row`,
    summary: "Everything known about one row of a statement, names masked",
    roles: readers,
    query: rowSchema,
    responses: { 200: "The row", 404: "No such row" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/rules`,
    summary: "Rules that people keep: whose money is for whose promise",
    roles: readers,
    responses: { 200: "The list" },
  });
  registerOperation({
    method: "DELETE",
    path: `${base}/rules/:rule`,
    summary: "Forget a kept rule; what it matched stays",
    roles: writers,
    responses: { 204: "Forgotten", 404: "No such rule" },
  });
};
