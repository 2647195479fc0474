import type { Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, minus, plus, ZERO } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { FundBalance } from "../ledger/public.ts";
import type { FundKind, FundOpened, Member, Restriction } from "./facts.ts";

/** A fund of the federation. It has no account, seal or receipt of its own (ORG-2): the ledger is its only wall. */
export type Fund = {
  readonly code: string;
  readonly nameZh: string;
  readonly shortZh: string;
  readonly nameEn: string;
  readonly kind: FundKind;
  readonly status: "active" | "suspended";
  /** The business date the present status began. */
  readonly statusSince: BusinessDate;
  readonly purposes: readonly string[];
  readonly restriction: Restriction;
  readonly managementFeeBp: number;
  readonly channelFeeBorneBy: "federation" | "fund";
  readonly restrictedUntil?: BusinessDate;
  readonly openingUnrestricted: Fen;
  readonly openingRestricted: Fen;
  /** Of an endowment: what may never be spent, in fen. */
  readonly principal?: Fen;
  readonly order: number;
  /** Seats of the committee; a vote counts only inside the term (ORG-17). */
  readonly committee: readonly Member[];
  readonly line: number;
};

/**
 * What a fund may still promise, in fen (LED-4): money without goods, less what is approved and unpaid, less the
 * principal of an endowment. The restricted part of an unrestricted fund counts once its date has passed (ACC-2).
 */
export const availableOf = (fund: Fund, balance: FundBalance, on: BusinessDate): Fen => {
  const money = minus(usablePart(fund, balance, on), balance.goods);
  return minus(minus(money, balance.reserved), fund.principal ?? ZERO);
};

const usablePart = (fund: Fund, balance: FundBalance, on: BusinessDate): Fen => {
  if (fund.restriction === "purpose") return plus(balance.unrestricted, balance.restricted);
  const lifted = fund.restrictedUntil === undefined || fund.restrictedUntil <= on;
  return lifted ? plus(balance.unrestricted, balance.restricted) : balance.unrestricted;
};

/** Opens a fund. Refuses one that the federation cannot have: a second general fund, or unknown purposes. */
export const decideOpenFund = (
  command: Command,
  known: {
    readonly general: string | undefined;
    readonly purposes: ReadonlySet<string>;
    readonly has: (code: string) => boolean;
  },
): Draft | Refusal => {
  const input = command.input as FundOpened;
  if (known.has(input.code)) return refuse("fund_changed", { fund: input.code });
  if (input.fund_kind === "general" && known.general) return refuse("second_general_fund", { fund: input.code });
  const purpose = input.purposes.find((code) => !known.purposes.has(code));
  if (purpose) return refuse("purpose_unknown", { fund: input.code, purpose });
  return { kind: "fund.opened", on: command.on, data: input };
};

export const fundFrom = (line: Line, index: number): Fund => {
  const data = line.data as FundOpened;
  return {
    code: data.code,
    nameZh: data.name_zh,
    shortZh: data.short_zh,
    nameEn: data.name_en,
    kind: data.fund_kind,
    status: data.status,
    statusSince: line.on,
    purposes: data.purposes,
    restriction: data.restriction,
    managementFeeBp: data.management_fee_bp,
    channelFeeBorneBy: data.channel_fee_borne_by,
    ...(data.restricted_until ? { restrictedUntil: data.restricted_until } : {}),
    openingUnrestricted: fen(BigInt(data.opening_unrestricted)),
    openingRestricted: fen(BigInt(data.opening_restricted)),
    ...(data.principal ? { principal: fen(BigInt(data.principal)) } : {}),
    order: data.order,
    committee: [],
    line: index,
  };
};

/** Suspends an active fund or resumes a suspended one (ORG-6). */
export const decideStatus = (command: Command, fund: Fund | undefined): Draft | Refusal => {
  const { code, status, reason } = command.input as { code: string; status: Fund["status"]; reason: string };
  if (!fund) return refuse("fund_unknown", { fund: code });
  if (fund.status === status) return refuse("fund_status_same", { fund: code, status });
  return {
    kind: status === "suspended" ? "fund.suspended" : "fund.resumed",
    on: command.on,
    data: { fund: code, reason },
  };
};
