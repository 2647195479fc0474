import type { BusinessDate } from "../kernel/dates.ts";
import type { Request } from "./request.ts";

export type Warning =
  | { readonly request: string; readonly reason: "already_helped"; readonly with: string }
  | { readonly request: string; readonly reason: "payee_not_beneficiary" };

/**
 * What a decider should know and is never stopped by (WF-4, WF-5): an earlier request, by number, of the same
 * beneficiary and purpose that was approved and not withdrawn; a payee who is neither beneficiary, guardian nor
 * institution. The same whatever the order of filing. `on` is the day up to which decisions count.
 */
export const warningsOf = (requests: readonly Request[], on: BusinessDate): Warning[] => {
  const helped = new Map<string, string[]>();
  for (const request of requests) {
    if (!isHelped(request, on)) continue;
    const key = helpKey(request);
    helped.set(key, [...(helped.get(key) ?? []), request.no]);
  }
  return requests.flatMap((request) => {
    const found: Warning[] = [];
    const earlier = (helped.get(helpKey(request)) ?? []).filter((no) => no < request.no).sort()[0];
    if (earlier !== undefined) found.push({ request: request.no, reason: "already_helped", with: earlier });
    if (request.payeeRelation === "other") found.push({ request: request.no, reason: "payee_not_beneficiary" });
    return found;
  });
};

const helpKey = (request: Request): string => `${request.beneficiary}|${request.purpose}`;

const isHelped = (request: Request, on: BusinessDate): boolean =>
  request.approvedOn !== undefined &&
  request.approvedOn <= on &&
  !(request.withdrawnOn !== undefined && request.withdrawnOn <= on);
