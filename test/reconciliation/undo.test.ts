import { expect } from "chai";
import { sha256Hex } from "../../src/kernel/ids.ts";
import { bankCsv, type BankCsvRow, wechatBill } from "../support/made-files.ts";
import {
  BANK,
  MERCHANT,
  openStatementDesk,
  OPENING,
  type StatementDesk,
  SUSPENSE,
  WALLET,
} from "../support/statement-desk.ts";

const paid = (order: string, day: string, amount = 10_000n) => ({
  at: `${day} 23:59:59`,
  order,
  amount,
  fee: amount * 6n,
});
const strange: readonly BankCsvRow[] = [
  { day: "2026-09-10", serial: "S1", credit: 500n },
  { day: "2026-09-11", serial: "S2", debit: 70n },
  { day: "2026-09-12", serial: "S3", credit: 0n },
];
const bankFile = (rows: readonly BankCsvRow[], opening = OPENING) =>
  bankCsv({ opening, from: "2026-09-10", to: "2026-09-12", rows });

describe("reconciliation: undoing an import", () => {
  let desk: StatementDesk;
  beforeEach(async () => {
    desk = await openStatementDesk();
  });
  const undo = (content: Uint8Array) =>
    desk.service.undo({ digest: sha256Hex(content), by: "user:li", because: "wrong file", on: "2026-10-02" });
  const daily = (account: string) =>
    ["2026-09-10", "2026-09-11", "2026-09-12"].map((day) => desk.balance(account, day));

  it("REC-8 PIT-46 takes the rows out again, and their money out of 2209 on its own day; the file may come again", async () => {
    const content = bankFile(strange);
    await desk.bringBank(strange, { from: "2026-09-10", to: "2026-09-12" });
    await desk.run();
    const before = [daily(BANK), daily(SUSPENSE)];
    expect(before).to.deep.equal([
      [OPENING + 500n, OPENING + 430n, OPENING + 430n],
      [-500n, -430n, -430n],
    ]);
    expect(await undo(content)).to.equal(undefined);
    expect([daily(BANK), daily(SUSPENSE)]).to.deep.equal([
      [OPENING, OPENING, OPENING],
      [0n, 0n, 0n],
    ]);
    expect([...desk.books.reconciliation.book.rows()]).to.deep.equal([]);
    expect(desk.books.reconciliation.book.statements()).to.deep.equal([]);
    expect(desk.book.lines.at(-1)).to.deep.include({ kind: "statement.undone", by: "user:li" });
    for (let again = 0; again < 2; again += 1) {
      await desk.bringBank(strange, { from: "2026-09-10", to: "2026-09-12" });
      await desk.run();
      expect([daily(BANK), daily(SUSPENSE)]).to.deep.equal(before);
      if (again === 0) await undo(content);
    }
  });

  it("statement_unknown, and the same undoing twice", async () => {
    expect(await undo(bankFile(strange))).to.include({ refused: "statement_unknown" });
    await desk.bringBank(strange, { from: "2026-09-10", to: "2026-09-12" });
    await undo(bankFile(strange));
    expect(await undo(bankFile(strange))).to.include({ refused: "statement_unknown" });
  });

  it("statement_matched: one matched row keeps the whole file", async () => {
    await desk.promise("A1", 10_000n);
    const rows = [paid("A1", "2026-09-10"), paid("NOBODY", "2026-09-10")];
    await desk.bringWallet(rows);
    await desk.run();
    const lines = desk.book.lines.length;
    expect(await undo(wechatBill(rows))).to.deep.include({ refused: "statement_matched", row: `${WALLET}|42A1` });
    expect(desk.book.lines.length).to.equal(lines);
  });

  it("batch_paid: a day that a payout has paid stays, though no row of it is a gift", async () => {
    const rows = [paid("NOBODY", "2026-09-09")];
    await desk.bringWallet(rows);
    const memo = `商户号${MERCHANT} 批次20260909`;
    await desk.bringBank([{ day: "2026-09-10", serial: "P", credit: 9_940n, summary: "商户结算", memo }]);
    await desk.run();
    expect(desk.state(BANK, "P")?.is).to.equal("matched");
    expect(await undo(wechatBill(rows))).to.deep.include({ refused: "batch_paid", batch: "2026-09-09" });
  });

  it("statement_money_waits: the rows cannot leave before their money", async () => {
    await desk.bringBank(strange, { from: "2026-09-10", to: "2026-09-12" });
    await desk.run();
    const input = { digest: sha256Hex(bankFile(strange)), because: "wrong file" };
    const command = { name: "reconciliation.undo", key: "u", by: "user:li", on: "2026-10-02", input };
    expect(await desk.book.submit(command)).to.include({ refused: "statement_money_waits" });
  });

  it("REC-1 a row that two files list leaves with the second of them", async () => {
    const wider = [...strange, { day: "2026-09-12", serial: "S4", credit: 9n }];
    await desk.bringBank(strange, { from: "2026-09-10", to: "2026-09-12" });
    await desk.bringBank(wider, { from: "2026-09-10", to: "2026-09-12", file: "wider" });
    await desk.run();
    expect(await undo(bankFile(strange))).to.equal(undefined);
    expect(daily(BANK).at(-1)).to.equal(OPENING + 439n);
    expect(desk.state(BANK, "S1")).to.include({ is: "suspended", posted: true });
    expect(await undo(bankFile(wider))).to.equal(undefined);
    expect([desk.balance(BANK), desk.balance(SUSPENSE)]).to.deep.equal([OPENING, 0n]);
  });

  it("REC-8 a preview tells what an import would do and writes nothing", async () => {
    await desk.promise("A1", 10_000n);
    await desk.promise("A2", 10_000n);
    const rows = [
      paid("A1", "2026-09-10"),
      paid("A2", "2026-09-10", 9_999n),
      paid("NOBODY", "2026-09-11", 17n),
      { ...paid("A1", "2026-09-11", 2_000n), fee: -12_000n, refund: "R1" },
    ];
    const lines = desk.book.lines.length;
    const preview = await desk.service.preview({ kind: "wechat-bill", bytes: [wechatBill(rows)] });
    if ("refused" in preview) throw new Error(preview.refused);
    expect([preview.rows, preview.known]).to.deep.equal([4, 0]);
    expect(Object.fromEntries(preview.matched)).to.deep.equal({ order_no: 1, refund_order_no: 1 });
    expect(Object.fromEntries(preview.waiting)).to.deep.equal({ amount_differs: 1, no_order: 1 });
    expect(preview.batches).to.deep.equal([
      { day: "2026-09-10", gross: 19_999n, fee: 120n, net: 19_879n },
      { day: "2026-09-11", gross: -1_983n, fee: -12n, net: -1_971n },
    ]);
    expect(desk.book.lines.length).to.equal(lines);
    await desk.bringWallet(rows);
    expect(await desk.run()).to.include({ matched: 2, suspended: 2 });
    const spoiled = Buffer.from(wechatBill(rows).toString().replace("`4,`", "`5,`"));
    expect(await desk.service.preview({ kind: "wechat-bill", bytes: [spoiled] })).to.include({
      refused: "summary_mismatch",
    });
  });
});
