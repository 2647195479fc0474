import { openDisbursements } from "../../src/disbursements/public.ts";
import { openFunds } from "../../src/funds/public.ts";
import type { Chapter, Command, Draft } from "../../src/journal/chapter.ts";
import { openRules } from "../../src/journal/rules.ts";
import { canonicalJson } from "../../src/kernel/canonical-json.ts";
import { isRefusal, type JsonObject, type Refusal } from "../../src/kernel/result.ts";
import { openLedger } from "../../src/ledger/public.ts";

export const FEDERATION: JsonObject = {
  name_zh: "示例区慈善会",
  name_en: "Shili Charity",
  credit_code: "51990000202609017K",
  legal_form: "社会团体",
  opening_date: "2026-09-01",
  accounts: [
    { account: "1002/base", opening: "240000" },
    { account: "1009/wechat", opening: "10000" },
  ],
  merchants: [{ channel: "wechat", account: "1009/wechat", merchant_id: "1999000001" }],
  purposes: [
    { code: "medical", zh: "大病救助", en: "Serious illness" },
    { code: "emergency", zh: "急难救助", en: "Sudden hardship" },
    { code: "education", zh: "助学", en: "Education" },
  ],
  net_assets: { "3101": "50000", "3102": "200000" },
  liabilities: {},
  in_transit: [],
  bank_rules: [],
  non_business_days: [],
};

export const FUNDS: readonly JsonObject[] = [
  fund("G00", {
    fund_kind: "general",
    restriction: "none",
    opening_unrestricted: "50000",
    opening_restricted: "180000",
    restricted_until: "2027-01-01",
    order: 0,
  }),
  fund("S01", { opening_restricted: "10000", order: 1, management_fee_bp: 500 }),
  fund("S02", { opening_restricted: "10000", order: 2, status: "suspended" }),
];

/** The chapters of aid on paper: decided and applied at once, no engine. Keys work as in the book. */
export const openAidBook = (more: readonly Chapter[] = []) => {
  const ledger = openLedger();
  const funds = openFunds({ ledger });
  const disbursements = openDisbursements({ ledger, funds });
  const nothing = () => undefined;
  const gifts: Chapter = {
    name: "gifts",
    tables: [],
    decide: {},
    apply: { "donation.settled": nothing, "donation.refunded": nothing, "goods.accepted": nothing },
  };
  const chapters = [ledger.chapter, funds.chapter, disbursements.chapter, gifts, ...more];
  const rules = openRules(chapters);
  const keys = new Map<string, string>();
  let lines = 0;
  const at = "2026-11-25T00:00:00.000Z";

  const submit = (command: Command): Draft | Refusal => {
    const content = canonicalJson({ name: command.name, on: command.on, input: command.input });
    const known = keys.get(command.key);
    if (known !== undefined) return known === content ? { kind: "repeated", data: {} } : { refused: "key_reused" };
    const decided = rules.decide(command, at);
    if (isRefusal(decided)) return decided;
    const { kind, data, post = [], v = 1, on = command.on } = decided;
    rules.apply({ at, by: command.by, key: command.key, kind, data, post, v, on, digest: "" }, lines++);
    rules.commit();
    keys.set(command.key, content);
    return decided.refused ?? decided;
  };
  /** One command of one person; the key is new each time. */
  const act = (name: string, by: string, input: JsonObject, on = "2026-09-10"): Draft | Refusal =>
    submit({ name, by: `user:${by}`, on, input, key: `${name}:${keys.size}` });
  /** A kept line of another chapter, such as a gift. */
  const post = (
    kind: string,
    on: string,
    entries: readonly (readonly [string, string])[],
    data: JsonObject = {},
  ): void => {
    rules.apply({ at, by: "job:test", key: `post:${lines}`, kind, data, post: entries, v: 1, on, digest: "" }, lines++);
    rules.commit();
  };
  return { ledger, funds, disbursements, chapters, rules, submit, act, post };
};

export type AidBook = ReturnType<typeof openAidBook>;

export const MEMBERS = ["m1", "m2", "m3", "m4", "m5"].map((user, i) => ({
  user,
  office: i === 0 ? "chair" : "member",
  from: "2026-01-01",
  to: "2028-12-31",
}));

/** The federation, its funds, the opening voucher and a committee of five for each fund. */
export const openAidMonth = (more: readonly Chapter[] = []): AidBook => {
  const book = openAidBook(more);
  book.act("funds.openFederation", "boss", FEDERATION, "2026-08-31");
  for (const row of FUNDS) book.act("funds.openFund", "boss", row, "2026-08-31");
  book.act("funds.postOpening", "boss", {}, "2026-08-31");
  book.act("funds.seatCommittee", "boss", { funds: ["G00", "S01", "S02"], members: MEMBERS }, "2026-09-01");
  return book;
};

export const requestInput = (no: string, given: JsonObject = {}): JsonObject => ({
  request: no,
  fund: "S01",
  purpose: "medical",
  tier: "margin",
  fast_track: false,
  beneficiary: `B-${no}`,
  household: 2,
  street: "青禾街道",
  amount: "6000",
  payee: "P-1",
  payee_print: "print-1",
  payee_relation: "self",
  related_party: "no",
  other_sources: [],
  requested_on: "2026-09-02",
  ...given,
});

/** Files and checks a request, and the members vote yes; the secretary has still to close. */
export const voted = (
  book: AidBook,
  no: string,
  given: JsonObject = {},
  voters: readonly string[] = ["m1", "m2", "m3"],
): void => {
  book.act("disbursements.file", "worker", requestInput(no, given));
  book.act("disbursements.check", "officer", { request: no });
  for (const voter of voters)
    book.act("disbursements.vote", voter, { request: no, vote: "yes", roles: ["committeeMember"] });
};

export const close = (book: AidBook, no: string, on?: string): Draft | Refusal =>
  book.act("disbursements.decide", "secretary", { request: no, outcome: "approved" }, on);

function fund(code: string, given: JsonObject): JsonObject {
  return {
    code,
    name_zh: `示例区慈善会${code}`,
    short_zh: code,
    name_en: code,
    fund_kind: "street",
    status: "active",
    purposes: ["medical", "emergency"],
    restriction: "purpose",
    management_fee_bp: 0,
    channel_fee_borne_by: "federation",
    opening_unrestricted: "0",
    opening_restricted: "0",
    ...given,
  };
}
