import { giftView } from "../../src/donations/gift-view.ts";
import { requestView } from "../../src/disbursements/request-view.ts";
import { fen } from "../../src/kernel/money.ts";
import type { Words } from "../../src/platform/display.ts";
import type { RefusedForm } from "../../src/platform/page-form.ts";
import type { Handled, Held } from "../../src/privacy/service.ts";
import { type PrivacyPage, privacyView } from "../../src/privacy/views.ts";
import { requestPage } from "./sample-desk.ts";
import { giftPage } from "./sample-donations.ts";
import { paged } from "./pages.ts";

const number = "AR-2609-0012";
const standing = {
  state: "blocked",
  record: "request",
  of: number,
  why: "asked",
  paper: "GX-2609-01",
  until: "2056-12-31",
  on: "2026-09-28",
  at: "2026-09-28T02:11:09.120Z",
  by: "user:privacy",
  line: 12_040,
} as const;
const { until: _until, paper: _paper, ...ended } = standing;

const held: Held = {
  subject: {
    record: "request",
    of: number,
    number,
    fund: "S01",
    state: "paid",
    on: "2026-09-02",
    amount: fen(600_000n),
    person: "P-1",
    former: ["P-2"],
    receipts: [],
    evidence: 3,
    notes: 4,
    files: [],
    open: false,
    bound: {
      by: "voucher",
      until: "2056-12-31",
      years: 30,
      source: { zh: "《会计档案管理办法》附表一", en: "Measures for Accounting Archives" },
    },
  },
  state: "held",
  fields: ["name", "bank", "account"],
  standing: undefined,
};
const { bound: _bound, person: _person, amount: _amount, ...bare } = held.subject;

const page: PrivacyPage = {
  asked: number,
  held,
  fund: { zh: "示例区慈善会东篱街道社区服务基金", en: "Dongli Street Community Service Fund" },
  today: "2026-09-28",
  handled: paged([]),
  nameOf: (by) => by.replace("user:", ""),
  formKey: "k-51",
};
const handled = paged<Handled>(
  [
    { number, standing },
    { number: "G-7K2M4Q", standing: { ...ended, state: "erased", why: "consent_withdrawn", record: "gift" } },
  ],
  60,
);
const refused: RefusedForm = {
  name: "erase",
  title: "有内容需要改正",
  errors: [{ href: "#erase-why", message: "为什么：请选择一项。" }],
  faults: new Map([["why", "请选择一项。"]]),
  typed: { why: "" },
};

const sample = (name: string, given: Partial<PrivacyPage>) => ({
  name,
  template: "privacy/desk",
  path: "/desk/privacy",
  signedIn: true,
  view: (words: Words) => privacyView({ ...page, ...given }, words),
});
const gift: Held["subject"] = { ...bare, record: "gift", state: "pledged", number: "G-7K2M4Q", former: [] };

export const privacySamples = [
  { ...sample("privacy", {}), refused },
  sample("privacy-erase", { held: { ...held, subject: { ...gift, person: "P-3" } } }),
  sample("privacy-open", { held: { ...held, subject: { ...bare, person: "P-1", state: "checked", open: true } } }),
  sample("privacy-none", { held: { ...held, subject: gift, state: "none", fields: [] } }),
  sample("privacy-missing", { asked: "AR-9", held: undefined }),
  sample("privacy-blocked", { held: { ...held, state: "blocked", fields: [], standing }, handled }),
  {
    name: "request-blocked",
    template: "disbursements/request",
    path: "/desk/requests/x",
    signedIn: true,
    view: (words: Words) => requestView({ ...requestPage, gone: "blocked" }, words),
  },
  {
    name: "gift-erased",
    template: "donations/gift",
    path: "/gift/s3cr3t",
    view: (words: Words) => giftView({ ...giftPage, gone: "erased", publicChoice: "hidden" }, words),
  },
];
