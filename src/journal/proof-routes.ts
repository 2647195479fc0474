import { type Request, type Response, Router } from "express";
import { limits } from "../../config/limits.ts";
import type { JsonObject } from "../kernel/result.ts";
import { registerOperation } from "../platform/openapi.ts";
import { problem } from "../platform/problem.ts";
import { validateForm } from "../platform/validate.ts";
import type { Book } from "./book.ts";
import { type Checkpoints, sizeOf } from "./checkpoints.ts";
import { checkpointsSchema, consistencySchema, inclusionSchema } from "./proof-input.ts";
import { parseTilePath, tileBytes } from "./tile.ts";

export type ProofRoutesDeps = {
  readonly book: Pick<Book, "head" | "root" | "nodes" | "inclusion" | "consistency" | "catchUp">;
  readonly checkpoints: Pick<Checkpoints, "newest" | "below" | "keys">;
};

/** Where a stranger finds checkpoints, keys and tiles. */
const LOG = "/.well-known/shanzhang";

/** What anybody needs to check the journal without its lines: signed checkpoints, keys, leaf hashes, proofs. */
export const proofRoutes = (deps: ProofRoutesDeps): Router => {
  const router = Router();
  router.get(`${LOG}/checkpoint`, async (_request, response) => {
    await deps.book.catchUp();
    const newest = await deps.checkpoints.newest();
    if (!newest) throw problem({ status: 404, code: "not_found" });
    response.set("Cache-Control", "no-cache").type("text/plain").send(newest.note);
  });
  router.get(`${LOG}/checkpoints.json`, async (request, response) => {
    const { before = Number.MAX_SAFE_INTEGER } = validateForm(checkpointsSchema, request.query);
    const kept = await deps.checkpoints.below(before, limits.checkpointsShown);
    response.set("Cache-Control", "no-cache").json(kept.map(({ at, note }) => ({ at, note })));
  });
  router.get(`${LOG}/keys.json`, async (_request, response) => {
    response.set("Cache-Control", "no-cache").json(await deps.checkpoints.keys());
  });
  router.get(`${LOG}/tile/*path`, async (request, response) => {
    await sendTile(deps, request, response);
  });
  router.get("/api/v1/proofs/inclusion", async (request, response) => {
    const { line, size } = validateForm(inclusionSchema, request.query);
    response.json(await inclusion(deps, { line, size }));
  });
  router.get("/api/v1/proofs/consistency", async (request, response) => {
    const { from, to } = validateForm(consistencySchema, request.query);
    await within(deps, [from, to]);
    if (from > to) throw problem({ status: 404, code: "no_such_tree", vars: { size: from, lines: to } });
    const { book } = deps;
    response.json({
      from,
      to,
      from_root: book.root(from),
      to_root: book.root(to),
      path: book.consistency({ from, to }),
    });
  });
  describe();
  return router;
};

/** Full tiles and parts of one never change, so they may be kept for ever. */
const sendTile = async ({ book }: ProofRoutesDeps, request: Request, response: Response): Promise<void> => {
  const tile = parseTilePath([request.params["path"] ?? ""].flat().join("/"));
  if (tile && !tileBytes(tile, book.nodes)) await book.catchUp();
  const bytes = tile && tileBytes(tile, book.nodes);
  if (!bytes) throw problem({ status: 404, code: "not_found" });
  response.set("Cache-Control", "public, max-age=31536000, immutable").type("application/octet-stream").send(bytes);
};

type Asked = { readonly line: number; readonly size: number | undefined };

/** In the tree asked for; else in that of the youngest checkpoint, with it. */
const inclusion = async (deps: ProofRoutesDeps, { line, size }: Asked): Promise<JsonObject> => {
  const { book, checkpoints } = deps;
  await book.catchUp();
  const newest = await checkpoints.newest();
  await within(deps, [line + 1, ...(size === undefined ? [] : [size])]);
  const over = size ?? Math.max(sizeOf(newest), line + 1);
  if (line >= over) throw problem({ status: 404, code: "no_such_tree", vars: { size: line + 1, lines: over } });
  return {
    line,
    leaf: book.nodes({ height: 0, from: line, count: 1 }).toString("hex"),
    size: over,
    root: book.root(over),
    path: [...book.inclusion(line, over)],
    checkpoint: newest && over === sizeOf(newest) ? newest.note : null,
  };
};

const within = async ({ book }: ProofRoutesDeps, sizes: readonly number[]): Promise<void> => {
  await book.catchUp();
  const { lines } = book.head();
  const size = Math.max(...sizes);
  if (size > lines) throw problem({ status: 404, code: "no_such_tree", vars: { size, lines } });
};

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: "/api/v1/proofs/inclusion",
    summary:
      "Proof (RFC 6962) that a line stands in the journal: in the tree of `size` lines, else in the newest checkpoint's",
    query: inclusionSchema,
    responses: {
      200: "Leaf hash, audit path from the bottom, root, the signed checkpoint if there is one of this size",
    },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/proofs/consistency",
    summary: "Proof (RFC 6962) that the first `from` lines of the journal are still the beginning of the first `to`",
    query: consistencySchema,
    responses: { 200: "Both roots and the path" },
  });
};
