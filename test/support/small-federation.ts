import { type Donations, openDonations } from "../../src/donations/public.ts";
import { type Funds, openFunds } from "../../src/funds/public.ts";
import type { Chapter } from "../../src/journal/chapter.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { type Ledger, openLedger } from "../../src/ledger/public.ts";
import { openReceipts, type Receipts } from "../../src/receipts/public.ts";
import type { Submit } from "../../src/journal/chapter.ts";

export type SmallBooks = {
  readonly ledger: Ledger;
  readonly funds: Funds;
  readonly donations: Donations;
  readonly receipts: Receipts;
  readonly chapters: readonly Chapter[];
};

/** The chapters from the ledger up to receipts, empty. */
export const openSmallBooks = (): SmallBooks => {
  const ledger = openLedger();
  const funds = openFunds({ ledger });
  const donations = openDonations({ ledger, funds });
  const receipts = openReceipts({ donations, funds });
  return {
    ledger,
    funds,
    donations,
    receipts,
    chapters: [ledger.chapter, funds.chapter, donations.chapter, receipts.chapter],
  };
};

export const fundInput = (code: string, order: number, more: Record<string, unknown> = {}) => ({
  code,
  name_zh: `示例区慈善会${code}基金`,
  short_zh: code,
  name_en: `Fund ${code}`,
  fund_kind: code === "G00" ? "general" : "street",
  status: "active",
  purposes: ["medical", "elderly"],
  restriction: code === "G00" ? "none" : "purpose",
  management_fee_bp: 0,
  channel_fee_borne_by: "federation",
  opening_unrestricted: code === "G00" ? "1000000" : "0",
  opening_restricted: "0",
  order,
  ...more,
});

const BASE = {
  account: "1002/base",
  opening: "1000000",
  bank: "示例银行",
  account_no: "6299010020000088801",
  holder: "示例区慈善会",
};

/**
 * Opens a federation with the general fund, two street funds and a suspended one; 10,000.00 in the general fund. `clearing`
 * are the channels whose money stands in a clearing account.
 */
export const openSmallFederation = async (
  submit: Submit,
  { on = "2026-08-31", clearing = [] }: { readonly on?: string; readonly clearing?: readonly string[] } = {},
): Promise<void> => {
  const wallets = clearing.map((channel) => ({ channel, account: `1009/${channel}`, merchant_id: channel }));
  const federation = {
    name_zh: "示例区慈善会",
    name_en: "Example District Charity Federation",
    credit_code: "51990000000000000X",
    legal_form: "social_group",
    opening_date: "2026-09-01",
    accounts: [BASE, ...wallets.map(({ account }) => ({ account, opening: "0" }))],
    merchants: wallets,
    purposes: [
      { code: "medical", zh: "大病救助", en: "Serious illness" },
      { code: "elderly", zh: "助老", en: "Older people" },
    ],
    net_assets: {},
    liabilities: {},
    in_transit: [],
    bank_rules: [],
    non_business_days: [],
  };
  const funds = [
    fundInput("G00", 0),
    fundInput("S01", 1),
    fundInput("S02", 2),
    fundInput("S03", 3, { status: "suspended" }),
  ];
  const send = async (name: string, key: string, input: never) => {
    const outcome = await submit({ name, key, by: "user:test", on, input });
    if (isRefusal(outcome)) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  };
  await send("funds.openFederation", "federation", federation as never);
  for (const row of funds) await send("funds.openFund", `fund:${row.code}`, row as never);
  await send("funds.postOpening", "opening", {} as never);
};
