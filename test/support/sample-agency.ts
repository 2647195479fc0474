import type { Agency } from "../../src/agency/public.ts";
import {
  type AgencyListPage,
  type AgencyPage,
  agencyListView,
  agencyView,
  type ShownAgency,
} from "../../src/agency/views.ts";
import { type Fen, fen, ZERO } from "../../src/kernel/money.ts";
import type { Words } from "../../src/platform/display.ts";
import type { RefusedForm } from "../../src/platform/page-form.ts";

const row: Agency = {
  no: "agency-1",
  purpose: "medical",
  principal: "P-1",
  payee: "P-2",
  agreement: "XY-2026-018",
  openedOn: "2026-09-03",
  maker: "user:books",
  state: "confirmed",
  confirmedBy: "user:finance",
  line: 41,
};
const moved = (kind: string, on: string, amount: bigint, line: number) => ({
  agency: row.no,
  kind,
  on,
  amount: fen(amount),
  line,
});
const shown: ShownAgency = {
  row,
  held: fen(3_000_000n),
  movements: [
    moved("agency.received", "2026-09-05", 5_000_000n, 120),
    moved("agency.paid_on", "2026-09-12", -2_000_000n, 208),
    moved("voucher.posted", "2026-09-13", 0n, 230),
  ],
  principal: "某某（集团）股份有限公司***",
  payee: "陈*",
};
const form = { formKey: "k-31", today: "2026-09-28" };
const purposes = [{ code: "medical", name: { zh: "大病救助", en: "Serious illness" } }];
const entry = (more: Partial<Agency>, held: Fen): ShownAgency => ({
  ...shown,
  row: { ...row, ...more },
  held,
  movements: [],
});

const listPage: AgencyListPage = {
  ...form,
  purposes,
  agencies: [
    shown,
    entry({ no: "agency-2", state: "opened", line: 60 }, ZERO),
    entry({ no: "agency-3", state: "closed", line: 12, closedOn: "2026-09-20" }, ZERO),
  ],
  mayOpen: true,
};
const refusedOpening: RefusedForm = {
  name: "",
  title: "有内容要改",
  errors: [
    { href: "#principal_name", message: "出资人姓名或单位：请填写。" },
    { href: "#payee_account", message: "收款账号：格式不对。" },
  ],
  faults: new Map([
    ["principal_name", "请填写。"],
    ["payee_account", "格式不对。"],
  ]),
  typed: { payee_name: "陈某", payee_account: "12" },
};

const order = {
  agency: row.no,
  pays: "paid_on" as const,
  amount: fen(2_000_000n),
  maker: "user:secretary",
  orderedOn: "2026-09-10",
  line: 150,
};
const onePage: AgencyPage = {
  ...form,
  purposes,
  shown,
  free: fen(1_000_000n),
  orders: [
    { ...order, no: "agency-1-1", state: "paid", releaser: "user:cashier", whys: {} },
    { ...order, no: "agency-1-2", state: "released", releaser: "user:cashier", whys: { withdraw: "" } },
    { ...order, no: "agency-1-3", state: "ordered", whys: { release: "role_release" } },
    { ...order, no: "agency-1-4", pays: "returned", state: "withdrawn", whys: {} },
  ],
  whys: { order: "", reveal: "" },
  mayMatch: true,
  waiting: [
    { key: "1002/base|2026092500001", account: "1002/base", on: "2026-09-25", amount: fen(-2_000_000n) },
    { key: "1002/base|2026092600002", account: "1002/base", on: "2026-09-26", amount: fen(450_000n) },
  ],
  nameOf: (by) => by.replace("user:", ""),
};
const unconfirmed: AgencyPage = {
  ...onePage,
  shown: entry({ no: "agency-2", state: "opened" }, ZERO),
  orders: [],
  whys: { confirm: "same_person", close: "" },
  revealed: { name: "陈某", bank: "示例银行", account: "6222000000000001" },
};

const signedIn = true;
export const agencySamples = [
  {
    name: "agency-list",
    template: "agency/list",
    path: "/desk/agency",
    signedIn,
    view: (words: Words) => agencyListView(listPage, words),
  },
  {
    name: "agency-list-faulty",
    template: "agency/list",
    path: "/desk/agency",
    signedIn,
    view: (words: Words) => agencyListView({ ...listPage, agencies: [] }, words),
    refused: refusedOpening,
  },
  {
    name: "agency-one",
    template: "agency/one",
    path: "/desk/agency/agency-1",
    signedIn,
    view: (words: Words) => ({ ...agencyView(onePage, words), notice: { text: "20,000.00 元已放行。" } }),
  },
  {
    name: "agency-unconfirmed",
    template: "agency/one",
    path: "/desk/agency/agency-2",
    signedIn,
    view: (words: Words) => agencyView(unconfirmed, words),
  },
];
