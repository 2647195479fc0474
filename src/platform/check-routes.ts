import { type Request, Router } from "express";
import { registerOperation } from "./openapi.ts";

/** What the verification of one night found. */
export type NightCheck = {
  /** ISO 8601, when it was done. */
  readonly at: string;
  /** Lines of the journal that were looked at. */
  readonly lines: number;
  readonly ok: boolean;
  readonly checks: readonly { readonly check: string; readonly ok: boolean; readonly detail: string }[];
};

export type CheckRoutes = {
  /** The newest first. */
  readonly recent: () => Promise<readonly NightCheck[]>;
  /** A detail names rows and amounts: for staff. */
  readonly seesDetails: (request: Request) => boolean;
};

/** `/api/v1/checks`: anybody sees whether the books were found in order, night by night, and which check failed. */
export const checkRoutes = ({ recent, seesDetails }: CheckRoutes): Router => {
  const router = Router();
  router.get("/api/v1/checks", async (request, response) => {
    const nights = await recent();
    const [last] = nights;
    const detailed = seesDetails(request);
    response.json({
      last: last
        ? {
            at: last.at,
            lines: last.lines,
            ok: last.ok,
            checks: last.checks.map(({ check, ok, detail }) => ({ check, ok, ...(detailed ? { detail } : {}) })),
          }
        : null,
      nights: nights.map(({ at, lines, ok }) => ({ at, lines, ok })),
    });
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/checks",
    summary:
      "The nightly verification of the journal, the books and their copies: the last one, check by check, and the last weeks",
    responses: { 200: "The last verification and the nights before" },
  });
  return router;
};
