import { expect } from "chai";
import { aidFigures, type Request } from "../../src/disbursements/public.ts";
import type { Chapter } from "../../src/journal/chapter.ts";
import { fen } from "../../src/kernel/money.ts";
import { type JsonObject, refuse } from "../../src/kernel/result.ts";
import { type AidBook, close, openAidMonth, voted } from "../support/aid-book.ts";

/** Plays reconciliation: a bank line that pays or returns. */
const bank: { book?: AidBook; chapter: Chapter } = {
  chapter: {
    name: "bank",
    tables: [],
    decide: {
      pay: ({ input, on }) => {
        const aid = bank.book?.disbursements;
        if (!aid) return refuse("no_book");
        const requests = aid.releasedBySerial(String(input.serial));
        const amount = fen(BigInt(String(input.amount)));
        return (
          aid.refusalToPay(String(input.serial), requests, amount) ??
          aid.payment({ requests, on, account: "1002/base", extra: { statement_line: "1002/base|1" } })
        );
      },
      back: ({ input, on }) => {
        const request = bank.book?.disbursements.request(String(input.request));
        if (!request || !bank.book) return refuse("no_request");
        return bank.book.disbursements.returned({
          request,
          on,
          account: "1002/base",
          amount: fen(BigInt(String(input.amount))),
          extra: {},
        });
      },
    },
    apply: {},
  },
};
const open = (): AidBook => {
  bank.book = openAidMonth([bank.chapter]);
  return bank.book;
};
const approved = (book: AidBook, no: string, given: JsonObject = {}): void => {
  voted(book, no, given);
  close(book, no);
};
const released = (book: AidBook, no: string, given: JsonObject = {}): void => {
  book.act("disbursements.financeCheck", "finance", { request: no });
  book.act("disbursements.remark", "supervisor", { request: no, file: "F-9", digest: "dd" });
  book.act("disbursements.order", "cashier1", { request: no });
  book.act("disbursements.release", "cashier2", { request: no, serial: "SN1", ...given });
};

describe("disbursements: payment", () => {
  it("LED-9, WF-9, WF-12 maker, checker, approver, finance, preparer and payer are six people", () => {
    const book = open();
    approved(book, "R1");
    const refusal = (name: string, by: string) => book.act(`disbursements.${name}`, by, { request: "R1" });
    for (const by of ["worker", "officer", "m1", "secretary"]) {
      expect(refusal("financeCheck", by)).to.include({ refused: "same_person" });
    }
    expect(refusal("order", "cashier1")).to.include({ refused: "finance_check_missing" });
    refusal("financeCheck", "finance");
    for (const by of ["worker", "officer", "m1", "secretary", "finance"]) {
      expect(refusal("order", by), by).to.include({
        refused: "same_person",
        rule: by === "m1" || by === "secretary" ? "WF-9" : "LED-9",
      });
    }
    refusal("order", "cashier1");
    book.act("disbursements.remark", "supervisor", { request: "R1", file: "F-9", digest: "dd" });
    for (const by of ["worker", "officer", "m1", "secretary", "finance", "cashier1", "supervisor"]) {
      expect(refusal("release", by), by).to.include({ refused: "same_person" });
    }
    expect(refusal("release", "cashier2")).to.include({ kind: "request.released" });
  });

  it("WF-14 no release without the supervisor's remark, except on the fast track", () => {
    const book = open();
    approved(book, "R1");
    approved(book, "R2", { fast_track: true, amount: "1000" });
    for (const no of ["R1", "R2"]) {
      book.act("disbursements.financeCheck", "finance", { request: no });
      book.act("disbursements.order", "cashier1", { request: no });
    }
    expect(book.act("disbursements.release", "cashier2", { request: "R1" })).to.include({
      refused: "remark_missing",
      rule: "WF-14",
    });
    expect(book.act("disbursements.release", "cashier2", { request: "R2" })).to.include({ kind: "request.released" });
  });

  it("WF-7 a fund that was suspended after the approval pays nothing", () => {
    const book = open();
    approved(book, "R1");
    book.act("disbursements.financeCheck", "finance", { request: "R1" });
    book.act("funds.setStatus", "boss", { code: "S01", status: "suspended", reason: "audit" });
    expect(book.act("disbursements.order", "cashier1", { request: "R1" })).to.include({ refused: "fund_suspended" });
  });

  it("ACC-2, WF-10 a bank line pays: cost, release and freed reservation in one voucher", () => {
    const book = open();
    approved(book, "R1");
    released(book, "R1");
    expect(book.act("bank.pay", "job", { serial: "SN1", amount: "6000" })).to.deep.include({
      kind: "aid.paid",
      post: [
        ["5101/S01/medical", "6000"],
        ["1002/base", "-6000"],
        ["3102/S01", "6000"],
        ["3101/S01", "-6000"],
        ["B1/S01", "-6000"],
        ["B2/S01", "6000"],
      ],
    });
    expect(book.disbursements.request("R1")).to.include({ state: "paid", paidOn: "2026-09-10" });
    expect(book.funds.available("S01", "2026-09-10")).to.equal(4_000n);
    expect(book.ledger.balances.fund("S01")).to.include({ unrestricted: 0n, reserved: 0n, restricted: 4_000n });
  });

  it("an unrestricted fund releases nothing", () => {
    const book = open();
    approved(book, "R1", { fund: "G00" });
    released(book, "R1");
    book.act("bank.pay", "job", { serial: "SN1", amount: "6000" });
    expect(book.ledger.balances.account("3102/G00")).to.equal(-180_000n);
    expect(book.funds.available("G00", "2026-09-10")).to.equal(44_000n);
  });

  it("WF-11 several requests share a serial; the sum must be the line's, and a line pays once", () => {
    const book = open();
    for (const [no, amount] of [
      ["R1", "2000"],
      ["R2", "3000"],
    ] as const) {
      approved(book, no, { amount });
      released(book, no);
    }
    expect(book.act("bank.pay", "job", { serial: "SN1", amount: "4999" })).to.include({
      refused: "payment_differs",
      orders: "50.00",
    });
    expect(book.act("bank.pay", "job", { serial: "SN2", amount: "5000" })).to.include({ refused: "request_unknown" });
    expect(book.act("bank.pay", "job", { serial: "SN1", amount: "5000" })).to.include({ kind: "aid.paid" });
    expect(book.act("bank.pay", "job", { serial: "SN1", amount: "5000" })).to.include({
      refused: "request_wrong_state",
    });
    expect(book.ledger.balances.account("5101/S01/medical")).to.equal(5_000n);
  });

  it("WF-13 returned money waits in 2209 and the fund stays charged", () => {
    const book = open();
    approved(book, "R1");
    expect(book.act("bank.back", "job", { request: "R1", amount: "6000" })).to.include({
      refused: "request_wrong_state",
    });
    released(book, "R1");
    book.act("bank.pay", "job", { serial: "SN1", amount: "6000" });
    expect(book.act("bank.back", "job", { request: "R1", amount: "5000" })).to.include({ refused: "payment_differs" });
    book.act("bank.back", "job", { request: "R1", amount: "6000" });
    expect(book.ledger.balances.account("2209/payout-returned")).to.equal(-6_000n);
    expect(book.ledger.balances.account("1002/base")).to.equal(240_000n);
    expect(book.funds.available("S01", "2026-09-10")).to.equal(4_000n);
  });

  it("a released order takes its serial later, once; the payer does not confirm", () => {
    const book = open();
    approved(book, "R1");
    book.act("disbursements.financeCheck", "finance", { request: "R1" });
    book.act("disbursements.remark", "supervisor", { request: "R1", file: "F-9", digest: "dd" });
    book.act("disbursements.order", "cashier1", { request: "R1" });
    book.act("disbursements.release", "cashier2", { request: "R1", paid_on: "2026-09-09" });
    book.act("disbursements.release", "cashier2", { request: "R1", serial: "SN7" });
    expect(book.disbursements.request("R1")).to.include({ bankSerial: "SN7", paidNote: "2026-09-09" });
    expect(book.act("disbursements.release", "cashier2", { request: "R1", serial: "SN8" })).to.include({
      refused: "released_already",
    });
    book.act("bank.pay", "job", { serial: "SN7", amount: "6000" });
    expect(book.act("disbursements.confirm", "cashier2", { request: "R1", how: "slip" })).to.include({
      refused: "same_person",
    });
    expect(book.act("disbursements.confirm", "worker", { request: "R1", how: "slip" })).to.include({
      kind: "request.confirmed",
    });
  });
});

