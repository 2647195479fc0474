import { expect } from "chai";
import {
  BANK,
  MERCHANT,
  openStatementDesk,
  OPENING,
  type StatementDesk,
  SUSPENSE,
  WALLET,
} from "../support/statement-desk.ts";

const paid = (order: string, day: string, amount = 10_000n, time = "12:00:00") => ({
  at: `${day} ${time}`,
  order,
  amount,
  fee: amount * 6n,
});
/** A payout credit: what the merchant gets of payments at 0.60 %. */
const credit = (day: string, amount: bigint, batch: string, more: { serial?: string; part?: string } = {}) => ({
  day,
  credit: amount,
  serial: more.serial ?? `B${day}${amount}`,
  summary: "商户结算",
  memo: `商户号${MERCHANT} 批次${batch}${more.part ?? ""}`,
});

describe("reconciliation: payouts", () => {
  let desk: StatementDesk;
  beforeEach(async () => {
    desk = await openStatementDesk();
  });
  const gifts = async (...orders: readonly (readonly [order: string, day: string, amount?: bigint])[]) => {
    for (const [order, , amount = 10_000n] of orders) await desk.promise(order, amount);
    await desk.bringWallet(orders.map(([order, day, amount]) => paid(order, day, amount)));
  };
  const matched = (serial: string) => desk.state(BANK, serial)?.is;

  it("LED-7 the parts of a payout enter the bank's book each on its own day, in whatever order they come", async () => {
    const parts = [
      credit("2026-09-04", 9_000n, "20260903", { serial: "P1", part: " 第1笔/共2笔" }),
      credit("2026-09-07", 10_880n, "20260903", { serial: "P2", part: " 第2笔/共2笔" }),
    ];
    await gifts(["A1", "2026-09-03"], ["A2", "2026-09-03"]);
    await desk.bringBank(parts);
    await desk.run();
    expect([matched("P1"), matched("P2")]).to.deep.equal(["matched", "matched"]);
    const bank = (on: string) => desk.balance(BANK, on) - OPENING;
    expect([bank("2026-09-03"), bank("2026-09-04"), bank("2026-09-06"), bank("2026-09-07")]).to.deep.equal([
      0n,
      9_000n,
      9_000n,
      19_880n,
    ]);
    expect(desk.balance(SUSPENSE, "2026-09-05")).to.equal(-9_000n);
    expect([desk.balance(SUSPENSE), desk.balance(WALLET)]).to.deep.equal([0n, 0n]);
    for (const day of ["2026-09-03", "2026-09-04", "2026-09-06", "2026-09-07"])
      expect(desk.unexplained(WALLET, day), day).to.equal("0.00");
  });

  it("a part waits in 2209 until the rest is there, and the payout is then booked as if both had come at once", async () => {
    await gifts(["A1", "2026-09-03", 20_000n]);
    await desk.bringBank([credit("2026-09-04", 9_000n, "20260903", { serial: "P1", part: " 第1笔/共2笔" })]);
    expect(await desk.run()).to.include({ suspended: 1 });
    expect(desk.state(BANK, "P1")).to.include({ is: "suspended", reason: "unknown_credit", posted: true });
    await desk.bringBank([credit("2026-09-04", 10_880n, "20260903", { serial: "P2", part: " 第2笔/共2笔" })], {
      opening: OPENING + 9_000n,
      file: "later",
    });
    await desk.run();
    expect([matched("P1"), matched("P2")]).to.deep.equal(["matched", "matched"]);
    expect([desk.balance(SUSPENSE), desk.balance(WALLET), desk.balance(BANK)]).to.deep.equal([
      0n,
      0n,
      OPENING + 19_880n,
    ]);
  });

  it("payout_part_not_booked: a credit of an earlier day cannot be booked on the day of the last one", async () => {
    await gifts(["A1", "2026-09-03", 20_000n]);
    await desk.bringBank([
      credit("2026-09-04", 9_000n, "20260903", { serial: "P1" }),
      credit("2026-09-07", 10_880n, "20260903", { serial: "P2" }),
    ]);
    const rows = ["P1", "P2"].map((id) => `${BANK}|${id}`);
    const input = { account: WALLET, rows, days: ["2026-09-03"], rule: "payout_batch" };
    const command = { name: "reconciliation.payout", key: "both", by: "user:books", on: "2026-09-07", input };
    expect(await desk.book.submit(command)).to.include({ refused: "payout_part_not_booked", row: `${BANK}|P1` });
  });

  it("two payouts of two parts each, their credits interleaved, keep their own parts", async () => {
    await gifts(["A1", "2026-09-03", 20_000n]);
    const other = [credit("2026-09-04", 9_000n, "20260903", { serial: "P1", part: " 第1笔/共2笔" })];
    await desk.bringBank([
      ...other,
      credit("2026-09-04", 5_000n, "20260903", { serial: "Q1", part: " 第1笔/共2笔" }),
      credit("2026-09-04", 10_880n, "20260903", { serial: "P2", part: " 第2笔/共2笔" }),
      credit("2026-09-04", 1_000n, "20260903", { serial: "Q2", part: " 第2笔/共2笔" }),
    ]);
    await desk.run();
    expect(["P1", "P2", "Q1", "Q2"].map(matched)).to.deep.equal(["matched", "matched", "suspended", "suspended"]);
    expect(desk.balance(SUSPENSE)).to.equal(-6_000n);
  });

  it("ACC-7 after a weekend one credit pays Friday to Sunday, fees rounded once, the last moment of each day in its own batch", async () => {
    const rows = ["2026-09-04", "2026-09-05", "2026-09-06"].map((day, i) => paid(`W${i}`, day, 17n, "23:59:59"));
    for (const { order } of rows) await desk.promise(order, 17n);
    await desk.bringWallet([...rows, paid("NEXT", "2026-09-07", 10_000n, "00:00:00")]);
    await desk.bringBank([credit("2026-09-07", 51n, "20260904-20260906", { serial: "W" })]);
    await desk.run();
    expect(matched("W")).to.equal("matched");
    const [payout] = desk.books.reconciliation.book.payouts();
    expect(payout).to.deep.include({
      batches: ["2026-09-04", "2026-09-05", "2026-09-06"],
      gross: 51n,
      fee: 0n,
      net: 51n,
    });
    expect(desk.unexplained(WALLET, "2026-09-06")).to.equal("0.00");
  });

  it("LED-7 the end of a month stays explained after the payout of its last day came in the next month", async () => {
    await gifts(["A1", "2026-09-30"], ["A2", "2026-10-01"]);
    await desk.bringBank([], { from: "2026-09-01", to: "2026-09-30" });
    await desk.run();
    expect([desk.unexplained(WALLET, "2026-09-30"), desk.unexplained(BANK, "2026-09-30")]).to.deep.equal([
      "0.00",
      "0.00",
    ]);
    await desk.bringBank([credit("2026-10-01", 9_940n, "20260930")], { to: "2026-10-31", file: "october" });
    await desk.run();
    for (const day of ["2026-09-29", "2026-09-30", "2026-10-01", "2026-10-31"])
      expect([desk.unexplained(WALLET, day), desk.unexplained(BANK, day)], day).to.deep.equal(["0.00", "0.00"]);
  });

  it("a payout that does not equal its batch, or whose batch nobody knows, waits with its money in 2209", async () => {
    await gifts(["A1", "2026-09-03"]);
    await desk.bringBank([
      credit("2026-09-04", 9_941n, "20260903", { serial: "one-fen-too-much" }),
      credit("2026-09-04", 500n, "20260902", { serial: "no-batch" }),
    ]);
    expect(await desk.run()).to.include({ suspended: 2 });
    expect(desk.balance(SUSPENSE)).to.equal(-10_441n);
    expect(desk.balance(WALLET)).to.equal(10_000n);
  });
});
