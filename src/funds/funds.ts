import type { Chapter } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, ZERO } from "../kernel/money.ts";
import { refuse } from "../kernel/result.ts";
import type { Ledger } from "../ledger/public.ts";
import { decideSeat, inOffice } from "./committee.ts";
import type { CommitteeSeated, TransferPosted } from "./facts.ts";
import { decideOpenFederation, type Federation, federationFrom, openingVoucher } from "./federation.ts";
import { availableOf, decideOpenFund, decideStatus, type Fund, fundFrom } from "./fund.ts";
import { decideFee, feesDue } from "./management-fee.ts";
import { decideTransfer, type Transfer } from "./transfer.ts";

const ONE = "federation";

export type Funds = ReturnType<typeof openFunds>;

/** The federation, its funds, their committees, and the money that moves between funds. */
export const openFunds = ({ ledger }: { readonly ledger: Ledger }) => {
  const federations = new Table<Federation>("federation");
  const funds = new Table<Fund>("funds");
  const transfers = new Table<Transfer>("transfers");

  const federation = () => federations.get(ONE);
  const fund = (code: string) => funds.get(code);
  const all = (): Fund[] => [...funds.values()].sort((a, b) => a.order - b.order);
  const generalFund = (): Fund | undefined => all().find((row) => row.kind === "general");
  const general = (): Fund => {
    const row = generalFund();
    if (!row) throw new Error("the federation has no general fund yet");
    return row;
  };

  const availableOn = (code: string, on: BusinessDate): Fen => {
    const row = fund(code);
    return row ? availableOf(row, ledger.balances.fundOn(code, on), on) : ZERO;
  };
  const available = (code: string, on: BusinessDate): Fen => {
    const row = fund(code);
    return row ? availableOf(row, ledger.balances.fund(code), on) : ZERO;
  };
  /** The lesser of what was free on the business date and what is free now: a late entry can overdraw neither. */
  const spendable = (code: string, on: BusinessDate): Fen => {
    const then = availableOn(code, on);
    const now = available(code, on);
    return then < now ? then : now;
  };

  const changeStatus = (line: Line, status: Fund["status"]): void => {
    const row = funds.get(String(line.data.fund));
    if (row) funds.set(row.code, { ...row, status, statusSince: line.on });
  };

  const chapter: Chapter = {
    name: "funds",
    tables: [federations, funds, transfers],
    decide: {
      openFederation: (command) => decideOpenFederation(command, federation()),
      openFund: (command) =>
        decideOpenFund(command, {
          general: generalFund()?.code,
          purposes: new Set(federation()?.purposes.map(({ code }) => code)),
          has: (code) => funds.has(code),
        }),
      postOpening: () => {
        const known = federation();
        if (!known) return refuse("federation_unknown");
        if (known.opened) return refuse("opening_posted");
        return openingVoucher(
          known,
          all().map((row) => ({
            code: row.code,
            unrestricted: row.openingUnrestricted,
            restricted: row.openingRestricted,
          })),
        );
      },
      setStatus: (command) => decideStatus(command, fund(String(command.input.code))),
      seatCommittee: (command) => decideSeat(command, fund),
      transfer: (command) =>
        decideTransfer(command, {
          fund,
          has: (no) => transfers.has(no),
          available: spendable,
          postingDate: ledger.periods.postingDate,
        }),
      chargeFee: (command, now) => decideFee(command, { ledger, fund, general: generalFund()?.code }, now),
    },
    apply: {
      "federation.opened": (line) => federations.set(ONE, federationFrom(line)),
      "fund.opened": (line, index) => funds.set(String(line.data.code), fundFrom(line, index)),
      "opening.posted": () => {
        const known = federation();
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
      "management.fee": () => undefined,
      "transfer.posted": (line, index) => {
        const data = line.data as TransferPosted;
        const { transfer: no, from, to, basis_ref: basisRef } = data;
        transfers.set(no, {
          no,
          on: data.relates_to ?? line.on,
          from,
          to,
          amount: fen(BigInt(data.amount)),
          basisRef,
          by: line.by,
          line: index,
        });
      },
    },
  };

  return {
    chapter,
    federation,
    fund,
    /** All funds in the order of the federation's list. */
    all,
    /** The general fund. Throws before the federation is opened. */
    general,
    /** What the fund may promise now, in fen; `on` decides whether a dated restriction has ended. */
    available,
    /** What the fund could promise at the end of a day, in fen. */
    availableOn,
    spendable,
    /** Members of the fund's committee in office on a day (ORG-17). */
    members: (code: string, on: BusinessDate) => inOffice(fund(code)?.committee ?? [], on),
    transfer: (no: string) => transfers.get(no),
    transfers: () => transfers.values(),
    feesDue: (period: string) => feesDue(ledger, funds.values(), period),
    merchants: () => federation()?.merchants ?? [],
    accounts: () => federation()?.accounts ?? [],
    bankRules: () => federation()?.bankRules ?? [],
    purposes: () => federation()?.purposes ?? [],
    inTransit: () => federation()?.inTransit ?? [],
    /** Days without banking: weekends stand in the list as the federation gave them. */
    calendar: () => federation()?.nonBusinessDays ?? [],
  };
};
