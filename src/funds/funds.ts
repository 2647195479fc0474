import type { Apply, Chapter } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import type { BusinessDate, Period } from "../kernel/dates.ts";
import { type Fen, ZERO } from "../kernel/money.ts";
import { refuse } from "../kernel/result.ts";
import type { Ledger } from "../ledger/public.ts";
import { decideSeat, inOffice } from "./committee.ts";
import { decideDatedRelease, releaseDue } from "./dated-release.ts";
import type { CommitteeSeated, FundsFact } from "./facts.ts";
import { decideOpenFederation, type Federation, federationFrom, openingVoucher } from "./federation.ts";
import { availableOf, decideOpenFund, decideStatus, type Fund, fundFrom } from "./fund.ts";
import { decideFee, feeDue } from "./management-fee.ts";
import { decideTransfer, type Transfer, transferFrom } from "./transfer.ts";
import {
  decideApproveTransfer,
  decideDropTransfer,
  decideProposeTransfer,
  proposalFrom,
  type TransferProposal,
} from "./transfer-proposal.ts";

const ONE = "federation";

export type Funds = ReturnType<typeof openFunds>;

const openTables = () => ({
  federations: new Table<Federation>("federation"),
  funds: new Table<Fund>("funds"),
  transfers: new Table<Transfer>("transfers"),
  proposals: new Table<TransferProposal>("transferProposals"),
  /** Funds and months whose management fee was charged. */
  fees: new Table<true>("managementFees"),
});
type Tables = ReturnType<typeof openTables>;

/** The federation, its funds, their committees, and the money that moves between funds. */
export const openFunds = ({ ledger }: { readonly ledger: Ledger }) => {
  const tables = openTables();
  const reads = readsOf(tables, ledger);
  const chapter: Chapter = {
    name: "funds",
    tables: Object.values(tables),
    decide: decisionsOf(tables, reads, ledger),
    apply: appliesTo(tables),
  };
  return { chapter, ...reads };
};

type Reads = ReturnType<typeof readsOf>;

const readsOf = ({ federations, funds, transfers, proposals, fees }: Tables, ledger: Ledger) => {
  const federation = () => federations.get(ONE);
  const fund = (code: string) => funds.get(code);
  const all = (): Fund[] => [...funds.values()].sort((a, b) => a.order - b.order);
  const availableOn = (code: string, on: BusinessDate): Fen => {
    const row = fund(code);
    return row ? availableOf(row, ledger.balances.fundOn(code, on), on) : ZERO;
  };
  const available = (code: string, on: BusinessDate): Fen => {
    const row = fund(code);
    return row ? availableOf(row, ledger.balances.fund(code), on) : ZERO;
  };
  return {
    federation,
    fund,
    /** All funds in the order of the federation's list. */
    all,
    /** The general fund. Throws before the federation is opened. */
    general: (): Fund => {
      const row = generalOf(funds);
      if (!row) throw new Error("the federation has no general fund yet");
      return row;
    },
    /** What the fund may promise now, in fen; `on` decides whether a dated restriction has ended. */
    available,
    /** What the fund could promise at the end of a day, in fen. */
    availableOn,
    /** The lesser of what was free on the business date and what is free now: a late entry can overdraw neither. */
    spendable: (code: string, on: BusinessDate): Fen => {
      const then = availableOn(code, on);
      const now = available(code, on);
      return then < now ? then : now;
    },
    /** Members of the fund's committee in office on a day (ORG-17). */
    members: (code: string, on: BusinessDate) => inOffice(fund(code)?.committee ?? [], on),
    transfer: (no: string) => transfers.get(no),
    transfers: () => transfers.values(),
    /** Transfers of the desk that wait for their second person. */
    proposedTransfers: () => proposals.values(),
    proposedTransfer: (no: string) => proposals.get(no),
    /** Funds whose agreed fee of a month is due and not charged (ACC-6). */
    feesDue: (period: Period): string[] =>
      all()
        .filter((row) => !fees.has(`${row.code}|${period}`) && feeDue(ledger, row, period) > 0n)
        .map(({ code }) => code),
    /** Funds whose restriction by date has passed on a day and is not released (ACC-2). */
    releasesDue: (on: BusinessDate): string[] =>
      all()
        .filter((row) => releaseDue(ledger, row, on) > 0n)
        .map(({ code }) => code),
    merchants: () => federation()?.merchants ?? [],
    accounts: () => federation()?.accounts ?? [],
    bankRules: () => federation()?.bankRules ?? [],
    purposes: () => federation()?.purposes ?? [],
    inTransit: () => federation()?.inTransit ?? [],
    /** Days without banking: weekends stand in the list as the federation gave them. */
    calendar: () => federation()?.nonBusinessDays ?? [],
  };
};

