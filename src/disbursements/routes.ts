import { type Request as HttpRequest, Router } from "express";
import { limits } from "../../config/limits.ts";
import { askedDay, type Funds } from "../funds/public.ts";
import { actorOf, type BusinessRole, demandFund, inScope, requireRole, staffOf } from "../identity/public.ts";
import type { Outcome } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { People } from "../people/public.ts";
import { fileBody } from "../platform/app.ts";
import type { Shelf } from "../platform/files.ts";
import { commandKey, demandIdempotencyKey } from "../platform/idempotency.ts";
import { allowed, problem, refused } from "../platform/problem.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { type ActSpec, CASE_ACTS, takeAct } from "./act-service.ts";
import { checksOf } from "./case-check.ts";
import type { Disbursements } from "./disbursements.ts";
import { ROLES } from "./duties.ts";
import {
  type AmendBody,
  amendSchema,
  evidenceSchema,
  listSchema,
  type NewRequestBody,
  newRequestSchema,
} from "./input.ts";
import { needsOf } from "./needs.ts";
import { describeRequests } from "./operations.ts";
import type { ActName, Request } from "./request.ts";
import { requestDetailJson, requestJson } from "./request-json.ts";
import type { AmendInput, DisbursementsService, NewRow } from "./service.ts";

export type DisbursementsRoutesDeps = {
  readonly disbursements: Disbursements;
  readonly funds: Funds;
  readonly service: DisbursementsService;
  readonly people: Pick<People, "maskedOf" | "reveal" | "standing" | "barred">;
  readonly sealed: Pick<Shelf, "read">;
  readonly catchUp: () => Promise<void>;
  readonly today: () => BusinessDate;
};

const base = "/api/v1/requests";

/** Who may read cases: everybody with a part in them, and who keeps or looks into the books. */
export const READERS: readonly BusinessRole[] = [
  ...(new Set(Object.values(ROLES).flat()) as Set<BusinessRole>),
  "auditor",
  "disclosureOfficer",
  "privacyOfficer",
];
export const rolesFor = (act: ActName): readonly BusinessRole[] => ROLES[act] as readonly BusinessRole[];

/** `/api/v1/requests`: one address for each act of a case, each refused to the wrong role, fund or person. */
export const disbursementsRoutes = (deps: DisbursementsRoutesDeps): Router => {
  const router = Router();
  describeRequests(READERS);
  addReads(router, deps);
  addFiling(router, deps);
  addEvidence(router, deps);
  for (const spec of CASE_ACTS) addAct(router, deps, spec);
  return router;
};

const addReads = (router: Router, deps: DisbursementsRoutesDeps): void => {
  router.get(base, requireRole(...READERS), async (request, response) => {
    const query = validateForm(listSchema, request.query);
    await deps.catchUp();
    response.json(listOf(deps.disbursements, query, request));
  });
  router.get(`${base}/:no`, requireRole(...READERS), async (request, response) => {
    await deps.catchUp();
    response.json(await detailOf(deps, request));
  });
};

const addFiling = (router: Router, deps: DisbursementsRoutesDeps): void => {
  const { disbursements, service } = deps;
  router.post(base, requireRole(...rolesFor("file")), demandIdempotencyKey, async (request, response) => {
    const body = validate(newRequestSchema, request.body);
    demandFund(request, body.fund_code);
    const told = { by: actorOf(request), key: commandKey("requests", request) };
    const outcome = allowed(await service.fileOne(filingOf(body, deps.today()), told));
    const no = String(outcome.line.data.request);
    response.status(outcome.repeated ? 200 : 201).json(answer(caseOf(disbursements, no), outcome));
  });
  router.post(
    `${base}/:no/details`,
    requireRole(...rolesFor("amend")),
    demandIdempotencyKey,
    async (request, response) => {
      const body = validate(amendSchema, request.body);
      const { no } = scoped(deps, request);
      const told = {
        no,
        by: actorOf(request),
        on: askedDay(body.on, deps.today()),
        key: commandKey("request-details", request),
      };
      const outcome = allowed(await service.amend({ ...told, ...changeOf(body) }));
      response.json(answer(caseOf(disbursements, no), outcome));
    },
  );
};

/** What an amendment changes, as the service takes it. */
export const changeOf = (body: AmendBody): Pick<AmendInput, "amount" | "payee" | "relation"> => {
  const { amount, payee_name: name, payee_bank: bank, payee_account: account, payee_relation: relation } = body;
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(name === undefined ? {} : { payee: { name, ...(bank ? { bank } : {}), ...(account ? { account } : {}) } }),
    ...(relation === undefined ? {} : { relation }),
  };
};

const addEvidence = (router: Router, deps: DisbursementsRoutesDeps): void => {
  router.post(
    `${base}/:no/evidence`,
    requireRole(...rolesFor("evidence")),
    fileBody(limits.evidenceBytes),
    async (request, response) => {
      const { paper } = validateForm(evidenceSchema, request.query);
      const { no } = scoped(deps, request);
      const content: unknown = request.body;
      if (!Buffer.isBuffer(content) || content.length === 0) throw problem({ status: 422, code: "file_empty" });
      const mime = request.get("content-type") ?? "application/octet-stream";
      const told = { no, by: actorOf(request) };
      const outcome = allowed(await deps.service.addEvidence({ ...told, paper, mime, content }));
      const { file, digest } = outcome.line.data;
      const row = caseOf(deps.disbursements, no);
      response.status(201).json({ ...answer(row, outcome), file: String(file), digest: String(digest) });
    },
  );
  router.get(`${base}/:no/evidence/:file`, requireRole(...READERS), async (request, response) => {
    const { file, content } = await paperOf(deps, request);
    response.set("Cache-Control", "private, no-store").type(file.mime).send(content);
  });
};

