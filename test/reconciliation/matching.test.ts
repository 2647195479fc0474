import { expect } from "chai";
import type { BankCsvRow } from "../support/made-files.ts";
import { BANK, openStatementDesk, OPENING, type StatementDesk, SUSPENSE, WALLET } from "../support/statement-desk.ts";

const DAY = "2026-09-10";
const credit = (serial: string, amount: bigint, more: Partial<BankCsvRow> = {}): BankCsvRow => ({
  day: DAY,
  serial,
  credit: amount,
  ...more,
});
const debit = (serial: string, amount: bigint, more: Partial<BankCsvRow> = {}): BankCsvRow => ({
  day: DAY,
  serial,
  debit: amount,
  ...more,
});

describe("reconciliation: what a bank row may be", () => {
  let desk: StatementDesk;
  beforeEach(async () => {
    desk = await openStatementDesk();
  });
  /** A transfer that somebody of this name promised. */
  const promised = async (code: string, name: string, more: { amount?: bigint; on?: string } = {}) => {
    desk.names.set(`P-${code}`, name);
    const terms = { gift: `D-${code}`, ref: code, via: "bank", fund: "S01", donor: `P-${code}`, donor_type: "person" };
    const flags = { anonymous: false, publish_consent: false, receipt_wanted: false };
    const input = { ...terms, ...flags, amount: String(more.amount ?? 10_000n) };
    await desk.send("donations.pledge", input, more.on ?? DAY);
  };
  const take = async (...rows: readonly BankCsvRow[]) => {
    await desk.bringBank(rows);
    return desk.run();
  };
  const reason = (serial: string) => {
    const state = desk.state(BANK, serial);
    return state?.is === "suspended" ? [state.reason, ...state.candidates] : [state?.is];
  };
  const ruled = (serial: string) => {
    const state = desk.state(BANK, serial);
    return state?.is === "matched" ? state.rule : state?.is;
  };
  const closing = () => desk.balance(BANK) - OPENING;

  it("a negative debit (红字冲正) of a ruled cost lowers the cost and brings the money back", async () => {
    await take(
      debit("F1", 500n, { summary: "账户管理费" }),
      debit("F2", -500n, { summary: "账户管理费" }),
      debit("F3", 200n, { summary: "账户管理费" }),
    );
    expect(["F1", "F2", "F3"].map(ruled)).to.deep.equal(["bank_rule", "bank_rule", "bank_rule"]);
    expect([desk.balance("5301/G00"), closing()]).to.deep.equal([200n, -200n]);
    expect(desk.unexplained(BANK, DAY)).to.equal("0.00");
  });

  it("a negative debit that no rule knows waits as an unknown credit, an unknown debit as itself", async () => {
    await take(debit("R1", -700n), debit("D1", 300n));
    expect([reason("R1"), reason("D1")]).to.deep.equal([["unknown_credit"], ["unknown_debit"]]);
    expect([desk.balance(SUSPENSE), closing()]).to.deep.equal([-400n, 400n]);
  });

  it("a row of 0.00 is listed and posts nothing, however often it is looked at", async () => {
    await take(credit("Z1", 0n, { summary: "利率通知" }), debit("Z2", 0n));
    const lines = desk.book.lines.length;
    expect([reason("Z1"), reason("Z2")]).to.deep.equal([["zero_amount"], ["zero_amount"]]);
    expect(desk.state(BANK, "Z1")).to.include({ posted: false });
    expect([closing(), desk.balance(SUSPENSE)]).to.deep.equal([0n, 0n]);
    await desk.run();
    expect(desk.book.lines.length).to.equal(lines);
  });

  it("REC-9 one name, one sum, one promise: proposed, and not matched before a person says so", async () => {
    await promised("G-7K3F94", "王小明");
    const { proposals } = await take(credit("C1", 10_000n, { name: " 王 小明 " }));
    expect(proposals.map(({ promise }) => promise.gift)).to.deep.equal(["D-G-7K3F94"]);
    expect(reason("C1")).to.deep.equal(["proposed", "G-7K3F94"]);
    expect(await desk.service.confirm({ row: `${BANK}|C1`, gift: "D-G-7K3F94", by: "user:books" })).to.equal(undefined);
    expect(ruled("C1")).to.equal("name_amount_date");
    expect([desk.balance(SUSPENSE), desk.balance("410102/S01")]).to.deep.equal([0n, -10_000n]);
  });

  it("two promises of one name, and two rows for one promise, are ambiguous; all candidates are named", async () => {
    await promised("G-7K3F94", "王小明");
    await promised("G-A2B4CY", "王小明");
    await promised("G-000015", "李芳", { amount: 500n });
    await take(
      credit("C1", 10_000n, { name: "王小明" }),
      credit("C2", 500n, { name: "李芳" }),
      credit("C3", 500n, { name: "李芳" }),
    );
    expect(reason("C1")).to.deep.equal(["ambiguous", "G-7K3F94", "G-A2B4CY"]);
    expect([reason("C2"), reason("C3")]).to.deep.equal([
      ["ambiguous", "G-000015"],
      ["ambiguous", "G-000015"],
    ]);
    expect(desk.balance(SUSPENSE)).to.equal(-11_000n);
  });

  it("no pair without a name, and none beside the window of three days", async () => {
    await promised("G-7K3F94", "");
    await promised("G-A2B4CY", "李芳", { on: "2026-09-06" });
    await promised("G-000015", "王小明", { on: "2026-09-13" });
    await take(
      credit("C1", 10_000n),
      credit("C2", 10_000n, { name: "李芳" }),
      credit("C3", 10_000n, { name: "王小明" }),
    );
    expect(reason("C1")).to.deep.equal(["unknown_credit"]);
    expect(reason("C2")).to.deep.equal(["unknown_credit"]);
    expect(reason("C3")).to.deep.equal(["proposed", "G-000015"]);
  });

  it("a row that lost its rival is proposed, one that got a rival is ambiguous again: the reason follows the books", async () => {
    await promised("G-7K3F94", "王小明");
    await promised("G-A2B4CY", "王小明");
    await take(credit("C1", 10_000n, { name: "王小明" }));
    await desk.bringBank([credit("C2", 10_000n, { name: "x", memo: "G-A2B4CY" })], {
      opening: OPENING + 10_000n,
      file: "2",
    });
    await desk.run();
    expect([ruled("C2"), reason("C1")]).to.deep.equal(["donation_code", ["proposed", "G-7K3F94"]]);
    await promised("G-000015", "王小明");
    await desk.run();
    expect(reason("C1")).to.deep.equal(["ambiguous", "G-7K3F94", "G-000015"]);
    expect(desk.balance(SUSPENSE)).to.equal(-10_000n);
  });

  it("what a person set aside stays so, with its owner, until a rule that matches by itself finds it", async () => {
    await promised("G-7K3F94", "王小明");
    await promised("G-A2B4CY", "王小明");
    await take(credit("C1", 10_000n, { name: "王小明" }));
    await desk.service.setAside({ row: `${BANK}|C1`, by: "user:li", because: "neither of them" });
    await desk.run();
    expect(desk.state(BANK, "C1")).to.include({ is: "suspended", reason: "unknown_credit", owner: "user:li" });
  });

  it("a donation code in full width and lower case, with blanks, is found; a code with one wrong sign is not", async () => {
    await promised("G-7K3F94", "王小明");
    await promised("G-A2B4CY", "李芳");
    await take(credit("C1", 10_000n, { memo: "捐款 ｇ－７ｋ３ ｆ９４" }), credit("C2", 10_000n, { memo: "G-A2B4CX" }));
    expect([ruled("C1"), reason("C2")]).to.deep.equal(["donation_code", ["unknown_credit"]]);
  });

  it("REC-3 a code pays once: the second credit waits; another amount than promised is the gift that came", async () => {
    await promised("G-7K3F94", "王小明");
    await promised("G-A2B4CY", "李芳");
    await take(
      credit("C1", 10_000n, { memo: "G-7K3F94" }),
      credit("C2", 10_000n, { memo: "G-7K3F94" }),
      credit("C3", 9_999n, { memo: "G-A2B4CY" }),
    );
    expect([ruled("C1"), reason("C2"), ruled("C3")]).to.deep.equal([
      "donation_code",
      ["unknown_credit"],
      "donation_code",
    ]);
    expect(desk.balance("410102/S01")).to.equal(-19_999n);
  });

  it("rows with every optional column empty are taken and wait", async () => {
    await take(credit("E1", 100n), debit("E2", 40n));
    expect([reason("E1"), reason("E2")]).to.deep.equal([["unknown_credit"], ["unknown_debit"]]);
    expect(desk.unexplained(BANK, DAY)).to.equal("0.00");
  });

  it("REC-4 a payment without an order, and one whose amount is not the promised, stand in 2209 and are no income", async () => {
    await desk.promise("A1", 10_000n);
    await desk.bringWallet([
      { at: `${DAY} 10:00:00`, order: "NOBODY", amount: 700n, fee: 4_200n },
      { at: `${DAY} 10:00:01`, order: "A1", amount: 10_001n, fee: 60_006n },
    ]);
    await desk.run();
    const state = (order: string) => desk.state(WALLET, `42${order}`);
    expect(state("NOBODY")).to.include({ is: "suspended", reason: "no_order" });
    expect(state("A1")).to.include({ is: "suspended", reason: "amount_differs" });
    expect([desk.balance(SUSPENSE), desk.balance("410102/S01"), desk.balance(WALLET)]).to.deep.equal([
      -10_701n,
      0n,
      10_701n,
    ]);
  });

  it("a payment of the last moment of 29 February, and of the year, is of its own day", async () => {
    const rows = ["2028-02-29", "2028-12-31"].map((day, i) => ({
      at: `${day} 23:59:59`,
      order: `N${i}`,
      amount: 100n,
      fee: 600n,
    }));
    for (const { order } of rows) await desk.promise(order, 100n);
    await desk.bringWallet([...rows, { at: "2029-01-01 00:00:00", order: "N2", amount: 100n, fee: 600n }]);
    await desk.run();
    expect(desk.state(WALLET, "42N0")).to.include({ is: "matched", on: "2028-02-29" });
    expect(desk.state(WALLET, "42N1")).to.include({ is: "matched", on: "2028-12-31" });
    expect(["2028-02-28", "2028-02-29", "2028-12-31"].map((on) => desk.balance(WALLET, on))).to.deep.equal([
      0n,
      100n,
      200n,
    ]);
  });

  it("running a finished month again writes no line", async () => {
    await promised("G-7K3F94", "王小明");
    await desk.promise("A1", 10_000n);
    const bill = [{ at: `${DAY} 10:00:00`, order: "A1", amount: 10_000n, fee: 60_000n }];
    const rows = [credit("C1", 10_000n, { memo: "G-7K3F94" }), credit("C2", 5n), debit("D1", 7n), credit("Z", 0n)];
    await desk.bringWallet(bill);
    await desk.bringBank(rows);
    await desk.run();
    const lines = desk.book.lines.length;
    await desk.bringWallet(bill);
    await desk.bringBank(rows);
    expect(await desk.run()).to.deep.include({ matched: 0, suspended: 0 });
    expect(desk.book.lines.length).to.equal(lines);
  });
});
