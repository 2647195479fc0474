import type { Outcome, RowAnswer, Submit } from "../journal/chapter.ts";
import { addDays, type BusinessDate, lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, fen, formatYuan, sum } from "../kernel/money.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import { problem } from "../platform/problem.ts";
import type { FederationOpened, FundOpened, Member } from "./facts.ts";
import { type Federation, fenStrings, openingVoucher } from "./federation.ts";
import type { Fund } from "./fund.ts";
import type { Funds } from "./funds.ts";

/** `on` left out: the day on which it is written. */
export type Told = { readonly by: string; readonly on?: BusinessDate | undefined };

/** What federation.json opens the books with; amounts in fen. Further fields are others' business. */
export type FederationToOpen = Omit<Federation, "opened"> & {
  readonly funds: readonly Omit<Fund, "statusSince" | "principal" | "order" | "committee" | "line">[];
};

export type TransferRow = {
  readonly transferNo: string;
  /** Left out: the day on which it is written. */
  readonly on?: BusinessDate | undefined;
  readonly fromFund: string;
  readonly toFund: string;
  readonly amount: Fen;
  readonly reason?: string;
  readonly consentRef?: string;
};

export type FundsDeps = { readonly submit: Submit; readonly funds: Funds };
export type FundsService = ReturnType<typeof fundsService>;

/** Opens the books, moves money between funds, charges fees. Every step is a keyed command: the same again is known. */
export const fundsService = (deps: FundsDeps) => ({
  /**
   * Opens the federation, its funds in the order of the file, and the opening voucher. Refuses whole when the opening
   * does not balance or another federation is open; answers per fund, and refuses a known fund that has changed.
   */
  open: (file: FederationToOpen, by: string) => open(deps, file, by),
  /** Transfers of the desk, one keyed command a row (ACC-8). */
  transfer: (rows: readonly TransferRow[], by: string) => transfer(deps, rows, by),
  /** A transfer of the desk: proposed under its number, posted or taken back by another step (PIT-47). */
  proposeTransfer: (row: TransferRow, { by, key }: Told & { readonly key: string }) =>
    deps.submit({ name: "funds.proposeTransfer", key, by, on: row.on, input: transferInput(row) }),
  decideTransfer: (no: string, step: "approve" | "drop", { by, key }: Told & { readonly key: string }) =>
    deps.submit({ name: `funds.${step}Transfer`, key, by, input: { no } }),
  setStatus: (
    change: Told & {
      readonly code: string;
      readonly status: Fund["status"];
      readonly reason: string;
      readonly key: string;
    },
  ) => {
    const { key, by, on, ...input } = change;
    return deps.submit({ name: "funds.setStatus", key, by, on, input });
  },
  seatCommittee: (
    seats: Told & { readonly funds: readonly string[]; readonly members: readonly Member[]; readonly key: string },
  ) => {
    const { key, by, on, ...input } = seats;
    return deps.submit({ name: "funds.seatCommittee", key, by, on, input });
  },
  /** Charges all agreed fees of a month that is over, once a fund and month (ACC-6). Answers what was charged, also earlier. */
  chargeFees: (period: Period, by: string) => chargeFees(deps, period, by),
  /** Releases what is restricted by a date alone that passed in a month or before, once a fund and date (ACC-2). */
  releaseDated: (period: Period, by: string) => releaseDated(deps, period, by),
  /** Both; answers the first refusal. */
  postByRule: async (period: Period, by: string): Promise<Refusal | undefined> => {
    for (const act of [releaseDated, chargeFees]) {
      const answer = await act(deps, period, by);
      if (isRefusal(answer)) return answer;
    }
    return undefined;
  },
});

const open = async (
  { submit }: FundsDeps,
  file: FederationToOpen,
  by: string,
): Promise<readonly RowAnswer[] | Refusal> => {
  const openings = file.funds.map((fund) => ({
    code: fund.code,
    unrestricted: fund.openingUnrestricted,
    restricted: fund.openingRestricted,
  }));
  const voucher = openingVoucher(file, openings);
  if (isRefusal(voucher)) return voucher;
  const on = addDays(file.openingDate, -1);
  const opened = await submit({
    name: "funds.openFederation",
    key: "federation",
    by,
    on,
    input: federationInput(file),
  });
  if (isRefusal(opened)) return asChanged(opened, refuse("federation_changed"));
  const answers: RowAnswer[] = [];
  for (const [order, fund] of file.funds.entries()) {
    const input = fundInput(fund, order);
    const outcome = await submit({ name: "funds.openFund", key: `fund:${fund.code}`, by, on, input });
    answers.push(answerOf(outcome, refuse("fund_changed", { fund: fund.code })));
  }
  if (answers.some(isRefusal)) return answers;
  const opening = await submit({ name: "funds.postOpening", key: "opening", by, on, input: {} });
  return isRefusal(opening) ? opening : answers;
};

const transfer = async (
  { submit }: FundsDeps,
  rows: readonly TransferRow[],
  by: string,
): Promise<readonly RowAnswer[]> => {
  const answers: RowAnswer[] = [];
  for (const row of rows) {
    const input = transferInput(row);
    const outcome = await submit({ name: "funds.transfer", key: `transfer:${row.transferNo}`, by, on: row.on, input });
    answers.push(answerOf(outcome, refuse("transfer_exists", { transfer: row.transferNo })));
  }
  return answers;
};

const transferInput = (row: TransferRow): JsonObject => ({
  no: row.transferNo,
  from: row.fromFund,
  to: row.toFund,
  amount: row.amount.toString(),
  basis_ref: row.consentRef ?? "",
  ...(row.reason ? { reason: row.reason } : {}),
});

