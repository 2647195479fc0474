import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, minus, sum } from "../kernel/money.ts";
import type { BankRule, InTransit, Merchant, MoneyAccount } from "../funds/public.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import { decodedText } from "../platform/byte-text.ts";
import { FileFault, type FileRefusal, refusingFaults } from "../platform/file-fault.ts";
import type { Fault } from "../platform/problem.ts";
import { check } from "../platform/validate.ts";
import { type FederationInput, federationSchema, type FundInput, type PriorGiftInput } from "./input.ts";

export type FundRow = {
  readonly code: string;
  readonly nameZh: string;
  readonly shortZh: string;
  readonly nameEn: string;
  readonly kind: "general" | "street" | "named";
  readonly status: "active" | "suspended";
  readonly purposes: readonly string[];
  readonly restriction: "none" | "purpose";
  /** Basis points. */
  readonly managementFeeBp: number;
  readonly channelFeeBorneBy: "federation" | "fund";
  readonly openingUnrestricted: Fen;
  readonly openingRestricted: Fen;
  readonly restrictedUntil?: BusinessDate;
};

/** An earlier gift, inside the opening balances, that is refunded later. */
export type PriorGiftRow = {
  readonly orderNo: string;
  /** `YYYY-MM-DD HH:MM:SS` in Shanghai. */
  readonly paidAt: string;
  readonly on: BusinessDate;
  readonly fund: string;
  readonly amount: Fen;
  readonly donorType: "person" | "enterprise";
  readonly channel: string;
  readonly receiptIssued: boolean;
};

/** federation.json, checked: what it opens the books with. Amounts in fen. */
export type FederationFile = {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly creditCode: string;
  readonly legalForm: string;
  readonly certificate?: { readonly no: string; readonly validFrom: BusinessDate; readonly validTo: BusinessDate };
  readonly openingDate: BusinessDate;
  readonly accounts: readonly MoneyAccount[];
  readonly merchants: readonly Merchant[];
  readonly purposes: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
  /** In the order of the file, which decides ties of shared fees. */
  readonly funds: readonly FundRow[];
  readonly netAssets: Readonly<Record<string, Fen>>;
  readonly liabilities: Readonly<Record<string, Fen>>;
  readonly inTransit: readonly InTransit[];
  readonly priorGifts: readonly PriorGiftRow[];
  readonly bankRules: readonly BankRule[];
  readonly nonBusinessDays: readonly BusinessDate[];
};

/** All faults of the file at once, by path (`funds.3.purposes`). */
export type FederationRefusal = FileRefusal & { readonly faults?: readonly Fault[] };

/** federation.json. Refuses whole (`bad_json`, `bad_field` with every fault): also openings that do not balance and names of nothing. */
export const readFederation = async (bytes: ByteSource): Promise<FederationFile | FederationRefusal> => {
  const input = await refusingFaults(() => json(bytes));
  if (typeof input === "object" && input !== null && "refused" in input) return input as FileRefusal;
  const checked = check(federationSchema, input);
  if (!checked.ok) return { refused: "bad_field", faults: checked.faults };
  const faults = contradictions(checked.value);
  return faults.length > 0 ? { refused: "bad_field", faults } : fileOf(checked.value);
};

const json = async (bytes: ByteSource): Promise<unknown> => {
  let text = "";
  for await (const piece of decodedText(bytes)) text += piece;
  try {
    return JSON.parse(text);
  } catch {
    throw new FileFault("bad_json");
  }
};

