import type { Fund, Funds } from "../funds/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { minus, ZERO } from "../kernel/money.ts";
import type { Bilingual } from "../platform/display.ts";
import { mapPage, pageOf } from "../platform/paging.ts";
import { type CaseCheck, checksOf } from "./case-check.ts";
import type { DeskPage, DeskRow, HeldRow, Note, WaitingRow } from "./desk-view.ts";
import type { Disbursements } from "./disbursements.ts";
import { type Caller, mayBring, needsOf } from "./needs.ts";
import type { ActName, Request } from "./request.ts";

/** Who looks at the desk. */
export type DeskCaller = Caller & {
  readonly name: string;
  readonly inScope: (fund: string) => boolean;
  readonly scope: readonly string[] | "all";
};

type Books = { readonly disbursements: Disbursements; readonly funds: Funds };

const PAYING: readonly ActName[] = ["order", "release"];
const DOING: readonly ActName[] = ["check", "vote", "decide", "financeCheck", "remark", "evidence", "confirm"];

/** Which page of each queue an address asks for. */
export type AskedPages = { readonly [queue in "decide" | "pay" | "others"]?: unknown };

type Beside = {
  readonly names: ReadonlyMap<string, string>;
  readonly asked: AskedPages;
  /** Steps with money held for others, for this member of staff. */
  readonly held: readonly HeldRow[];
};

/** The three queues of one member of staff (UI-10): mine to do, mine to pay, waiting on others. */
export const deskRows = (
  books: Books,
  caller: DeskCaller,
  { names, asked, held }: Beside,
): Omit<DeskPage, "differences"> => {
  const open = books.disbursements.openRequests().filter(({ fund }) => caller.inScope(fund));
  const acts = new Map(open.map((request) => [request, myActs(books, request, caller)]));
  const mine = (of: readonly ActName[]) => open.filter((request) => actAmong(acts.get(request), of) !== undefined);
  const pay = mine(PAYING);
  const paying = new Set(pay);
  const decide = mine(DOING).filter((request) => !paying.has(request));
  const doing = new Set(decide);
  const others = open.filter(
    (request) => !doing.has(request) && !paying.has(request) && request.acts.some(({ by }) => by === caller.by),
  );
  const kinds = new Map<string, number>();
  const count = (kind: string) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  for (const request of [...decide, ...pay]) {
    const act = actAmong(acts.get(request), doing.has(request) ? DOING : PAYING);
    if (act) count(act);
  }
  for (const { queue, what } of held) if (queue !== "others") count(what === "confirm" ? "held" : "release");
  /** A page of a queue, the oldest first. */
  const queued = <Told>(queue: HeldRow["queue"], requests: readonly Request[], tell: (request: Request) => Told) => {
    const all = [...requests, ...held.filter((row) => row.queue === queue)].sort((a, b) => a.line - b.line);
    return mapPage(pageOf(all, asked[queue]), (row) =>
      "agency" in row ? { ...row, maker: nameOf(names, row.maker) } : tell(row),
    );
  };
  const row = (request: Request): DeskRow => deskRow(books, request, { caller, names });
  return {
    me: {
      name: caller.name,
      roles: caller.roles,
      scope: caller.scope === "all" ? "all" : caller.scope.map((code) => fundName(books.funds.fund(code), code)),
    },
    today: caller.on,
    decide: queued("decide", decide, row),
    pay: queued("pay", pay, row),
    others: queued("others", others, (request) => waitingRow(books, request, caller)),
    kinds: [...kinds].map(([act, count]) => ({ act, count })),
    mayFile: caller.roles.some((role) => role === "applicant" || role === "streetOfficer"),
    mayPay: caller.roles.includes("cashier"),
  };
};

/** What is open to me on a case; papers that were asked for are mine to bring. */
const myActs = ({ disbursements }: Books, request: Request, caller: Caller): readonly ActName[] => {
  const open = needsOf(disbursements, request, caller).flatMap((need) => (need.open ? [need.act] : []));
  const asked = request.state === "returned_for_details" && mayBring(request, "evidence", caller);
  return asked ? [...open, "evidence"] : open;
};

const actAmong = (mine: readonly ActName[] = [], acts: readonly ActName[]): ActName | undefined =>
  mine.find((act) => acts.includes(act));

