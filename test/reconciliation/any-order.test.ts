import { expect } from "chai";
import fc from "fast-check";
import { sha256Hex } from "../../src/kernel/ids.ts";
import { bankCsv, wechatBill } from "../support/made-files.ts";
import {
  BANK,
  MERCHANT,
  openStatementDesk,
  OPENING,
  type StatementDesk,
  SUSPENSE,
  WALLET,
} from "../support/statement-desk.ts";

const paid = (order: string, at: string, amount = 10_000n) => ({ at, order, amount, fee: amount * 6n });
const payout = (day: string, serial: string, { credit, memo }: { credit: bigint; memo: string }) => ({
  day,
  serial,
  credit,
  summary: "商户结算",
  memo: `商户号${MERCHANT} ${memo}`,
});

/** Two days of a wallet over the turn of the year, a payout of two credits, refunds, a cost, money of nobody. */
const WALLET_FILES = [
  wechatBill([paid("A1", "2026-12-31 23:59:59"), paid("A2", "2026-12-31 08:00:00", 501n)]),
  wechatBill([
    paid("A3", "2027-01-01 00:00:00", 700n),
    { ...paid("A1", "2027-01-01 09:00:00", 4_000n), fee: -24_000n, refund: "R1" },
    paid("NOBODY", "2027-01-01 10:00:00", 33n),
  ]),
];
const BANK_FILES = [
  bankCsv({
    opening: OPENING,
    from: "2026-12-31",
    to: "2026-12-31",
    rows: [
      { day: "2026-12-31", serial: "B1", debit: 500n, summary: "账户管理费" },
      { day: "2026-12-31", serial: "B2", credit: 1_234n, name: "王小明" },
    ],
  }),
  bankCsv({
    opening: OPENING + 734n,
    from: "2027-01-01",
    to: "2027-01-05",
    rows: [
      payout("2027-01-04", "P1", { credit: 5_000n, memo: "批次20261231 第1笔/共2笔" }),
      payout("2027-01-05", "P2", { credit: 5_438n, memo: "批次20261231 第2笔/共2笔" }),
      { day: "2027-01-05", serial: "B3", credit: 800n, memo: "捐赠 G-7K3F94" },
      { day: "2027-01-05", serial: "B4", debit: -500n, summary: "账户管理费" },
      { day: "2027-01-05", serial: "B5", credit: 0n },
    ],
  }),
];
const FILES = [
  ...WALLET_FILES.map((content) => ({ kind: "wechat-bill" as const, content })),
  ...BANK_FILES.map((content) => ({ kind: "bank-csv" as const, content })),
];
const DAYS = ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-04", "2027-01-05"];
const ACCOUNTS = [BANK, WALLET, SUSPENSE, "410102/S01", "5301/G00", "5401/G00"];

const bring = (desk: StatementDesk, i: number) => {
  const file = FILES[i % FILES.length];
  if (!file) throw new Error(`no file ${i}`);
  const input = { ...file, file: `file ${i}`, by: "user:books", on: "2027-01-06", since: desk.book.lines.length };
  return desk.service.importStatement(input);
};

const opened = async (): Promise<StatementDesk> => {
  const desk = await openStatementDesk();
  await desk.promise("A1", 10_000n);
  await desk.promise("A2", 501n);
  await desk.promise("A3", 700n);
  desk.names.set("P-1", "王小明");
  await desk.promise("G-7K3F94", 900n, { via: "bank" });
  return desk;
};

/** The books as somebody sees them who does not know how they came about. */
const seen = (desk: StatementDesk) => ({
  balances: ACCOUNTS.map((account) => DAYS.map((day) => desk.balance(account, day))),
  unexplained: [BANK, WALLET].map((account) => DAYS.slice(1).map((day) => desk.unexplained(account, day))),
  rows: [...desk.books.reconciliation.book.rows()]
    .map(({ key, state }) =>
      [key, state.is, state.is === "matched" ? state.rule : state.is === "suspended" && state.reason].join(" "),
    )
    .sort(),
  payouts: desk.books.reconciliation.book.payouts().map(({ line: _line, ...rest }) => rest),
  gifts: [...desk.books.donations.gifts()].map(({ ref, state, settledOn, refunded }) => ({
    ref,
    state,
    settledOn,
    refunded,
  })),
});

const step = fc.oneof(
  fc.record({ do: fc.constant("import" as const), file: fc.nat(FILES.length - 1) }),
  fc.record({ do: fc.constant("undo" as const), file: fc.nat(FILES.length - 1) }),
  fc.record({ do: fc.constant("run" as const), file: fc.constant(0) }),
);

describe("reconciliation: any order of files", () => {
  it("REC-1 LED-7 imports in any order, twice, undone in between, end in equal books that are explained every day", async () => {
    const plain = await opened();
    for (let i = 0; i < FILES.length; i += 1) await bring(plain, i);
    await plain.service.run("user:books");
    const expected = seen(plain);
    expect(expected.unexplained.flat()).to.deep.equal(Array.from({ length: 8 }, () => "0.00"));
    expect(expected.rows.filter((row) => row.includes("suspended"))).to.have.length(3);

    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 14 }),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        async (steps, rest) => {
          const desk = await opened();
          for (const { do: what, file } of steps) {
            if (what === "import") await bring(desk, file);
            if (what === "run") await desk.service.run("user:books");
            if (what !== "undo") continue;
            const digest = sha256Hex(FILES[file]?.content ?? "");
            await desk.service.undo({ digest, by: "user:li", because: "wrong file", on: "2027-01-06" });
          }
          for (const file of rest) await bring(desk, file);
          await desk.service.run("user:books");
          await desk.service.run("user:books");
          expect(seen(desk)).to.deep.equal(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});
