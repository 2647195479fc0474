import type { Request, RequestHandler } from "express";
import { problem } from "./problem.ts";

const KEY = /^[A-Za-z0-9._:-]{1,120}$/;

/** Refuses (400) a POST that moves money without a well-formed `Idempotency-Key`; a form may send it as the field `idempotency_key`. */
export const demandIdempotencyKey: RequestHandler = (request, _response, next) => {
  idempotencyKeyOf(request);
  next();
};

/** The key of the request. Throws the 400 problem when there is none or it is malformed. */
const idempotencyKeyOf = (request: Request): string => {
  const key = request.get("idempotency-key") ?? fieldOf(request);
  if (key === undefined || key === "") throw problem({ status: 400, code: "idempotency_key_required" });
  if (!KEY.test(key)) throw problem({ status: 400, code: "idempotency_key_malformed" });
  return key;
};

/** The key of a command: `<route>:<user or public>:<key>`, so that two people's equal keys do not meet. */
export const commandKey = (route: string, request: Request): string =>
  `${route}:${request.signedIn?.id ?? "public"}:${idempotencyKeyOf(request)}`;

const fieldOf = (request: Request): string | undefined => {
  const body: unknown = request.body;
  if (typeof body !== "object" || body === null || !("idempotency_key" in body)) return undefined;
  return typeof body.idempotency_key === "string" ? body.idempotency_key : undefined;
};