export const fundName = (fund: Fund | undefined, code: string): Bilingual => ({
  zh: fund?.nameZh ?? code,
  en: fund?.nameEn ?? code,
});

export const purposeName = (funds: Funds, code: string): Bilingual => {
  const purpose = funds.purposes().find((each) => each.code === code);
  return { zh: purpose?.zh ?? code, en: purpose?.en ?? code };
};

/** The name of an actor: staff by name, everything else as it stands in the line. */
export const nameOf = (names: ReadonlyMap<string, string>, by: string): string =>
  names.get(by.replace(/^user:/, "")) ?? by;

type Seen = { readonly caller: Caller; readonly names: ReadonlyMap<string, string> };

const deskRow = (books: Books, request: Request, { caller, names }: Seen): DeskRow => {
  const fund = books.funds.fund(request.fund);
  const available = books.funds.available(request.fund, caller.on);
  const checks = checksOf({ ...books, request, fund, available, on: caller.on });
  return {
    no: request.no,
    purpose: purposeName(books.funds, request.purpose),
    fund: fundName(fund, request.fund),
    households: 1,
    applicant: nameOf(names, request.maker),
    amount: request.amount,
    left: minus(available, request.approvedOn === undefined ? request.amount : ZERO),
    since: sinceOf(request),
    step: request.state,
    notes: notesOf({ request, checks, by: caller.by }),
  };
};

const waitingRow = (books: Books, request: Request, caller: Caller): WaitingRow => {
  const mine = request.acts.findLast(({ by }) => by === caller.by);
  return {
    no: request.no,
    purpose: purposeName(books.funds, request.purpose),
    households: 1,
    amount: request.amount,
    mine: { act: mine?.act ?? "file", on: mine?.on ?? request.requestedOn },
    waitingFor: waitingFor(request, books.disbursements, caller.on),
    since: sinceOf(request),
    step: request.state,
  };
};

const sinceOf = (request: Request): BusinessDate => request.acts.at(-1)?.on ?? request.requestedOn;

/** Whose turn it is, by office. */
export const waitingFor = (request: Request, disbursements: Disbursements, on: BusinessDate): readonly string[] => {
  const remark = request.remark || request.decidedTier === 0 ? [] : ["supervisor"];
  switch (request.state) {
    case "filed":
      return ["streetOfficer"];
    case "returned_for_details":
      return ["applicant"];
    case "checked":
      return votersMissing(disbursements.tally(request, on).missing);
    case "approved":
      return [...remark, request.financeChecker ? "cashier" : "financeChecker"];
    case "ordered":
      return [...remark, "cashier"];
    case "released":
      return [request.bankSerial ? "bookkeeper" : "cashier"];
    case "paid":
      return ["applicant"];
    case "rejected":
    case "refused":
    case "returned":
    case "confirmed":
    case "withdrawn":
      return [];
  }
};

const VOTERS: { readonly [missing: string]: string } = {
  chair: "committeeChair",
  member: "committeeMember",
  quorum: "committeeMember",
  majority: "committeeMember",
  secretaryGeneral: "secretaryGeneral",
  council: "council",
};
const votersMissing = (missing: readonly string[]): string[] =>
  missing.length === 0 ? ["fundSecretary"] : [...new Set(missing.map((each) => VOTERS[each] ?? "committeeMember"))];

const NOTED = [
  "already_helped",
  "payee_not_beneficiary",
  "first_payee",
  "above_median",
  "related_party",
  "over_available",
  "fund_suspended",
] as const;

/** What a decider should notice before opening the case: a void vote first, then the checks that are not fine. */
export const notesOf = (of: {
  readonly request: Request;
  readonly checks: readonly CaseCheck[];
  readonly by: string;
}): Note[] => {
  const mine = of.request.votes.find(({ by }) => by === of.by);
  const isVoid = mine !== undefined && mine.vote !== "recused" && mine.binds !== of.request.digest;
  return [
    ...(isVoid ? [{ code: "changed" as const }] : []),
    ...of.checks.flatMap(({ code, tone, vars }): Note[] => {
      const noted = NOTED.find((each) => each === code);
      return noted && tone !== "ok" ? [{ code: noted, ...(vars ? { vars } : {}) }] : [];
    }),
  ];
};
