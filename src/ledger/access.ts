import type { Refusal } from "../kernel/result.ts";
import { allowed } from "../platform/problem.ts";

/** Who reads the books. */
export const READERS = [
  "bookkeeper",
  "financeChecker",
  "secretaryGeneral",
  "auditor",
  "supervisor",
  "disclosureOfficer",
] as const;
/** Who posts what another proposed. */
export const POSTERS = ["financeChecker", "secretaryGeneral"] as const;
/** Who closes what a bookkeeper proposed to close, and opens it again. */
export const CLOSERS = ["financeChecker", "secretaryGeneral"] as const;

/** Waits for a command. Throws its refusal. */
export const accepted = async (answer: Promise<object | Refusal>): Promise<void> => {
  allowed(await answer);
};
