import type { DeskPage } from "../../src/disbursements/desk-view.ts";
import type { NewRequestPage } from "../../src/disbursements/new-request-view.ts";
import type { RequestPage } from "../../src/disbursements/request-page.ts";
import type { RefusedForm } from "../../src/platform/page-form.ts";
import { paged } from "./pages.ts";
import { yuan } from "./sample-disclosure.ts";

const medical = { zh: "大病救助", en: "Serious illness" };
const fund = { zh: "东篱街道社区服务基金", en: "Dongli Street Community Service Fund" };
export const deskPage: DeskPage = {
  me: { name: "委员丙", roles: ["committeeMember"], scope: [fund] },
  today: "2026-10-09",
  kinds: [{ act: "vote", count: 53 }],
  decide: paged(
    [
      {
        no: "AR-2610-0914",
        purpose: medical,
        fund,
        households: 1,
        applicant: "东篱社工站",
        amount: yuan("12,000"),
        left: yuan("384,572.38"),
        since: "2026-10-08",
        step: "checked",
        notes: [{ code: "changed" }, { code: "first_payee" }, { code: "above_median", vars: { times: 3 } }],
      },
      {
        no: "AR-2610-0917",
        purpose: { zh: "助老", en: "Older people" },
        fund,
        households: 5,
        applicant: "竹篱巷助餐点",
        amount: yuan("6,840"),
        left: yuan("389,732.38"),
        since: "2026-10-07",
        step: "checked",
        notes: [],
      },
      {
        no: "AR-2610-0921",
        purpose: { zh: "急难救助", en: "Sudden hardship" },
        fund,
        households: 1,
        applicant: "街道值班员",
        amount: yuan("1,500"),
        left: yuan("395,072.38"),
        since: "2026-10-09",
        step: "checked",
        notes: [{ code: "evidence_missing", vars: { count: 1 } }],
      },
    ],
    53,
  ),
  pay: paged([
    {
      queue: "pay",
      agency: "agency-7",
      no: "agency-7-2",
      what: "paid_on",
      amount: yuan("20,000"),
      left: yuan("10,000"),
      maker: "社团秘书戊",
      since: "2026-10-06",
      waitingFor: ["cashier"],
      line: 4_711,
    },
  ]),
  others: paged([
    {
      queue: "others",
      agency: "agency-8",
      no: "agency-8",
      what: "confirm",
      amount: yuan("0"),
      left: yuan("0"),
      maker: "会计己",
      since: "2026-10-05",
      waitingFor: ["financeChecker", "secretaryGeneral"],
      line: 4_700,
    },
    {
      no: "AR-2610-0901",
      purpose: { zh: "取暖", en: "Heating" },
      households: 9,
      amount: yuan("13,500"),
      mine: { act: "vote", on: "2026-10-07" },
      waitingFor: ["supervisor"],
      since: "2026-10-07",
      step: "approved",
    },
    {
      no: "AR-2610-0903",
      purpose: { zh: "助残", en: "Disabled people" },
      households: 2,
      amount: yuan("2,360"),
      mine: { act: "vote", on: "2026-10-06" },
      waitingFor: ["applicant", "streetOfficer"],
      since: "2026-10-06",
      step: "returned_for_details",
    },
  ]),
  mayFile: false,
  mayPay: false,
  differences: 5,
};
export const deskEmpty: DeskPage = {
  ...deskPage,
  me: { name: "社工庚", roles: ["applicant"], scope: "all" },
  kinds: [],
  decide: paged([]),
  pay: paged([]),
  others: paged([]),
  mayFile: true,
};