const releaseDated = async (
  { submit, funds }: FundsDeps,
  period: Period,
  by: string,
): Promise<{ readonly period: Period; readonly releases: readonly JsonObject[] } | Refusal> => {
  const releases: JsonObject[] = [];
  for (const { code, restrictedUntil } of funds.all()) {
    if (restrictedUntil === undefined || restrictedUntil > lastDay(period)) continue;
    const key = `release:${code}:${restrictedUntil}`;
    const command = { name: "funds.releaseDated", key, by, on: restrictedUntil, input: { fund: code } };
    const outcome = await submit(command);
    if (isRefusal(outcome)) {
      if (outcome.refused === "nothing_due") continue;
      return outcome;
    }
    const { amount } = outcome.line.data as { amount: string };
    releases.push({ fund: code, on: outcome.line.on, amount: formatYuan(fen(BigInt(amount))), line: outcome.index });
  }
  return { period, releases };
};

const chargeFees = async ({ submit, funds }: FundsDeps, period: Period, by: string): Promise<FeesAnswer | Refusal> => {
  const fees: FeesAnswer["fees"][number][] = [];
  const amounts: Fen[] = [];
  for (const { code } of funds.all().filter((fund) => fund.managementFeeBp > 0)) {
    const input = { fund: code, period };
    const key = `fee:${code}:${period}`;
    const outcome = await submit({ name: "funds.chargeFee", key, by, on: lastDay(period), input });
    if (isRefusal(outcome)) {
      if (outcome.refused === "nothing_due") continue;
      return outcome;
    }
    const data = outcome.line.data as { amount: string; base: string; bp: number };
    const amount = fen(BigInt(data.amount));
    amounts.push(amount);
    fees.push({
      fund: code,
      base: formatYuan(fen(BigInt(data.base))),
      bp: data.bp,
      amount: formatYuan(amount),
      line: outcome.index,
    });
  }
  return { period, fees, total: formatYuan(sum(amounts)) };
};

export type FeesAnswer = {
  readonly period: Period;
  readonly fees: readonly {
    readonly fund: string;
    readonly base: string;
    readonly bp: number;
    readonly amount: string;
    readonly line: number;
  }[];
  readonly total: string;
};

/** The business date asked for, else today. Throws 422 on a day that has not come. */
export const businessDay = (asked: BusinessDate | undefined, today: BusinessDate): BusinessDate =>
  askedDay(asked, today) ?? today;

/** The business date asked for, if one is; a command without one is dated when it is written. Throws 422 on a day that has not come. */
export const askedDay = (asked: BusinessDate | undefined, today: BusinessDate): BusinessDate | undefined => {
  if (asked !== undefined && asked > today) {
    throw problem({
      status: 422,
      code: "invalid_input",
      vars: { count: 1 },
      faults: [{ field: "on", code: "future" }],
    });
  }
  return asked;
};

const answerOf = (outcome: Outcome | Refusal, changed: Refusal): RowAnswer =>
  isRefusal(outcome) ? asChanged(outcome, changed) : outcome;

/** The same key with other content is a row that has changed since. */
const asChanged = (refusal: Refusal, changed: Refusal): Refusal =>
  refusal.refused === "key_reused" ? changed : refusal;

const federationInput = (file: FederationToOpen): FederationOpened => ({
  name_zh: file.nameZh,
  name_en: file.nameEn,
  credit_code: file.creditCode,
  legal_form: file.legalForm,
  ...(file.certificate
    ? {
        certificate: {
          no: file.certificate.no,
          valid_from: file.certificate.validFrom,
          valid_to: file.certificate.validTo,
        },
      }
    : {}),
  opening_date: file.openingDate,
  accounts: file.accounts.map(({ opening, accountNo, heldForOthers, ...rest }) => ({
    ...rest,
    opening: opening.toString(),
    ...(heldForOthers ? { held_for_others: heldForOthers.toString() } : {}),
    ...(accountNo ? { account_no: accountNo } : {}),
  })),
  merchants: file.merchants.map(({ merchantId, appId, ...rest }) => ({
    ...rest,
    merchant_id: merchantId,
    ...(appId ? { app_id: appId } : {}),
  })),
  purposes: file.purposes,
  net_assets: fenStrings(file.netAssets),
  liabilities: fenStrings(file.liabilities),
  in_transit: file.inTransit.map(({ traceId, gross, fee, net, ...rest }) => ({
    ...rest,
    ...(traceId ? { trace_id: traceId } : {}),
    gross: gross.toString(),
    fee: fee.toString(),
    net: net.toString(),
  })),
  bank_rules: file.bankRules.map(({ postsTo, ...rest }) => ({ ...rest, posts_to: postsTo })),
  non_business_days: file.nonBusinessDays,
});

const fundInput = (fund: FederationToOpen["funds"][number], order: number): FundOpened => ({
  code: fund.code,
  name_zh: fund.nameZh,
  short_zh: fund.shortZh,
  name_en: fund.nameEn,
  fund_kind: fund.kind,
  status: fund.status,
  purposes: fund.purposes,
  restriction: fund.restriction,
  management_fee_bp: fund.managementFeeBp,
  channel_fee_borne_by: fund.channelFeeBorneBy,
  opening_unrestricted: fund.openingUnrestricted.toString(),
  opening_restricted: fund.openingRestricted.toString(),
  ...(fund.restrictedUntil ? { restricted_until: fund.restrictedUntil } : {}),
  order,
});
