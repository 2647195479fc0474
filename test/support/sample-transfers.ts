import { type TransfersPage, transfersView } from "../../src/funds/transfer-view.ts";
import { fen } from "../../src/kernel/money.ts";
import type { Words } from "../../src/platform/display.ts";

const row = {
  on: "2026-09-14",
  from: "N13",
  to: "S01",
  amount: fen(5_000_000n),
  basisRef: "TY-2609-01",
  by: "user:会计",
};
const page: TransfersPage = {
  today: "2026-09-28",
  posted: [
    { ...row, no: "ZB-2609-01", line: 400, proposedBy: "user:秘书长" },
    { ...row, no: "ZB-2609-02", on: "2026-09-18", line: 512 },
  ],
  waiting: [
    { ...row, no: "ZB-2609-03", reason: "联合项目配套", line: 600, whyNot: "", mayDrop: true },
    { ...row, no: "ZB-2609-04", line: 601, whyNot: "role", mayDrop: false },
  ],
  funds: [
    { code: "N13", name: { zh: "示例区慈善会安居专项基金", en: "Housing Fund" }, available: fen(12_300_000n) },
    { code: "S01", name: { zh: "示例区慈善会东篱街道社区服务基金", en: "Dongli Street Fund" }, available: fen(100n) },
  ],
  mayPropose: true,
  nameOf: (by) => by.replace("user:", ""),
  values: {},
  errors: [],
  done: "proposed",
  formKey: "k-51",
};
const { done: _done, ...undone } = page;
const faulty: TransfersPage = {
  ...undone,
  posted: [],
  waiting: [],
  values: { amount: "x" },
  errors: [
    { field: "amount", message: "金额不对。" },
    { field: "h-waiting", message: "N13 可用只有 123,000.00。" },
  ],
};

const at = { template: "funds/transfers", path: "/desk/books/transfers", signedIn: true };
export const transferSamples = [
  { ...at, name: "transfers", view: (words: Words) => transfersView(page, words) },
  { ...at, name: "transfers-faulty", view: (words: Words) => transfersView(faulty, words) },
];
