import { fen } from "../../src/kernel/money.ts";
import { type PreviewPage, previewView } from "../../src/imports/preview-view.ts";
import { type RowPage, rowView, type StatementsPage, statementsView } from "../../src/reconciliation/row-view.ts";
import type { CaseFacts } from "../../src/reconciliation/case-facts.ts";
import { caseView } from "../../src/reconciliation/case-view.ts";
import { pageOf } from "../../src/platform/paging.ts";
import type { Words } from "../../src/platform/display.ts";

const fundOf = () => ({ zh: "东篱街道社区服务基金", en: "Dongli Street Community Service Fund" });
const nameOf = (by: string) => by.replace("user:", "");
const form = { fundOf, nameOf, formKey: "k-30", mayRule: true };
const statement = {
  digest: "a".repeat(64),
  file: "bank-base-2026-10.csv",
  format: "bank-csv" as const,
  account: "1002/base",
  kept: "F-1",
  count: 62,
  since: "2026-10-08",
  by: "user:财务丁",
  line: 1_204,
};
const gift = {
  gift: "D-0123456789ABCDEF",
  ref: "G-7K3F94",
  fund: "S01",
  amount: fen(50_000n),
  promisedOn: "2026-10-07",
  state: "pledged" as const,
};

/** A credit with two candidates, which a person may assign. */
const rowPage: RowPage = {
  ...form,
  row: {
    key: "1002/base|2026100800001226",
    account: "1002/base",
    id: "2026100800001226",
    on: "2026-10-08",
    at: "2026-10-08 09:12:07",
    kind: "entry",
    amount: fen(50_000n),
    fee: 0n,
    statement: statement.digest,
    line: 1_250,
    state: {
      is: "suspended",
      reason: "ambiguous",
      candidates: ["G-7K3F94", "G-A2B4CY"],
      posted: true,
      since: "2026-10-08",
      on: "2026-10-08",
    },
  },
  statement,
  text: { summary: "转账", holder: "王*", memo: "东篱 取暖", reference: "" },
  candidates: [gift, { ...gift, ref: "G-A2B4CY", promisedOn: "2026-10-08" }],
  agencyTargets: ["agency-1", "agency-2-1"],
};

/** A credit that is a payout: nothing is left to decide. */
const payoutRowPage: RowPage = {
  ...form,
  agencyTargets: [],
  mayRule: false,
  row: {
    ...rowPage.row,
    state: { is: "matched", rule: "payout_batch", target: "1009/wechat:2026-10-07", on: "2026-10-08" },
  },
  candidates: [],
  payout: {
    id: "1009/wechat:2026-10-07",
    batches: ["2026-10-07"],
    gross: fen(50_302n),
    fee: fen(302n),
    net: fen(50_000n),
  },
};

const statementsPage: StatementsPage = {
  ...form,
  statements: pageOf(
    [
      { statement, matched: false },
      { statement: { ...statement, digest: "b".repeat(64), file: "wechat-bill-2026-10.csv" }, matched: true },
      { statement, matched: true },
    ],
    "1",
    2,
  ),
  rules: [
    {
      id: "R-0123456789ABCDEF",
      row: rowPage.row.key,
      fund: "S01",
      ref: "G-7K3F94",
      by: "user:财务丁",
      since: "2026-10-08",
    },
  ],
};
const noStatementsPage: StatementsPage = { ...form, mayRule: false, statements: pageOf([], undefined), rules: [] };

const ROW = { template: "reconciliation/row", path: "/desk/reconciliation/row", signedIn: true };
const STATEMENTS = { template: "reconciliation/statements", path: "/desk/reconciliation/statements", signedIn: true };

const CASE = { template: "reconciliation/case", path: "/desk/reconciliation/case", signedIn: true };
const MATCH = { line: 4711, kind: "payout.settled", basis: "payout.settled", post: [] };
const none = { rows: [], count: 0 };
const payoutCasePage: CaseFacts = {
  is: "payout",
  payout: {
    account: "1009/wechat",
    batch: "2026-09-30",
    on: "2026-09-30",
    due: "2026-10-10",
    amount: fen(993_994n),
    days: 12,
  },
  gross: fen(1_000_000n),
  fee: fen(6_006n),
  bills: [],
  paid: { rows: [payoutRowPage.row], count: 72 },
  alike: none,
};
const bookingCasePage: CaseFacts = {
  is: "booking",
  booking: {
    key: "D-1",
    gift: "D-1",
    kind: "payment",
    account: "1009/wechat",
    on: "2026-09-30",
    bookedOn: "2026-10-01",
    amount: fen(5_000n),
    event: "evt-1",
    line: 12,
  },
  days: 5,
  bills: [],
  alike: none,
};

const PREVIEW = { template: "imports/preview", path: "/desk/imports/previews/I-1", signedIn: true };
const previewPage: PreviewPage = {
  id: "I-1",
  file: "wechat-bill-2026-09.csv",
  kinds: ["auto", "wechat-bill", "goods"],
  look: {
    kind: "wechat-bill",
    recognised: true,
    seen: { rows: 68, known: 0, faulty: [] },
    statement: {
      rows: 68,
      known: 0,
      matched: new Map([["order_no", 66]]),
      waiting: new Map([["no_order", 2]]),
      batches: [{ day: "2026-09-30", gross: fen(1_000_000n), fee: fen(6_006n), net: fen(993_994n) }],
    },
  },
};

/** The pages of single rows, of the files in the books and of kept rules. */
export const statementSamples = [
  { ...ROW, name: "row", view: (words: Words) => rowView(rowPage, words) },
  { ...ROW, name: "row-payout", view: (words: Words) => rowView(payoutRowPage, words) },
  { ...ROW, name: "row-back", view: (words: Words) => rowView({ ...payoutRowPage, taken: { match: MATCH } }, words) },
  {
    ...ROW,
    name: "row-voucher",
    view: (words: Words) => {
      const refusal = { refused: "match_needs_voucher", rule: "LED-5" };
      return rowView({ ...payoutRowPage, taken: { match: MATCH, refusal } }, words);
    },
  },
  {
    ...ROW,
    name: "row-taken-back",
    view: (words: Words) => {
      const state = { ...rowPage.row.state, reason: "taken_back" } as typeof rowPage.row.state;
      return rowView({ ...rowPage, row: { ...rowPage.row, state } }, words);
    },
  },
  { ...CASE, name: "case-payout", view: (words: Words) => caseView(payoutCasePage, form, words) },
  {
    ...CASE,
    name: "case-booking",
    view: (words: Words) => caseView(bookingCasePage, { ...form, taken: { match: MATCH } }, words),
  },
  { ...PREVIEW, name: "preview", view: (words: Words) => previewView(previewPage, words) },
  {
    ...PREVIEW,
    name: "preview-refused",
    view: (words: Words) => {
      const refused = { reason: "kind_not_recognised" };
      return previewView({ ...previewPage, look: { kind: "auto", recognised: true, refused } }, words);
    },
  },
  { ...STATEMENTS, name: "statements", view: (words: Words) => statementsView(statementsPage, words) },
  { ...STATEMENTS, name: "statements-none", view: (words: Words) => statementsView(noStatementsPage, words) },
];
