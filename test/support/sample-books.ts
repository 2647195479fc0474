import { paged } from "./pages.ts";
import type { ImportsPage } from "../../src/imports/views.ts";
import { fen } from "../../src/kernel/money.ts";
import type { BooksPage } from "../../src/ledger/views.ts";
import type { JobsPage } from "../../src/platform/jobs-view.ts";
import type { ReconciliationPage } from "../../src/reconciliation/views.ts";
import { yuan } from "./sample-disclosure.ts";

const dongli = { zh: "东篱街道社区服务基金", en: "Dongli Street Community Service Fund" };
const zhuxi = { zh: "竹溪街道社区服务基金", en: "Zhuxi Street Community Service Fund" };
export const reconciliationPage: ReconciliationPage = {
  statement: { name: { zh: "示例银行 ****8801", en: "Sample Bank ****8801" }, on: "2026-10-08", count: 62 },
  matched: { lines: 1286, amount: yuan("214,806.35") },
  unexplained: fen(0n),
  today: "2026-10-09",
  mayRule: true,
  formKey: "k-20",
  differences: [
    {
      id: "L1",
      href: "/desk/reconciliation/row?key=x",
      code: "ambiguous",
      detail: { count: 2 },
      bank: yuan("500"),
      amount: yuan("500"),
      since: "2026-10-08",
      owner: "财务丁",
    },
    {
      id: "L2",
      href: "/desk/reconciliation/row?key=x",
      code: "unknown_credit",
      bank: yuan("1800"),
      amount: yuan("1800"),
      since: "2026-10-06",
      owner: "财务丁",
    },
    {
      id: "L3",
      href: "/desk/reconciliation/row?key=x",
      code: "payout_returned",
      detail: { no: "AR-2610-0002" },
      bank: yuan("1500"),
      book: fen(-150_000n),
      amount: yuan("1500"),
      since: "2026-10-07",
      owner: "东篱社工站",
    },
    {
      id: "L4",
      href: "/desk/reconciliation/row?key=x",
      code: "refund_in_transit",
      channel: fen(-15_000n),
      book: fen(-15_000n),
      amount: fen(-15_000n),
      since: "2026-10-08",
      owner: "财务丁",
    },
    {
      id: "L5",
      href: "/desk/reconciliation/row?key=x",
      code: "fee_differs",
      detail: { agreed: "0.6\u00a0%", taken: "0.7\u00a0%" },
      channel: yuan("36.40"),
      amount: yuan("36.40"),
      since: "2026-10-08",
      owner: "财务戊",
    },
  ],
  proposals: [
    {
      line: "L9",
      gift: "DN-2610-5K2M",
      amount: yuan("300"),
      paidOn: "2026-10-08",
      promisedOn: "2026-10-07",
      holder: "李*",
      fund: dongli,
    },
  ],
  ambiguity: {
    no: 1,
    of: 1,
    line: "L1",
    amount: yuan("500"),
    at: "2026-10-08T06:22:00.000Z",
    holder: "王*",
    memo: "东离 取暖",
    candidates: [
      {
        gift: "DN-2610-3H8P",
        code: "G-3H8PXX",
        amount: yuan("500"),
        promisedOn: "2026-10-08",
        holder: "王*",
        fund: dongli,
        differs: [],
      },
      {
        gift: "DN-2610-9T4C",
        code: "G-9T4CXX",
        amount: yuan("500"),
        promisedOn: "2026-10-07",
        holder: "汪*",
        fund: zhuxi,
        differs: ["holder"],
      },
    ],
  },
};
export const reconciliationClean: ReconciliationPage = {
  matched: { lines: 10, amount: yuan("10") },
  unexplained: yuan("0.01"),
  differences: [],
  proposals: [],
  today: "2026-10-09",
  mayRule: false,
  formKey: "k-21",
};
export const importsPage: ImportsPage = {
  imports: [
    {
      _id: "imports:U1:k-1",
      file: "gifts-platform.csv",
      kind: "platform-gifts",
      at: "2026-10-08T06:22:00.000Z",
      by: "财务丁",
      outcome: {
        file: "gifts-platform.csv",
        kind: "platform-gifts",
        outcome: "imported",
        rows: 240,
        new: 238,
        known: 0,
        refused: [
          { row: 17, reason: "amount_not_positive" },
          { row: 18, reason: "something_new" },
          { row: 19, reason: "missing_paidAt", field: "paid_at" },
        ],
      },
    },
    {
      _id: "imports:U1:k-2",
      file: "wechat-bill-2026-09.csv",
      kind: "wechat-bill",
      at: "2026-10-08T06:20:00.000Z",
      by: "财务丁",
      outcome: {
        file: "wechat-bill-2026-09.csv",
        kind: "wechat-bill",
        outcome: "unchanged",
        rows: 180,
        new: 0,
        known: 180,
        refused: [],
      },
    },
    {
      _id: "imports:U1:k-3",
      file: "alipay.csv",
      kind: "alipay-bill",
      at: "2026-10-08T06:10:00.000Z",
      by: "财务丁",
      outcome: {
        file: "alipay.csv",
        kind: "alipay-bill",
        outcome: "refused",
        reason: "summary_mismatch",
        detail: "row 12",
        rows: 0,
        new: 0,
        known: 0,
        refused: [],
      },
    },
    { _id: "imports:U1:k-9", file: "goods.csv", kind: "goods", at: "2026-10-08T06:00:00.000Z", by: "财务丁" },
  ],
  formKey: "k-22",
};
const accounts = [
  { code: "1002/base", name: { zh: "银行存款", en: "Bank" } },
  { code: "410102", name: { zh: "捐赠收入，限定性", en: "Gifts, restricted" } },
];
export const booksPage: BooksPage = {
  on: "2026-09-30",
  funds: [{ code: "S01", name: dongli }],
  period: "2026-09",
  closed: ["2026-08"],
  reopen: { period: "2026-08", may: "propose" },
  mayBook: true,
  whyNotClose: "",
  filled: {},
  accounts,
  statement: {
    fund: dongli,
    code: "S01",
    opening: yuan("412,650.30"),
    rows: [
      { key: "cash_income", amount: yuan("86,320.50") },
      { key: "aid_paid", amount: fen(-6_348_000n) },
      { key: "channel_fees", amount: fen(-31_842n) },
    ],
    closing: yuan("435,172.38"),
    reserved: yuan("38,600"),
    available: yuan("396,572.38"),
  },
  vouchers: paged(
    [
      {
        id: "V1",
        on: "2026-09-30",
        text: "补提办公费",
        maker: "会计甲",
        state: "proposed",
        lines: [
          { account: "5301/G00", debit: yuan("100") },
          { account: "1002/base", credit: yuan("100") },
        ],
        whyNot: "您编制的凭证要由另一人记账（规则 LED-9）。",
        relatesTo: "2026-08-31",
        attachments: [{ href: "/desk/books/vouchers/V1/attachments/F1", digest: "c41d77e0".repeat(8), bytes: 120_400 }],
        journalLine: 12,
      },
      {
        id: "V2",
        number: "记-2026-09-0001",
        on: "2026-09-12",
        text: "银行手续费",
        maker: "会计甲",
        poster: "会计乙",
        state: "posted",
        lines: [
          { account: "5301/G00", debit: yuan("5") },
          { account: "1002/base", credit: yuan("5") },
        ],
        journalLine: 11,
        attachments: [],
      },
    ],
    41,
  ),
  checklist: [
    { code: "statements_imported", done: true, open: [] },
    { code: "no_unexplained", done: true, open: [] },
    { code: "vouchers_posted", done: false, open: ["V-0123456789ABCDEF"] },
  ],
  formKey: "k-23",
};
export const jobsPage: JobsPage = {
  failed: [
    {
      queue: "receipts",
      id: "10482:receipts.render",
      name: "receipts.render",
      attempts: 5,
      failedAt: "2026-10-08T06:22:00.000Z",
      reason: "font file is missing",
    },
  ],
  queues: [{ name: "receipts", waiting: 3, active: 1, failed: 1 }],
  mayRun: true,
  formKey: "k-24",
};
