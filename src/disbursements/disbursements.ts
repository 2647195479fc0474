import { limits } from "../../config/limits.ts";
import type { Chapter, Command } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import { type BusinessDate, periodOf } from "../kernel/dates.ts";
import type { Ledger } from "../ledger/public.ts";
import type { Funds } from "../funds/public.ts";
import { openComparison } from "./comparison.ts";
import { CHANGE_KINDS, changed, filed, withSeen } from "./applied.ts";
import { decideDecision } from "./decision.ts";
import {
  decideAmend,
  decideCheck,
  decideEvidence,
  decideFile,
  decideReturn,
  decideSee,
  decideWithdraw,
} from "./filing.ts";
import {
  decideConfirm,
  decideFinanceCheck,
  decideOrder,
  decideRelease,
  decideRemark,
  type PaymentOf,
  payment,
  refusalToPay,
  returned,
} from "./payment.ts";
import type { Request } from "./request.ts";
import { tierOf } from "./tier.ts";
import { countVotes, decideVote, type Tally } from "./vote.ts";
import { type Warning, warningsOf } from "./warning.ts";

export type Disbursements = ReturnType<typeof openDisbursements>;

type Books = { readonly ledger: Ledger; readonly funds: Funds };

const LAST = "last";

const openTables = () => ({
  comparison: openComparison(),
  requests: new Table<Request>("requests"),
  bySerial: new Table<readonly string[]>("requestsBySerial"),
  byBeneficiary: new Table<readonly string[]>("requestsByBeneficiary"),
  /** Head of a month's numbers (`AR-2609-`) → the highest one. */
  numbers: new Table<number>("requestNumbers"),
  /** Under one key: the index of the last line that changed a request. */
  changes: new Table<number>("requestsChanged"),
});
type Tables = ReturnType<typeof openTables>;
const tablesOf = ({ comparison, ...tables }: Tables) => [...Object.values(tables), ...comparison.tables];

/** Requests for aid from filing to confirmation, decided against the funds' books (DOMAIN §5). */
export const openDisbursements = (books: Books) => {
  const tables = openTables();
  const reads = readsOf(tables, books);
  const chapter: Chapter = {
    name: "disbursements",
    tables: tablesOf(tables),
    decide: decisionsOf(reads, books),
    apply: appliesTo(tables),
  };
  return {
    chapter,
    ...reads,
    /** For its mirror. */
    requestTable: tables.requests,
    /** Of one request, with all others of its beneficiary. */
    warnings: (row: Request, on: BusinessDate): Warning[] =>
      warningsOf(reads.sameBeneficiary(row), on).filter((warning) => warning.request === row.no),
    payment: (of: PaymentOf) => payment(books, of),
    refusalToPay,
    returned,
  };
};

type Reads = ReturnType<typeof readsOf>;

const readsOf = (tables: Tables, { funds }: Books) => {
  const { requests, bySerial, byBeneficiary, numbers, changes, comparison } = tables;
  const listed = (numbers: readonly string[] | undefined): Request[] =>
    (numbers ?? []).flatMap((no) => requests.get(no) ?? []);
  const sameBeneficiary = (row: Request): Request[] => listed(byBeneficiary.get(row.beneficiary));
  return {
    request: (no: string) => requests.get(no),
    requests: (): IterableIterator<Request> => requests.values(),
    /** Those that somebody has still to act on, in the order of filing. */
    openRequests: (): Request[] => listed([...comparison.open()]).sort(byFiling),
    /** The index of the last line that changed a request: what is worked out of all of them is good until then. */
    changedAt: (): number => changes.get(LAST) ?? -1,
    /** `AR-2609-0001`: the number after the highest one of the day's month. */
    nextNumber: (on: BusinessDate): string => {
      const head = `AR-${periodOf(on).slice(2).replace("-", "")}-`;
      return `${head}${String((numbers.get(head) ?? 0) + 1).padStart(4, "0")}`;
    },
    /** All requests that were released under one serial of the bank, whatever became of them. */
    releasedBySerial: (serial: string): Request[] => listed(bySerial.get(serial)),
    sameBeneficiary,
    /** The first other request that has one of its papers. */
    samePaper: (row: Request): Request | undefined => listed(comparison.samePaper(row)).sort(byFiling)[0],
    isFirstPayee: comparison.isFirstPayee,
    usualAmount: comparison.usual,
    /** The rule in force for a request and its votes as they stand on a day. */
    tally: (row: Request, on: BusinessDate): Tally =>
      countVotes(row, tierOf(row, sameBeneficiary(row)), funds.members(row.fund, on)),
  };
};