describe("disbursements: figures and warnings", () => {
  it("counts outcomes at the month's end; a noted payment without a bank line is in flight and reserved", () => {
    const book = open();
    approved(book, "R1", { amount: "1000" });
    released(book, "R1");
    book.act("bank.pay", "job", { serial: "SN1", amount: "1000" });
    book.act("bank.back", "job", { request: "R1", amount: "1000" });
    approved(book, "R2", { amount: "2000" });
    released(book, "R2", { serial: "SN2", paid_on: "2026-09-30" });
    approved(book, "R3", { fund: "S02" });
    voted(book, "R4", {}, []);
    const figures = aidFigures(book.disbursements.requests(), "2026-09");
    expect(figures).to.deep.equal({
      requests: 4,
      by_outcome: { paid: 0, returned: 1, approved_unpaid: 1, rejected: 0, refused: 1, undecided: 1 },
      payments: 1,
      paid_total: "10.00",
      returned: [{ request_no: "R1", amount: "10.00", on: "2026-09-10" }],
      reserved_total: "20.00",
      in_flight: ["R2"],
      refused: [{ request_no: "R3", reason: "fund_suspended" }],
      warnings: [],
    });
    expect(aidFigures(book.disbursements.requests(), "2026-10")).to.include({
      requests: 2,
      payments: 0,
      reserved_total: "20.00",
    });
    expect(aidFigures(book.disbursements.requests(), "2026-08").requests).to.equal(0);
  });

  it("WF-4, WF-5 warn by number whatever the order of filing, and stop nothing", () => {
    const book = open();
    voted(book, "R2", { beneficiary: "B-1", amount: "1000", payee_relation: "other" });
    approved(book, "R1", { beneficiary: "B-1", amount: "1000" });
    expect(aidFigures(book.disbursements.requests(), "2026-09").warnings).to.deep.equal([
      { request_no: "R2", reason: "already_helped", with: "R1" },
      { request_no: "R2", reason: "payee_not_beneficiary" },
    ]);
    expect(book.disbursements.warnings(book.disbursements.request("R1") as Request, "2026-09-10")).to.deep.equal([]);
    expect(close(book, "R2")).to.include({ kind: "request.approved" });
  });

  it("WF-4 another purpose, a rejected or a withdrawn earlier request are no help", () => {
    const book = open();
    approved(book, "R1", { beneficiary: "B-1", amount: "1000", purpose: "emergency" });
    approved(book, "R2", { beneficiary: "B-1", amount: "1000" });
    book.act("disbursements.withdraw", "worker", { request: "R2", reason: "mistake" });
    voted(book, "R3", { beneficiary: "B-1", amount: "1000" });
    expect(aidFigures(book.disbursements.requests(), "2026-09").warnings).to.deep.equal([]);
  });
});
