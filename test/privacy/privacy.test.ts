import { expect } from "chai";
import { type Chapters, openChapters } from "../../src/chapters.ts";
import type { Chapter } from "../../src/journal/chapter.ts";
import { fen } from "../../src/kernel/money.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { lastBound } from "../../src/privacy/retention.ts";
import { MEMBERS, requestInput } from "../support/aid-book.ts";
import { openQuickBook, type QuickBook } from "../support/quick-book.ts";
import { openSmallFederation } from "../support/small-federation.ts";

const FILE = { paper: "F-0000000000000001", vote: "F-0000000000000002", remark: "F-0000000000000003" };

describe("privacy: decisions", () => {
  let chapters: Chapters;
  let book: QuickBook;
  let sent = 0;

  /** Plays reconciliation: the bank pays what was released. */
  const bank: Chapter = {
    name: "bank",
    tables: [],
    decide: {
      pay: ({ input, on }) => {
        const requests = chapters.disbursements.releasedBySerial(String(input.serial));
        return chapters.disbursements.payment({ requests, on, account: "1002/base", extra: {} });
      },
    },
    apply: {},
  };

  beforeEach(async () => {
    chapters = openChapters();
    book = openQuickBook([...chapters.all, bank]);
    await openSmallFederation(book.submit);
  });

  const send = (name: string, input: JsonObject, more: { on?: string; by?: string } = {}) =>
    book.submit({ name, key: `k${(sent += 1)}`, by: `user:${more.by ?? "test"}`, on: more.on ?? "2026-09-10", input });
  const done = async (name: string, input: JsonObject, more: { on?: string; by?: string } = {}) => {
    const outcome = await send(name, input, more);
    if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
    return outcome.line;
  };
  const erase = (record: string, of: string, more: { on?: string; why?: string } = {}) =>
    send("privacy.handle", { record, of, why: more.why ?? "asked", paper: "GX-1" }, { by: "privacy", ...more });
  const line = async (...asked: Parameters<typeof erase>) => {
    const outcome = await erase(...asked);
    return isRefusal(outcome) ? outcome : outcome.line;
  };

  const pledge = (more: JsonObject = {}) =>
    done("donations.pledge", {
      gift: "D-1",
      ref: "SZ1",
      via: "sandbox",
      fund: "S01",
      amount: "10000",
      donor: "P-9",
      donor_type: "person",
      anonymous: false,
      publish_consent: true,
      display: "surname",
      receipt_wanted: true,
      online: true,
      ...more,
    });
  const settle = () => done("donations.settleEvent", { gift: "D-1", amount: "10000", event: "e1" });
  const act = (name: string, by: string, input: JsonObject = {}) =>
    done(`disbursements.${name}`, { request: "AR-2609-0001", ...input }, { by });

  /** A paid request whose payee was replaced before the vote. */
  const paidRequest = async (): Promise<void> => {
    await done("funds.seatCommittee", { funds: ["S01"], members: MEMBERS }, { on: "2026-09-01" });
    await pledge({ gift: "D-2", ref: "SZ2", amount: "90000" });
    await done("donations.settleEvent", { gift: "D-2", amount: "90000", event: "e2" });
    await act("file", "worker", requestInput("AR-2609-0001"));
    await act("amend", "worker", { payee: "P-2", payee_print: "print-2" });
    await act("evidence", "worker", { file: FILE.paper, digest: "d1", paper: "identity" });
    await act("check", "officer");
    for (const { user } of MEMBERS.slice(0, 3))
      await act("vote", user, { vote: "yes", roles: ["committeeMember"], reason: FILE.vote });
    await act("decide", "secretary", { outcome: "approved" });
    await act("financeCheck", "finance");
    await act("remark", "supervisor", { file: FILE.remark, digest: "d2" });
    await act("order", "cashier1");
    await act("release", "cashier2", { serial: "SN1" });
    await done("bank.pay", { serial: "SN1" }, { on: "2026-09-12" });
  };

  it("ACC-15 a voucher is kept 30 years from the end of its year, a receipt 5, and what ends last counts", () => {
    const until = (voucher: string[], receipt: string[] = []) => lastBound({ voucher, receipt })?.until;
    expect(until(["2026-01-01"])).to.equal("2056-12-31");
    expect(until(["2026-12-31", "2027-01-01"])).to.equal("2057-12-31");
    expect(until([], ["2026-09-03"])).to.equal("2031-12-31");
    expect(lastBound({ voucher: ["2026-09-03"], receipt: ["2026-09-03"] })).to.include({ by: "voucher", years: 30 });
    expect(until([])).to.equal(undefined);
  });

  it("PII-13 a promise that was never paid has no voucher: its donor is erased at once, and named nowhere", async () => {
    await pledge();
    expect(await line("gift", "D-1", { why: "consent_withdrawn" })).to.deep.include({
      kind: "person.erased",
      by: "user:privacy",
      data: { record: "gift", of: "D-1", why: "consent_withdrawn", paper: "GX-1", persons: ["P-9"] },
    });
    expect(chapters.standings.standing("P-9")).to.include({ state: "erased", on: "2026-09-10" });
    expect(chapters.donations.gift("D-1")).to.include({ withdrawnOn: "2026-09-10" });
    // Money that still comes is booked as ever.
    await settle();
    expect(chapters.donations.gift("D-1")).to.include({ state: "settled" });
    expect(await erase("gift", "D-1")).to.include({ refused: "erasure_handled" });
  });

  it("PII-13 ACC-15 the donor of a settled gift is blocked until its retention ends, and erased then, not before", async () => {
    await pledge();
    await settle();
    expect(await line("gift", "D-1")).to.deep.include({
      kind: "person.blocked",
      data: {
        record: "gift",
        of: "D-1",
        why: "asked",
        paper: "GX-1",
        persons: ["P-9"],
        erased: [],
        until: "2056-12-31",
      },
    });
    expect(chapters.standings.standing("P-9")).to.include({ state: "blocked", until: "2056-12-31" });
    expect(chapters.donations.gift("D-1")).to.include({ withdrawnOn: "2026-09-10" });
    const end = (on: string) => send("privacy.end", { record: "gift", of: "D-1" }, { on });
    expect(await end("2056-12-31")).to.deep.equal({ refused: "retention_runs", until: "2056-12-31", rule: "ACC-15" });
    expect(isRefusal(await end("2057-01-01"))).to.equal(false);
    expect(chapters.standings.standing("P-9")).to.include({ state: "erased", why: "retention_ended" });
    expect(chapters.standings.standing("P-9")).to.not.have.property("until");
    expect(await end("2057-01-02")).to.include({ refused: "nothing_held" });
  });

  it("PII-13 ACC-15 who asks when the retention has ended is erased at once", async () => {
    await pledge();
    await settle();
    expect(await line("gift", "D-1", { on: "2056-12-31" })).to.include({ kind: "person.blocked" });
    await pledge({ gift: "D-2", ref: "SZ2", donor: "P-8" });
    await done("donations.settleEvent", { gift: "D-2", amount: "10000", event: "e2" });
    expect(await line("gift", "D-2", { on: "2057-01-01" })).to.include({ kind: "person.erased" });
  });

  it("ACC-15 a refund of a later year is a voucher too: retention ends with the last one", async () => {
    await pledge();
    await settle();
    await erase("gift", "D-1");
    const refund = { gift: "D-1", amount: "100", event: "r1", ref: "r1" };
    await done("donations.refundEvent", refund, { on: "2027-02-01" });
    expect(await send("privacy.end", { record: "gift", of: "D-1" }, { on: "2057-01-01" })).to.include({
      refused: "retention_runs",
      until: "2057-12-31",
    });
  });

  it("PII-13 a request under way is ended first; withdrawn it is erased, with every payee it ever had", async () => {
    await act("file", "worker", requestInput("AR-2609-0001"));
    await act("amend", "worker", { payee: "P-2", payee_print: "print-2" });
    expect(await erase("request", "AR-2609-0001")).to.deep.equal({
      refused: "case_open",
      request: "AR-2609-0001",
      rule: "PII-13",
    });
    await act("withdraw", "worker", { reason: FILE.vote });
    expect(await line("request", "AR-2609-0001")).to.deep.include({ kind: "person.erased" });
    for (const payee of ["P-1", "P-2"]) expect(chapters.standings.standing(payee)).to.include({ state: "erased" });
    expect(chapters.privacy.find("ar-2609-0001")).to.deep.include({ files: [FILE.vote], notes: 1, evidence: 0 });
  });

  it("PII-13 ACC-15 paid aid is a voucher: its payee is blocked, and a payee who was replaced before is erased at once", async () => {
    await paidRequest();
    expect(await line("request", "AR-2609-0001")).to.deep.include({
      kind: "person.blocked",
      data: {
        record: "request",
        of: "AR-2609-0001",
        why: "asked",
        paper: "GX-1",
        persons: ["P-2"],
        erased: ["P-1"],
        until: "2056-12-31",
      },
    });
    expect(chapters.privacy.find("AR-2609-0001")).to.deep.include({
      former: ["P-1"],
      evidence: 1,
      notes: 2,
      files: [FILE.paper, FILE.vote, FILE.remark],
    });
    expect(chapters.disbursements.request("AR-2609-0001")).to.include({ state: "paid", amount: fen(6_000n) });
  });

  it("PII-13 goods in the books are a voucher, goods of the memo register are none; a receipt number leads to its gift", async () => {
    const goods = {
      fund: "S01",
      donor_type: "person",
      item: "rice",
      unit: "bag",
      quantity: "3",
      publish_consent: true,
    };
    const accept = (no: string, more: JsonObject) =>
      done("donations.acceptGoods", { ...goods, goods: no, donor: `P-${no}`, receipt_wanted: true, ...more });
    await accept("WZ-1", { evidence: "invoice", value: "5000" });
    await accept("WZ-2", { evidence: "none" });
    expect(await line("goods", "WZ-1")).to.deep.include({ kind: "person.blocked" });
    expect(chapters.privacy.find("WZ-2")).to.not.have.property("bound");
    await pledge();
    await settle();
    const receipt = await done("receipts.follow", { of: "D-1", step: 0 });
    expect(chapters.privacy.find(` ${String(receipt.data.serial).toLowerCase()} `)).to.deep.include({
      record: "gift",
      of: "D-1",
      number: "SZ1",
      receipts: [receipt.data.serial],
    });
    expect(chapters.privacy.find("沈示例")).to.equal(undefined);
  });

  it("PII-13 refuses by name: a number that is none, and a gift of which no person is known", async () => {
    expect(await erase("gift", "D-none")).to.deep.equal({ refused: "record_unknown", number: "D-none" });
    const prior = { gift: "D-3", ref: "SZ3", via: "wechat", fund: "S01", amount: "100", donor_type: "person" };
    const flags = { anonymous: false, publish_consent: false, receipt_wanted: false, receipt_issued: false };
    await done("donations.carry", { ...prior, ...flags }, { on: "2026-08-20" });
    expect(await erase("gift", "D-3")).to.deep.equal({ refused: "nothing_held", number: "SZ3" });
  });
});