const addAct = (router: Router, deps: DisbursementsRoutesDeps, spec: ActSpec): void => {
  const keyed = spec.money ? [demandIdempotencyKey] : [];
  router.post(`${base}/:no/${spec.path}`, requireRole(...rolesFor(spec.act)), ...keyed, async (request, response) => {
    await deps.catchUp();
    const { no } = scoped(deps, request);
    const key = request.get("idempotency-key") === undefined ? undefined : commandKey(`request-${spec.path}`, request);
    const { roles } = staffOf(request);
    const outcome = await takeAct(deps.service, {
      spec,
      no,
      body: request.body,
      by: actorOf(request),
      roles,
      today: deps.today(),
      key,
    });
    response.json(answer(caseOf(deps.disbursements, no), allowed(outcome)));
  });
};

/** A paper of the case, decrypted. Throws 404 when the case has no such paper, 403 and 410 when its person is blocked or erased. */
export const paperOf = async (
  deps: Pick<DisbursementsRoutesDeps, "disbursements" | "sealed" | "people" | "catchUp">,
  request: HttpRequest,
) => {
  await deps.catchUp();
  const row = scoped(deps, request);
  const barred = deps.people.barred(row.payee);
  if (barred) throw refused(barred);
  const id = String(request.params.file);
  const kept = row.evidence.some(({ file }) => file === id) ? await deps.sealed.read(id) : undefined;
  if (!kept) throw problem({ status: 404, code: "evidence_unknown", vars: { request: row.no } });
  return kept;
};

/** The case of the address, if it is in a fund the member of staff acts for. Throws 404 and 403. */
export const scoped = (
  { disbursements }: Pick<DisbursementsRoutesDeps, "disbursements">,
  request: HttpRequest,
): Request => {
  const row = caseOf(disbursements, String(request.params.no));
  demandFund(request, row.fund);
  return row;
};

const caseOf = (disbursements: Disbursements, no: string): Request => {
  const row = disbursements.request(no);
  if (!row) throw problem({ status: 404, code: "request_unknown", vars: { request: no } });
  return row;
};

/** What a form or a body asks for, as the desk's file would say it. */
export const filingOf = (body: NewRequestBody, today: BusinessDate): NewRow => ({
  ...(body.request_no ? { requestNo: body.request_no } : {}),
  fund: body.fund_code,
  purpose: body.purpose,
  tier: body.tier,
  fastTrack: body.fast_track === "yes",
  beneficiaryRef: body.beneficiary_ref,
  ...(body.household_size === undefined ? {} : { householdSize: body.household_size }),
  ...(body.street ? { street: body.street } : {}),
  amount: body.amount,
  payeeName: body.payee_name,
  payeeRelation: body.payee_relation,
  ...(body.payee_bank ? { payeeBank: body.payee_bank } : {}),
  ...(body.payee_account ? { payeeAccount: body.payee_account } : {}),
  relatedParty: body.related_party,
  ...(body.other_sources_tried ? { otherSourcesTried: body.other_sources_tried } : {}),
  requestedOn: askedDay(body.requested_on, today),
});

const answer = (row: Request, outcome: Outcome): JsonObject => ({
  ...requestJson(row),
  line: outcome.index,
  known: outcome.repeated,
});

const listOf = (
  disbursements: Disbursements,
  query: { state?: string; fund?: string; after?: string },
  request: HttpRequest,
): JsonObject => {
  const { funds } = staffOf(request);
  const from = query.after === undefined ? Number.POSITIVE_INFINITY : caseOf(disbursements, query.after).line;
  const rows = [...disbursements.requests()]
    .filter((row) => row.line < from && inScope(funds, row.fund))
    .filter(
      (row) =>
        (query.state === undefined || row.state === query.state) &&
        (query.fund === undefined || row.fund === query.fund),
    )
    .sort((a, b) => b.line - a.line);
  const page = rows.slice(0, limits.pageRowsMost);
  const last = page.at(-1);
  return {
    count: rows.length,
    requests: page.map(requestJson),
    ...(rows.length > page.length && last ? { next: `${base}?after=${last.no}` } : {}),
  };
};

const detailOf = async (deps: DisbursementsRoutesDeps, request: HttpRequest): Promise<JsonObject> => {
  const { disbursements, funds, people } = deps;
  const row = scoped(deps, request);
  const on = deps.today();
  const masked = await people.maskedOf([row.payee]);
  return requestDetailJson({
    request: row,
    tally: disbursements.tally(row, on),
    needs: needsOf(disbursements, row, { by: actorOf(request), roles: staffOf(request).roles, on }),
    warnings: disbursements.warnings(row, on),
    checks: checksOf({
      request: row,
      disbursements,
      fund: funds.fund(row.fund),
      available: funds.available(row.fund, on),
      on,
    }),
    payee: masked.get(row.payee),
    gone: people.standing(row.payee)?.state,
  });
};
