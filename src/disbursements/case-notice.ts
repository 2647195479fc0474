import { displayYuan } from "../kernel/money.ts";
import { pick, type Words } from "../platform/display.ts";
import type { Notice, Notices } from "../platform/notice.ts";
import type { Funds } from "../funds/public.ts";
import { type DeskCaller, fundName, waitingFor } from "./desk-rows.ts";
import { officesOf } from "./desk-view.ts";
import type { Disbursements } from "./disbursements.ts";
import { ACTS, mayBring, needsOf } from "./needs.ts";
import type { ActName, Request } from "./request.ts";

/** A case as one person looks at it. */
export type Case = {
  readonly disbursements: Disbursements;
  readonly funds: Funds;
  readonly request: Request;
  readonly caller: DeskCaller;
  readonly words: Words;
};

/** Acts that a form of the desk does, and the one that only notes a reader. */
const TOLD = ["file", "amend", "evidence", ...ACTS] as const satisfies readonly ActName[];

/** What my act did to a case, whom it waits for now, and my next step. Nothing when I did no such act on it. */
export const caseNotices = (of: Case): Notices => {
  const { request, caller, words } = of;
  const did = (act: ActName): boolean => request.acts.some((done) => done.act === act && done.by === caller.by);
  const acts = TOLD.map((act): [string, Notices[string]] => [act, () => (did(act) ? told(act, of) : undefined)]);
  const hasSeen = request.seen.some((mark) => mark.startsWith(`${caller.by}|`));
  const see = () => (hasSeen ? { text: words.t("done.request.see"), ...nextOf(of) } : undefined);
  return { ...Object.fromEntries(acts), see };
};

const told = (act: (typeof TOLD)[number], of: Case): Notice => {
  const { request, words, disbursements, funds, caller } = of;
  const { yes, entitled } = disbursements.tally(request, caller.on);
  const did = words.t(keyOf(act, request), {
    no: request.no,
    amount: displayYuan(request.amount),
    fund: pick(words, fundName(funds.fund(request.fund), request.fund)),
    yes,
    cast: request.votes.length,
    entitled,
  });
  return { text: did + words.t("list.space") + turnOf(of), ...nextOf(of) };
};

const keyOf = (act: (typeof TOLD)[number], { state }: Request): string => {
  if (act !== "decide") return `done.request.${act}`;
  const outcome = state === "rejected" || state === "refused" ? state : "approved";
  return `done.request.decide.${outcome}`;
};

const turnOf = ({ request, disbursements, caller, words }: Case): string => {
  const who = waitingFor(request, disbursements, caller.on);
  return who.length === 0
    ? words.t("done.request.closed")
    : words.t("done.request.turn", { who: officesOf(who, words) });
};

/** The act on this very case that is open to me next, else back to what waits for me. */
const nextOf = ({ request, disbursements, caller, words }: Case): Pick<Notice, "next"> => {
  if (request.state === "returned_for_details" && mayBring(request, "evidence", caller))
    return { next: { href: `/desk/requests/${request.no}#do-evidence`, word: words.t("maker.add") } };
  const open = needsOf(disbursements, request, caller).find(
    (need) => need.open && need.act !== "withdraw" && need.act !== "return",
  );
  if (!open) return { next: { href: "/desk", word: words.t("done.to_desk") } };
  const act = open.act === "financeCheck" ? "finance_check" : open.act;
  return { next: { href: `/desk/requests/${request.no}#do-${act}`, word: words.t(`done.request.go.${act}`) } };
};
