import type { GiftPage } from "../../src/donations/gift-view.ts";
import type { ConfirmPage, GivePage, TransferPage } from "../../src/donations/give-view.ts";
import { fen } from "../../src/kernel/money.ts";
import type { SandboxPage } from "../../src/payments/views.ts";
import type { CheckPage, ReceiptPage } from "../../src/receipts/views.ts";
import { homePage, streetNames, yuan } from "./sample-disclosure.ts";

const fund = { code: "S01", name: { zh: "东篱街道社区服务基金", en: "Dongli Street Community Service Fund" } };
export const givePage: GivePage = {
  fund: {
    ...fund,
    short: { zh: `${streetNames[0] ?? ""}街道基金`, en: "Dongli Street Fund" },
    kind: "street",
    purposes: [
      { zh: "取暖", en: "heating" },
      { zh: "助餐", en: "hot meals" },
      { zh: "临时救助", en: "emergency help" },
    ],
  },
  funds: homePage.funds.map(({ code, name, kind }) => ({ code, name, kind })),
  balance: yuan("435,172.38"),
  asOf: "2026-09-30",
  lastAid: "2026-09",
  confirmed: { paid: yuan("63,480.00"), confirmed: yuan("60,940.80") },
  choices: [
    { amount: yuan("50"), buys: { zh: "一位长者一周的热餐", en: "a week of hot meals for one elder" } },
    { amount: yuan("100"), buys: { zh: "一户一个月的取暖补助", en: "a month of heating for one home" } },
    { amount: yuan("200"), buys: { zh: "一位长者一个月的热餐", en: "a month of hot meals for one elder" } },
    { amount: yuan("500"), buys: { zh: "一次应急的先行救助", en: "one emergency payment" } },
  ],
  costsOf: "2026-08",
  fee: { basisPoints: 60, bearer: "federation" },
  nameLimit: yuan("1000"),
  mails: true,
  restriction: { version: 3, restricted: true },
  filing: { no: "示例-A-2026-0012", until: "2026-12-31" },
  today: "2026-10-09",
  values: { name: "林示例" },
  errors: [],
  formKey: "k-1",
};
export const giveErrors: GivePage = {
  ...givePage,
  values: { amount: "own", own: "1500.005", kind: "person", tel: "139000", public: "neighbour" },
  errors: [
    { field: "own", message: "金额最多两位小数", detail: "金额最多两位小数，例如 1500.50。您填的是 1500.005。" },
    { field: "tel", message: "手机号少了几位", detail: "手机号是 11 位数字，您填了 6 位。也可以改填邮箱。" },
    { field: "name", message: "超过 1,000 元，需要姓名" },
    { field: "agree", message: "请看过用途说明并勾选同意" },
  ],
};
export const confirmPage: ConfirmPage = {
  fund,
  amount: yuan("200"),
  fee: { basisPoints: 60, bearer: "fund" },
  method: "card",
  publicLine: "10 月 9 日，一位街坊，东篱街道基金",
  contact: "138****1234",
  restriction: { version: 3 },
  fields: [
    { name: "amount", value: "200.00" },
    { name: "public", value: "neighbour" },
  ],
  formKey: "k-2",
};
export const transferPage: TransferPage = {
  gift: "DN-2610-3H8P",
  code: "G-8EWXW4",
  amount: yuan("500"),
  fund: fund.name,
  account: { holder: "示例区慈善会", bank: "示例银行龙岭支行", no: "6299010020000088801" },
  secretHref: "/gift/s3cr3t",
  until: "2026-12-08",
};
export const giftPage: GiftPage = {
  gift: "DN-2609-7K2M",
  fund,
  pledgedOn: "2026-09-03",
  amount: yuan("200"),
  method: "card",
  fee: { basisPoints: 60, bearer: "fund" },
  state: "settled",
  settled: {
    at: "2026-09-03T02:11:09.120Z",
    line: 10482,
    batch: 246,
    leaf: `9f4c1e22${"0".repeat(48)}70b1d35a`,
    text: '{"at":"2026-09-03T02:11:09.120Z","kind":"donation.settled"}',
  },
  receipt: {
    state: "valid",
    no: "SL-2026-000318",
    issuedAt: "2026-09-03T02:11:24.000Z",
    pdf: { href: "/gift/s3cr3t/receipt.pdf", bytes: 38_000 },
  },
  uses: [
    { name: { zh: "助老", en: "Older people" }, households: 128, month: "2026-09", amount: yuan("74.20") },
    { name: { zh: "取暖", en: "Heating" }, households: 6, month: "2026-09", amount: yuan("47.07") },
  ],
  refunds: [],
  confirmedShare: { paid: yuan("121.27"), confirmed: yuan("116.42") },
  publicChoice: "neighbour",
  publicLine: "9 月 3 日，一位街坊，东篱街道基金",
  actions: { withdraw: "/gift/s3cr3t/withdraw", key: "k-3" },
};
export const giftWaiting: GiftPage = { ...giftPage, state: "confirming", receipt: { state: "waiting" }, uses: [] };
delete (giftWaiting as { settled?: unknown }).settled;
export const giftRefunded: GiftPage = {
  ...giftPage,
  state: "refunded",
  uses: [],
  publicChoice: "hidden",
  notice: "withdrawn",
  receipt: { state: "void", no: "SL-2026-000318", issuedAt: "2026-09-03T02:11:24.000Z" },
  refunds: [{ on: "2026-09-10", amount: yuan("198.80"), line: 11002 }],
};

export const sandboxPage: SandboxPage = {
  payment: "pay_4Q9X1082",
  payee: { zh: "示例区慈善会", en: "Shili District Charity Federation" },
  fund: fund.name,
  amount: yuan("200"),
  delaySeconds: 20,
  action: "/sandbox/pay/pay_4Q9X1082",
  backHref: "/gift/s3cr3t",
  formKey: "k-4",
};
export const checkValid: CheckPage = {
  asked: "7K2M-4Q9X-1082",
  result: {
    state: "valid",
    no: "SL-2026-000318",
    amount: yuan("200"),
    givenOn: "2026-09-03",
    issuedAt: "2026-09-03T02:11:24.000Z",
    line: 10482,
  },
};
export const checkNone: CheckPage = { asked: "8H2K", result: { state: "none" } };
export const checkRed: CheckPage = {
  asked: "SL-2026-000319",
  result: {
    state: "red",
    no: "SL-2026-000319",
    amount: fen(-20_000n),
    givenOn: "2026-09-03",
    issuedAt: "2026-09-04T02:11:24.000Z",
    line: 10500,
  },
};
export const receiptPage: ReceiptPage = {
  federation: { zh: "示例区慈善会", en: "Shili District Charity Federation" },
  no: "SL-2026-000318",
  code: "7K2M-4Q9X-1082",
  donor: "林示例",
  givenOn: "2026-09-03",
  issuedOn: "2026-09-03",
  fund: fund.name,
  method: "手机支付，货币资金",
  amount: yuan("200"),
  capital: "人民币 贰佰元整",
  line: 10482,
  copy: "first",
  qr: { size: 33, path: "M4 4h7v7h-7zM22 4h7v7h-7zM4 22h7v7h-7zM13 13h8v8h-8z" },
};
