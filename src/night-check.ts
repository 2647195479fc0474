import { limits } from "../config/limits.ts";
import { addDays, businessDate, startOfDay } from "./kernel/dates.ts";
import type { NightCheck } from "./platform/check-routes.ts";
import type { Documents } from "./platform/documents.ts";
import type { Verification } from "./verification.ts";

export const NIGHT_CHECK_QUEUE = "books.verify";
const CHECKS = "checks";

export type NightCheckDeps = {
  readonly documents: Pick<Documents, "ensureIndexes" | "put">;
  readonly verify: () => Promise<Verification>;
  readonly clock: () => Date;
};

/** Verifies the books and keeps the outcome, good or bad, for the public. Throws when the books could not be read. */
export const checkBooks = async ({ documents, verify, clock }: NightCheckDeps): Promise<NightCheck> => {
  const { lines, checks } = await verify();
  const at = clock().toISOString();
  const night = { at, lines, ok: checks.every(({ ok }) => ok), checks };
  await documents.ensureIndexes(CHECKS, [{ fields: { at: 1 } }]);
  await documents.put(CHECKS, { _id: at, ...night });
  return night;
};

/** What the verifications of the last weeks found, the newest first. */
export const recentChecks = async (documents: Pick<Documents, "range">, now: Date): Promise<NightCheck[]> => {
  const first = startOfDay(addDays(businessDate(now), -limits.nightChecksShown));
  const range = { field: "at", over: new Date(first).toISOString(), under: "9", limit: limits.pageRowsMost };
  const kept = await documents.range(CHECKS, range);
  return kept.map(({ _id, ...night }) => night as unknown as NightCheck).reverse();
};
