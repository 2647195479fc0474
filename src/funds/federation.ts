import type { Command, Draft } from "../journal/chapter.ts";
import type { Line, Posting } from "../journal/line.ts";
import { addDays, type BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, formatYuan, minus, sum, ZERO } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, agencyShare, credit, debit, imbalance } from "../ledger/public.ts";
import type { FederationOpened } from "./facts.ts";

/** A money account of the federation with what it held on the day before the opening date, in fen. */
export type MoneyAccount = {
  readonly account: string;
  readonly opening: Fen;
  /** Of `opening`: money of others, which is only passed on (ACC-9). */
  readonly heldForOthers?: Fen;
  readonly bank?: string;
  readonly bic?: string;
  readonly accountNo?: string;
  readonly holder?: string;
  readonly currency?: string;
};

/** Money on the way on the opening date: a payout of this month brings it to the bank. */
export type InTransit = {
  readonly account: string;
  readonly batch: string;
  readonly traceId?: string;
  readonly gross: Fen;
  readonly fee: Fen;
  readonly net: Fen;
};

/** Bank rows that a rule posts (samples rule 13): `summary` equals, or `text` is contained. */
export type BankRule = {
  readonly account: string;
  readonly summary?: string;
  readonly text?: string;
  readonly postsTo: string;
  readonly fund: string;
};
export type Merchant = {
  readonly channel: string;
  /** Its clearing account. */
  readonly account: string;
  readonly merchantId: string;
  readonly appId?: string;
  readonly rate?: string;
};

/** The only legal person (ORG-1): it holds the accounts, the receipts, the seal. */
export type Federation = {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly creditCode: string;
  readonly legalForm: string;
  readonly certificate?: { readonly no: string; readonly validFrom: BusinessDate; readonly validTo: BusinessDate };
  readonly openingDate: BusinessDate;
  readonly accounts: readonly MoneyAccount[];
  readonly merchants: readonly Merchant[];
  readonly purposes: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
  readonly netAssets: { readonly [code: string]: Fen };
  readonly liabilities: { readonly [code: string]: Fen };
  readonly inTransit: readonly InTransit[];
  readonly bankRules: readonly BankRule[];
  readonly nonBusinessDays: readonly BusinessDate[];
  /** The opening voucher is posted. */
  readonly opened: boolean;
};

export type OpeningFund = { readonly code: string; readonly unrestricted: Fen; readonly restricted: Fen };

/** The federation is opened once. */
export const decideOpenFederation = (command: Command, known: Federation | undefined): Draft | Refusal =>
  known ? refuse("federation_changed") : { kind: "federation.opened", on: command.on, data: command.input };

export const federationFrom = (line: Line): Federation => {
  const data = line.data as FederationOpened;
  return {
    nameZh: data.name_zh,
    nameEn: data.name_en,
    creditCode: data.credit_code,
    legalForm: data.legal_form,
    ...(data.certificate
      ? {
          certificate: {
            no: data.certificate.no,
            validFrom: data.certificate.valid_from,
            validTo: data.certificate.valid_to,
          },
        }
      : {}),
    openingDate: data.opening_date,
    accounts: data.accounts.map(({ opening, account_no, held_for_others: held, ...rest }) => ({
      ...(rest as { account: string }),
      opening: fen(BigInt(opening)),
      ...(held ? { heldForOthers: fen(BigInt(held)) } : {}),
      ...(account_no ? { accountNo: account_no } : {}),
    })),
    merchants: data.merchants.map(({ merchant_id, app_id, ...rest }) => ({
      ...(rest as { channel: string; account: string }),
      merchantId: merchant_id,
      ...(app_id ? { appId: app_id } : {}),
    })),
    purposes: data.purposes,
    netAssets: amounts(data.net_assets),
    liabilities: amounts(data.liabilities),
    inTransit: data.in_transit.map((row) => ({
      account: row.account,
      batch: row.batch,
      ...(row.trace_id ? { traceId: row.trace_id } : {}),
      gross: fen(BigInt(row.gross)),
      fee: fen(BigInt(row.fee)),
      net: fen(BigInt(row.net)),
    })),
    bankRules: data.bank_rules.map(({ posts_to, ...rest }) => ({
      ...(rest as { account: string; fund: string }),
      postsTo: posts_to,
    })),
    nonBusinessDays: data.non_business_days,
    opened: false,
  };
};

/**
 * The opening voucher, dated the day before the opening date: money on the debit side; what is owed and the net
 * assets of each fund on the credit side. Refuses one that does not balance, or whose funds do not add up to the
 * net assets the federation states, or whose accounts do not hold for others what is owed to them (LED-3).
 */
export const openingVoucher = (
  federation: Pick<Federation, "openingDate" | "accounts" | "netAssets" | "liabilities">,
  funds: readonly OpeningFund[],
): Draft | Refusal => {
  const on = addDays(federation.openingDate, -1);
  const stated = [
    { code: accountPath("unrestrictedNetAssets", on), funds: sum(funds.map((fund) => fund.unrestricted)) },
    { code: accountPath("restrictedNetAssets", on), funds: sum(funds.map((fund) => fund.restricted)) },
  ];
  for (const { code, funds: total } of stated) {
    const given = federation.netAssets[code];
    if (given !== undefined && given !== total) {
      return refuse("opening_funds_differ", { account: code, stated: formatYuan(given), funds: formatYuan(total) });
    }
  }
  const owed = federation.liabilities[accountPath("agencyLiabilities", on)] ?? ZERO;
  const held = sum(federation.accounts.map(heldIn));
  if (owed !== held)
    return refuse("opening_agency_differs", { rule: "LED-3", owed: formatYuan(owed), held: formatYuan(held) });
  const post = openingPostings(federation, funds, on);
  const difference = imbalance(post);
  if (difference !== 0n)
    return refuse("opening_not_balanced", { rule: "LED-1", difference: formatYuan(fen(difference)) });
  return { kind: "opening.posted", on, data: { opening_date: federation.openingDate }, post };
};

const openingPostings = (
  federation: Pick<Federation, "accounts" | "liabilities">,
  funds: readonly OpeningFund[],
  on: BusinessDate,
): Posting[] => {
  const named = new Map([
    [accountPath("otherPayable", on), "suspense/opening"],
    [accountPath("agencyLiabilities", on), "agency-0"],
  ]);
  const postings = [
    ...federation.accounts.flatMap((row) => [
      debit(row.account, minus(row.opening, heldIn(row))),
      debit(agencyShare(row.account), heldIn(row)),
    ]),
    ...Object.entries(federation.liabilities).map(([code, amount]) =>
      credit(`${code}/${named.get(code) ?? "opening"}`, amount),
    ),
    ...funds.flatMap((fund) => [
      credit(accountPath("unrestrictedNetAssets", on, fund.code), fund.unrestricted),
      credit(accountPath("restrictedNetAssets", on, fund.code), fund.restricted),
    ]),
  ];
  return postings.filter(([, amount]) => BigInt(amount) !== 0n);
};

const heldIn = ({ heldForOthers = ZERO }: Pick<MoneyAccount, "heldForOthers">): Fen => heldForOthers;

const amounts = (given: { readonly [code: string]: string }): { readonly [code: string]: Fen } =>
  Object.fromEntries(Object.entries(given).map(([code, amount]) => [code, fen(BigInt(amount))]));

/** Amounts by code as a line keeps them. */
export const fenStrings = (given: { readonly [code: string]: Fen }): { readonly [code: string]: string } =>
  Object.fromEntries(Object.entries(given).map(([code, amount]) => [code, amount.toString()]));