/** What single fields cannot see: openings that do not balance (LED-1), codes of no fund, purpose or account. */
const contradictions = (file: FederationInput): Fault[] => {
  const faults: Fault[] = [];
  const must = (holds: boolean, field: string, code: string): void => {
    if (!holds) faults.push({ field, code });
  };
  const funds = new Set(file.funds.map(({ code }) => code));
  const purposes = new Set(file.purposes.map(({ code }) => code));
  const accounts = new Set(file.accounts.map(({ account }) => account));
  const { net_assets: netAssets, liabilities, in_transit: inTransit, prior_gifts: priorGifts } = file.opening;
  const assets = sum(file.accounts.map(({ opening }) => opening));
  const owed = sum([...Object.values(netAssets), ...Object.values(liabilities)]);
  must(assets === owed, "opening", "opening_unbalanced");
  const held = sum(file.accounts.flatMap(({ held_for_others: part }) => part ?? []));
  must(held === sum([liabilities["2601"] ?? sum([])]), "opening.liabilities.2601", "opening_unbalanced");
  const parts = { "3101": "opening_unrestricted", "3102": "opening_restricted" } as const;
  for (const [code, part] of Object.entries(parts))
    must(
      sum(file.funds.map((fund) => fund[part])) === sum([netAssets[code] ?? sum([])]),
      `opening.net_assets.${code}`,
      "opening_unbalanced",
    );
  must(file.funds.filter(({ kind }) => kind === "general").length === 1, "funds", "one_general_fund");
  file.funds.forEach((fund, i) => {
    must(
      fund.purposes.every((code) => purposes.has(code)),
      `funds.${i}.purposes`,
      "unknown_purpose",
    );
  });
  file.merchants.forEach(({ account }, i) => {
    must(accounts.has(account), `merchants.${i}.account`, "unknown_account");
  });
  inTransit.forEach((batch, i) => {
    must(accounts.has(batch.account), `opening.in_transit.${i}.account`, "unknown_account");
    must(minus(batch.gross, batch.fee) === batch.net, `opening.in_transit.${i}.net`, "net_not_gross_less_fee");
  });
  priorGifts.forEach(({ fund }, i) => {
    must(funds.has(fund), `opening.prior_gifts.${i}.fund`, "unknown_fund");
  });
  file.bank_rules.forEach((rule, i) => {
    must(funds.has(rule.fund), `bank_rules.${i}.fund`, "unknown_fund");
    must(accounts.has(rule.account), `bank_rules.${i}.account`, "unknown_account");
    must(Boolean(rule.summary) !== Boolean(rule.text), `bank_rules.${i}`, "summary_or_text");
  });
  return faults;
};

const fileOf = (file: FederationInput): FederationFile => {
  const certificate = file.public_fundraising_certificate;
  return {
    nameZh: file.name_zh,
    nameEn: file.name_en,
    creditCode: file.credit_code,
    legalForm: file.legal_form,
    ...(certificate
      ? { certificate: { no: certificate.no, validFrom: certificate.valid_from, validTo: certificate.valid_to } }
      : {}),
    openingDate: file.opening_date,
    accounts: file.accounts.map(({ account, opening, bank, bic, account_no: accountNo, holder, currency, ...row }) => ({
      account,
      opening,
      ...(row.held_for_others ? { heldForOthers: row.held_for_others } : {}),
      ...given({ bank, bic, accountNo, holder, currency }),
    })),
    merchants: file.merchants.map(({ channel, account, merchant_id: merchantId, app_id: appId, rate }) => ({
      channel,
      account,
      merchantId,
      ...given({ appId, rate }),
    })),
    purposes: file.purposes.map(({ code, zh, en }) => ({ code, zh, en })),
    funds: file.funds.map(fundOf),
    netAssets: file.opening.net_assets,
    liabilities: file.opening.liabilities,
    inTransit: file.opening.in_transit.map(({ account, batch, trace_id: traceId, gross, fee, net }) => ({
      account,
      batch,
      ...given({ traceId }),
      gross,
      fee,
      net,
    })),
    priorGifts: file.opening.prior_gifts.map(priorGiftOf),
    bankRules: file.bank_rules.map(({ account, summary, text, posts_to: postsTo, fund }) => ({
      account,
      ...given({ summary, text }),
      postsTo,
      fund,
    })),
    nonBusinessDays: file.calendar.non_business_days,
  };
};

const fundOf = (fund: FundInput): FundRow => ({
  code: fund.code,
  nameZh: fund.name_zh,
  shortZh: fund.short_zh,
  nameEn: fund.name_en,
  kind: fund.kind,
  status: fund.status,
  purposes: fund.purposes,
  restriction: fund.restriction,
  managementFeeBp: fund.management_fee_bp,
  channelFeeBorneBy: fund.channel_fee_borne_by,
  openingUnrestricted: fund.opening_unrestricted,
  openingRestricted: fund.opening_restricted,
  ...given({ restrictedUntil: fund.restricted_until }),
});

const priorGiftOf = (gift: PriorGiftInput): PriorGiftRow => ({
  orderNo: gift.order_no,
  paidAt: gift.paid_at,
  on: gift.paid_at.slice(0, 10),
  fund: gift.fund,
  amount: gift.amount,
  donorType: gift.donor_type,
  channel: gift.channel,
  receiptIssued: gift.receipt_issued,
});

/** Only what was given and says something. */
const given = <T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } => {
  const kept: { [K in keyof T]?: string } = {};
  for (const key of Object.keys(fields) as (keyof T)[]) if (fields[key]) kept[key] = fields[key];
  return kept;
};