const generalOf = (funds: Table<Fund>): Fund | undefined => {
  for (const row of funds.values()) if (row.kind === "general") return row;
  return undefined;
};

const decisionsOf = ({ funds, transfers }: Tables, reads: Reads, ledger: Ledger): Chapter["decide"] => {
  const moving = {
    fund: reads.fund,
    has: (no: string) => transfers.has(no),
    available: reads.spendable,
    postingDate: ledger.periods.postingDate,
    proposal: reads.proposedTransfer,
  };
  return {
    openFederation: (command) => decideOpenFederation(command, reads.federation()),
    openFund: (command) =>
      decideOpenFund(command, {
        general: generalOf(funds)?.code,
        purposes: new Set(reads.purposes().map(({ code }) => code)),
        has: (code) => funds.has(code),
      }),
    postOpening: () => {
      const known = reads.federation();
      if (!known) return refuse("federation_unknown");
      if (known.opened) return refuse("opening_posted");
      return openingVoucher(
        known,
        reads.all().map((row) => ({
          code: row.code,
          unrestricted: row.openingUnrestricted,
          restricted: row.openingRestricted,
        })),
      );
    },
    setStatus: (command) => decideStatus(command, reads.fund(String(command.input.code))),
    seatCommittee: (command) => decideSeat(command, reads.fund),
    transfer: (command) => decideTransfer(command, moving),
    proposeTransfer: (command) => decideProposeTransfer(command, moving),
    approveTransfer: (command) => decideApproveTransfer(command, moving),
    dropTransfer: (command) => decideDropTransfer(command, moving),
    releaseDated: (command, now) => decideDatedRelease(command, { ledger, fund: reads.fund }, now),
    chargeFee: (command, now) => decideFee(command, { ledger, fund: reads.fund, general: generalOf(funds)?.code }, now),
  };
};

/** Every kind of this module is applied. */
const appliesTo = ({
  federations,
  funds,
  transfers,
  proposals,
  fees,
}: Tables): { readonly [kind in FundsFact["kind"]]: Apply } => {
  const changeStatus = (line: Line, status: Fund["status"]): void => {
    const row = funds.get(String(line.data.fund));
    if (row) funds.set(row.code, { ...row, status, statusSince: line.on });
  };
  return {
    "federation.opened": (line) => federations.set(ONE, federationFrom(line)),
    "fund.opened": (line, index) => funds.set(String(line.data.code), fundFrom(line, index)),
    "opening.posted": () => {
      const known = federations.get(ONE);
      if (known) federations.set(ONE, { ...known, opened: true });
    },
    "fund.suspended": (line) => changeStatus(line, "suspended"),
    "fund.resumed": (line) => changeStatus(line, "active"),
    "committee.seated": (line) => {
      const { funds: codes, members } = line.data as CommitteeSeated;
      for (const code of codes) {
        const row = funds.get(code);
        if (row) funds.set(code, { ...row, committee: members });
      }
    },
    /** Moves money by its postings alone. */
    "restriction.released": () => undefined,
    "management.fee": ({ data }) => fees.set(`${String(data.fund)}|${String(data.period)}`, true),
    "transfer.posted": (line, index) => {
      const row = transferFrom(line, index);
      transfers.set(row.no, row);
      proposals.delete(row.no);
    },
    "transfer.proposed": (line, index) => {
      const row = proposalFrom(line, index);
      proposals.set(row.no, row);
    },
    "transfer.dropped": ({ data }) => proposals.delete(String(data.transfer)),
  };
};
