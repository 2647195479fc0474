import type { Goods } from "../../src/donations/public.ts";
import { type GoodsListPage, type GoodsLotPage, goodsListView, goodsLotView } from "../../src/donations/goods-view.ts";
import { fen } from "../../src/kernel/money.ts";
import type { Words } from "../../src/platform/display.ts";

const lot: Goods = {
  no: "WZ-2609-002",
  fund: "S07",
  donor: "P-1",
  donorType: "enterprise",
  item: "食用油",
  unit: "桶",
  quantity: "300",
  evidence: "invoice",
  value: fen(1_797_000n),
  given: 120_500n,
  place: "一号库 2 排",
  usableUntil: "2027-03-01",
  receivedOn: "2026-09-04",
  publishConsent: true,
  receiptWanted: true,
  line: 90,
};
const { value: _value, place: _place, usableUntil: _until, ...bare } = lot;
const books: Goods = {
  ...bare,
  no: "WZ-2609-008",
  item: "儿童绘本",
  unit: "册",
  quantity: "1200",
  given: 0n,
  evidence: "none",
};

const fund = { zh: "示例区慈善会松坪街道社区服务基金", en: "Songping Street Community Service Fund" };
const list: GoodsListPage = {
  lots: [lot, books],
  funds: [{ code: "S07", name: fund }],
  asked: { fund: "S07", show: "left" },
};

const out = { goods: lot.no, on: "2026-09-12", quantity: 20_000n, purpose: "elderly", by: "user:books", line: 300 };
const one: GoodsLotPage = {
  lot,
  today: "2026-09-28",
  fund,
  handouts: [
    { ...out, request: "AR-2609-0001" },
    { ...out, quantity: 500n, household: "B-20037", slip: "QS-2609-04" },
    { ...out, quantity: 100_000n, slip: "QS-2609-05" },
  ],
  purposes: [{ code: "elderly", name: { zh: "助老", en: "Older people" } }],
  mayHandOut: true,
  nameOf: (by) => by.replace("user:", ""),
  values: {},
  errors: [],
  done: "given",
  formKey: "k-41",
};
const { done: _done, ...undone } = one;
const faulty: GoodsLotPage = {
  ...undone,
  lot: books,
  handouts: [],
  values: { quantity: "1300" },
  errors: [{ field: "quantity", message: "物资 WZ-2609-008 剩下的不足 1300。" }],
};

const signedIn = true;
const at = { template: "donations/lot", path: "/desk/goods/WZ-2609-002", signedIn };
export const goodsSamples = [
  {
    name: "goods",
    template: "donations/goods",
    path: "/desk/goods",
    signedIn,
    view: (words: Words) => goodsListView(list, words),
  },
  {
    name: "goods-none",
    template: "donations/goods",
    path: "/desk/goods",
    signedIn,
    view: (words: Words) => goodsListView({ ...list, lots: [], asked: {} }, words),
  },
  { ...at, name: "goods-lot", view: (words: Words) => goodsLotView(one, words) },
  { ...at, name: "goods-lot-faulty", view: (words: Words) => goodsLotView(faulty, words) },
  { ...at, name: "goods-lot-read", view: (words: Words) => goodsLotView({ ...undone, mayHandOut: false }, words) },
];
