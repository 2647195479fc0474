import type { Schema } from "joi";
import joiToJson from "joi-to-json";
import { type MountedRoute, routesOf } from "./route-list.ts";

export type Operation = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As Express has it: `/api/v1/donations/:id`. */
  readonly path: string;
  readonly summary: string;
  /** Who may call it; left out: everybody. */
  readonly roles?: readonly string[];
  readonly body?: Schema;
  readonly query?: Schema;
  /** A body that is not JSON: its media types. */
  readonly file?: readonly string[];
  /** True when the operation moves money and needs `Idempotency-Key`. */
  readonly idempotent?: true;
  /** Status → what it means. Problems (4xx) common to all operations need not be listed. */
  readonly responses: { readonly [status: number]: string };
};

const operations = new Map<string, Operation>();

/** Describes one route; `xRoutes(deps)` calls it beside the route. A second description of one route replaces the first. */
export const registerOperation = (operation: Operation): void => {
  operations.set(`${operation.method} ${operation.path}`, operation);
};

/** Routes under /api/v1 that nobody described; a test expects none. Takes the built app. */
export const undescribed = (app: { readonly router: unknown }): MountedRoute[] =>
  routesOf(app.router).filter(
    ({ method, path }) =>
      path.startsWith("/api/v1/") && path !== "/api/v1/openapi.json" && !operations.has(`${method} ${path}`),
  );

/** The OpenAPI 3.1 document of everything described so far. */
export const openApiDocument = (serverUrl: string) => {
  const paths: { [path: string]: { [method: string]: unknown } } = {};
  for (const operation of [...operations.values()].sort(byPath)) {
    const path = operation.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: described(operation) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Shanzhang", version: "1", description: "Donations, aid and the books of a charity federation." },
    servers: [{ url: serverUrl }],
    paths,
    components: COMPONENTS,
  };
};

const byPath = (a: Operation, b: Operation): number => (a.path === b.path ? 0 : a.path < b.path ? -1 : 1);

const described = (operation: Operation) => ({
  summary: operation.summary,
  operationId: operationId(operation),
  tags: [operation.path.split("/")[3] ?? "api"],
  ...(operation.roles === undefined ? {} : { security: [{ session: [] }], "x-roles": operation.roles }),
  parameters: parametersOf(operation),
  ...bodyOf(operation),
  responses: responsesOf(operation),
});

const operationId = ({ method, path }: Operation): string =>
  `${method.toLowerCase()}${path
    .replace("/api/v1", "")
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}`;

const parametersOf = (operation: Operation) => {
  const text = { type: "string" };
  const inPath = [...operation.path.matchAll(/:(\w+)/g)].map((match) => ({
    name: match[1],
    in: "path",
    required: true,
    schema: text,
  }));
  const headers = [
    ...(operation.idempotent === true ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
    ...(operation.roles !== undefined && operation.method !== "GET"
      ? [{ $ref: "#/components/parameters/CsrfToken" }]
      : []),
  ];
  return [...inPath, ...queryParameters(operation.query), ...headers];
};

const queryParameters = (query: Schema | undefined) => {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(query) as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
};

const bodyOf = (operation: Operation) => {
  if (operation.body !== undefined) {
    return { requestBody: { required: true, content: { "application/json": { schema: jsonSchema(operation.body) } } } };
  }
  if (operation.file === undefined) return {};
  const content = Object.fromEntries(
    operation.file.map((type) => [type, { schema: { type: "string", format: "binary" } }]),
  );
  return { requestBody: { required: true, content } };
};

const responsesOf = (operation: Operation) => {
  const responses: { [status: string]: unknown } = { default: { $ref: "#/components/responses/Problem" } };
  for (const [status, description] of Object.entries(operation.responses)) responses[status] = { description };
  return responses;
};

/** The package is CommonJS: at run time its default import is the function itself, whatever its types say. */
const parseJoi = joiToJson as unknown as (schema: Schema, mode: "open-api-3.1") => object;

/** Our own fields carry their pattern as meta `x-pattern`, because joi's `pattern` would report a second fault. */
const jsonSchema = (schema: Schema): unknown => {
  const json = JSON.stringify({ ...parseJoi(schema, "open-api-3.1"), $schema: undefined });
  return JSON.parse(json.replaceAll('"x-pattern":', '"pattern":'));
};

const PROBLEM = {
  type: "object",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "Stable name of the refusal" },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["field", "code", "message"],
        properties: { field: { type: "string" }, code: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};

const COMPONENTS = {
  schemas: { Problem: PROBLEM },
  responses: {
    Problem: {
      description: "A problem (RFC 9457) in the language asked for",
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  },
  parameters: {
    IdempotencyKey: {
      name: "Idempotency-Key",
      in: "header",
      required: true,
      schema: { type: "string", pattern: "^[A-Za-z0-9._:-]{1,120}$" },
    },
    CsrfToken: { name: "X-CSRF-Token", in: "header", required: true, schema: { type: "string" } },
  },
  securitySchemes: { session: { type: "apiKey", in: "cookie", name: "shanzhang" } },
};
