import { idFrom } from "../kernel/ids.ts";
import type { StatementLine } from "./statement-line.ts";

/**
 * Identity of a bank line: the bank's own reference; without one a fingerprint (REC-6) of account, day, amount, other side's reference
 * and how many equal lines came before it, so that the same statement read again gives the same identities.
 */
export const fingerprints = (account: string): ((line: Omit<StatementLine, "id">) => string) => {
  const seen = new Map<string, number>();
  return (line) => {
    if (line.serial !== undefined) return line.serial;
    const mark = [account, line.on, line.side, line.amount, line.ownReference ?? ""].join("|");
    const position = (seen.get(mark) ?? 0) + 1;
    seen.set(mark, position);
    return idFrom("L", `${mark}|${position}`);
  };
};