const digest = "c41d77e0aa10bb20".repeat(4);
const paper = (name: string, seen: boolean, isNew = false) => ({
  file: `F-${name}`,
  paper: name,
  digest,
  uploadedAt: "2026-10-08T08:20:00.000Z",
  by: "东篱社工站",
  seen,
  isNew,
  href: `/desk/requests/AR-2610-0914/evidence/F-${name}`,
  image: false,
});
export const requestPage: RequestPage = {
  no: "AR-2610-0914",
  state: "checked",
  purpose: medical,
  fund: { code: "S01", name: fund },
  households: 1,
  applicant: "东篱街道社工站",
  tier: "margin",
  otherSources: ["医保报销后仍有自付", "临时救助已用尽"],
  requestedOn: "2026-10-08",
  today: "2026-10-09",
  amount: yuan("12,000"),
  available: yuan("396,572.38"),
  unreserved: true,
  payee: { name: "周*", account: "****0917", relation: "self", first: true },
  queue: { place: 1, of: 3, next: "AR-2610-0917" },
  notes: [{ code: "changed" }],
  evidence: [paper("application", true), paper("invoice", true), paper("visit", true), paper("other", false, true)],
  current: 3,
  checks: [
    { code: "above_median", tone: "watch", vars: { median: "4,000.00", times: 3 } },
    { code: "first_payee", tone: "watch" },
    { code: "evidence_unique", tone: "ok" },
    { code: "not_helped", tone: "ok" },
    { code: "purpose_allowed", tone: "ok" },
    { code: "related_party", tone: "stop" },
  ],
  change: {
    votedAt: "2026-10-08T02:30:00.000Z",
    changedAt: "2026-10-08T08:20:00.000Z",
    rows: [
      { field: "amount", before: "8,000.00", after: "12,000.00" },
      { field: "evidence", before: "3", after: "4" },
    ],
    same: 6,
  },
  rule: { tier: 2, entitled: 4, quorum: 3, version: 2, from: "2026-01-01" },
  tally: { yes: 1, no: 0, recused: 1, missing: ["quorum", "majority"] },
  votes: [
    { name: "委员甲", office: "chair", me: false, vote: "yes", on: "2026-10-09" },
    { name: "委员乙", office: "member", me: false, vote: "none" },
    { name: "委员丙", office: "member", me: true, vote: "void" },
    { name: "委员辛", office: "member", me: false, vote: "recused", reason: "与申请人同住一院" },
  ],
  brings: { paper: true, change: true },
  missing: ["invoice"],
  acts: [
    { act: "vote", open: false, why: [{ code: "unseen", vars: { pages: "4" } }], who: [] },
    {
      act: "release",
      open: false,
      why: [
        { code: "same_person", vars: { did: "表决", rule: "WF-9" } },
        { code: "votes", vars: { list: "过半数" } },
        { code: "remark" },
      ],
      who: ["committeeMember", "supervisor", "cashier"],
    },
  ],
  history: [
    { act: "file", name: "社工庚", at: "2026-10-08T01:00:00.000Z", line: 15001 },
    { act: "check", name: "经办癸", at: "2026-10-08T02:00:00.000Z", line: 15010 },
  ],
  formKey: "k-9",
};
export const requestToPay: RequestPage = {
  ...requestPage,
  state: "ordered",
  notes: [],
  current: 0,
  unreserved: false,
  tally: { yes: 3, no: 0, recused: 1, missing: [] },
  remark: { name: "监事己", on: "2026-10-09", text: "无异议" },
  acts: [
    { act: "release", open: true, why: [], who: [] },
    { act: "confirm", open: false, why: [{ code: "state", vars: { state: "等放行" } }], who: ["applicant"] },
    { act: "check", open: true, why: [], who: [] },
    { act: "return", open: true, why: [], who: [] },
    { act: "decide", open: true, why: [], who: [] },
    { act: "remark", open: true, why: [], who: [] },
    { act: "withdraw", open: true, why: [], who: [] },
  ],
  payment: { ordered: "2026-10-09", released: "2026-10-09", serial: "6220261009000123" },
};
delete (requestToPay as { change?: unknown }).change;
export const newRequest: NewRequestPage = {
  funds: [{ code: "S01", name: fund }],
  purposes: [{ code: "medical", name: medical }],
  streets: ["东篱街道", "南塘街道"],
  formKey: "k-10",
};

const refused = (name: string, faults: { readonly [field: string]: string }, typed: object): RefusedForm => ({
  name,
  title: "内容有误",
  errors: Object.entries(faults).map(([field, message]) => ({
    href: name ? `#${name}-${field}` : `#${field}`,
    message,
  })),
  faults: new Map(Object.entries(faults)),
  typed: { ...typed },
});
export const refusedRequest = refused(
  "",
  { amount: "金额最多两位小数", payee_account: "请填账号" },
  { amount: "1500.005", tier: "margin" },
);
export const refusedRelease = refused("release", { serial: "格式不对" }, { serial: "?", paid_on: "2026-10-09" });