const byFiling = (a: Request, b: Request): number => a.line - b.line;

const decisionsOf = (reads: Reads, { ledger, funds }: Books): Chapter["decide"] => {
  const named = (command: Command) => reads.request(String(command.input.request));
  const fundOf = (row: Request | undefined) => (row ? funds.fund(row.fund) : undefined);
  const { postingDate } = ledger.periods;
  return {
    file: (command) =>
      decideFile(command, {
        request: named(command),
        fund: funds.fund(String(command.input.fund)),
        purposes: new Set(funds.purposes().map(({ code }) => code)),
        nextNumber: reads.nextNumber,
      }),
    amend: (command) => decideAmend(command, named(command)),
    evidence: (command) => decideEvidence(command, named(command), limits.evidenceFilesPerRequest),
    see: (command) => decideSee(command, named(command)),
    check: (command) => decideCheck(command, named(command)),
    return: (command) => decideReturn(command, named(command)),
    vote: (command) => {
      const row = named(command);
      return decideVote(command, row, row ? funds.members(row.fund, command.on) : []);
    },
    decide: (command) => {
      const request = named(command);
      const { spendable } = funds;
      return decideDecision(command, { request, fund: fundOf(request), tally: reads.tally, spendable, postingDate });
    },
    financeCheck: (command) => decideFinanceCheck(command, named(command), fundOf(named(command))),
    remark: (command) => decideRemark(command, named(command)),
    order: (command) => decideOrder(command, named(command), fundOf(named(command))),
    release: (command) => decideRelease(command, named(command), fundOf(named(command))),
    confirm: (command) => decideConfirm(command, named(command)),
    withdraw: (command) => decideWithdraw(command, named(command), postingDate),
  };
};

const appliesTo = (tables: Tables): Chapter["apply"] => {
  const { requests, bySerial, byBeneficiary, numbers, changes, comparison } = tables;
  const applyFiled = (line: Line, index: number): void => {
    const row = filed(line, index);
    requests.set(row.no, row);
    comparison.keep(row);
    changes.set(LAST, index);
    const [, head, number] = /^(AR-\d{4}-)(\d{1,9})$/.exec(row.no) ?? [];
    if (head !== undefined) numbers.set(head, Math.max(numbers.get(head) ?? 0, Number(number)));
    byBeneficiary.set(row.beneficiary, [...(byBeneficiary.get(row.beneficiary) ?? []), row.no]);
  };
  const dropSerial = ({ no, bankSerial = "" }: Request): void =>
    bySerial.set(
      bankSerial,
      (bySerial.get(bankSerial) ?? []).filter((each) => each !== no),
    );
  const applyChange = (line: Line, index: number): void => {
    const { request, requests: several = [request] } = line.data;
    const numbers = (several as readonly unknown[]).map(String);
    for (const row of numbers.flatMap((no) => requests.get(no) ?? [])) {
      const next = changed(row, line, index);
      requests.set(next.no, next);
      comparison.keep(next, row);
      changes.set(LAST, index);
      if (row.bankSerial === next.bankSerial) continue;
      if (next.bankSerial === undefined) dropSerial(row);
      else bySerial.set(next.bankSerial, [...(bySerial.get(next.bankSerial) ?? []), next.no]);
    }
  };
  return {
    "request.filed": applyFiled,
    "request.seen": (line, index) => {
      const row = requests.get(String(line.data.request));
      if (!row) return;
      requests.set(row.no, withSeen(row, line));
      changes.set(LAST, index);
    },
    ...Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, applyChange])),
  };
};
