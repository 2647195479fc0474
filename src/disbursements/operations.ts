import { type Operation, registerOperation } from "../platform/openapi.ts";
import { CASE_ACTS } from "./act-service.ts";
import { ROLES } from "./duties.ts";
import { amendSchema, evidenceSchema, listSchema, newRequestSchema } from "./input.ts";

const base = "/api/v1/requests";

/** Describes `/api/v1/requests` for the OpenAPI document. */
export const describeRequests = (readers: readonly string[]): void => {
  const one = `${base}/:no`;
  const body = (path: string, summary: string, schema: NonNullable<Operation["body"]>, roles: readonly string[]) =>
    registerOperation({
      method: "POST",
      path,
      summary,
      body: schema,
      roles,
      idempotent: true,
      responses: { 200: "Known", 201: "Done" },
    });
  body(base, "File a request for aid", newRequestSchema, ROLES.file);
  body(`${one}/details`, "Change amount or payee before the decision; votes are void", amendSchema, ROLES.amend);
  registerOperation({
    method: "GET",
    path: base,
    summary: "Requests, newest first",
    roles: readers,
    query: listSchema,
    responses: { 200: "A page of requests" },
  });
  registerOperation({
    method: "GET",
    path: one,
    summary: "One request: votes, rule, checks, warnings, and what is open to the caller",
    roles: readers,
    responses: { 200: "The request", 404: "No such request" },
  });
  registerOperation({
    method: "POST",
    path: `${one}/evidence`,
    summary: "Add a paper; it is kept encrypted",
    roles: ROLES.evidence,
    query: evidenceSchema,
    file: ["application/pdf", "image/jpeg", "image/png"],
    responses: { 201: "Kept" },
  });
  registerOperation({
    method: "GET",
    path: `${one}/evidence/:file`,
    summary: "A paper of a request",
    roles: readers,
    responses: { 200: "The file" },
  });
  for (const { act, path, summary, schema, money } of CASE_ACTS) {
    registerOperation({
      method: "POST",
      path: `${one}/${path}`,
      summary,
      roles: ROLES[act],
      body: schema,
      ...(money ? { idempotent: true } : {}),
      responses: { 200: "The request after the act", 403: "Another person must do it", 409: "Refused by name" },
    });
  }
};
