import { expect } from "chai";
import { type Fen, fen } from "../../src/kernel/money.ts";
import {
  balanceFaults,
  openLedger,
  openPostingSums,
  postingFaults,
  restrictedFaults,
  voucherFaults,
} from "../../src/ledger/public.ts";
import { openAidMonth } from "../support/aid-book.ts";
import { openPaperBooks } from "../support/paper-books.ts";

const ON = "2026-09-03";

describe("ledger: checks", () => {
  it("LED-1 a line sums to zero, its reservations on their own", () => {
    expect(postingFaults([], ON)).to.deep.equal([]);
    expect(
      postingFaults(
        [
          ["1002/base", "100"],
          ["410102/S01", "-100"],
        ],
        ON,
      ),
    ).to.deep.equal([]);
    expect(postingFaults([["1002/base", "0"]], ON)).to.have.length(1);
    expect(
      postingFaults(
        [
          ["1002/base", "100"],
          ["410102/S01", "-99"],
        ],
        ON,
      ),
    ).to.deep.equal(["LED-1 money is out by 1 fen"]);
  });

  it("LED-1 money and reservations that are out and cancel are refused before they are a line", () => {
    const { guard } = openLedger().chapter;
    const refusalOf = (...post: [string, string][]) => guard?.({ kind: "voucher.posted", data: {}, post }, ON);
    expect(refusalOf(["1002/base", "100"], ["B2/S01", "-100"])).to.include({ refused: "voucher_not_balanced" });
    expect(refusalOf(["1002/base", "100"], ["410102/S01", "-100"], ["B1/S01", "5"], ["B2/S01", "-5"])).to.equal(
      undefined,
    );
  });

  it("LED-3 the funds hold what 3102 holds", () => {
    const { funds, ledger } = openAidMonth();
    const codes = funds.all().map(({ code }) => code);
    expect(restrictedFaults(ledger.balances, codes)).to.deep.equal([]);
    expect(restrictedFaults(ledger.balances, codes.slice(1))[0]).to.match(/^LED-3 funds hold 200\.00, 3102 2000\.00$/);
  });

  it("LED-5 a missing, a doubled and an absent voucher number are told", () => {
    const posted = (...numbers: string[]) =>
      numbers.map((number, i) => ({ id: `V${i}`, number: `记-2026-09-${number}`, state: "posted" as const }));
    expect(voucherFaults([...posted("0002", "0001"), { id: "V9", state: "proposed" }])).to.deep.equal([]);
    expect(voucherFaults(posted("0001", "0003"))).to.deep.equal([
      "LED-5 记-2026-09: number 2 is missing or stands twice",
    ]);
    expect(voucherFaults(posted("0001", "0001", "0003"))).to.have.length(1);
    expect(voucherFaults([{ id: "V9", state: "posted" }])).to.deep.equal(["LED-5 V9 is posted without a number"]);
  });

  it("LED-10 a month that is not the sum of its lines, or of its days, is told", () => {
    const books = openPaperBooks();
    const [on, kind] = ["2026-03-05", "bank.ruled"] as const;
    for (const day of [on, "2026-03-09"])
      books.post({
        on: day,
        kind,
        post: [
          ["1002/base", "10.00"],
          ["4901/G00", "-10.00"],
        ],
      });
    const { balances } = books.ledger;
    const sums = openPostingSums();
    for (const line of books.lines) sums.add(line);
    expect(sums.size()).to.equal(4);
    expect(sums.faults(balances)).to.deep.equal([]);
    const [row, ...rows] = balances.byMonth();
    if (!row) return expect.fail("nothing moved");
    expect(row.amount).to.equal(2_000n);
    const changedTo = (changed: Partial<typeof row>) => ({
      byMonth: () => [{ ...row, ...changed }, ...rows].values(),
    });
    expect(sums.faults(changedTo({ amount: fen(1n) }))).to.deep.equal([
      "LED-10 1002/base 2026-03 bank.ruled is not the sum of its days",
    ]);
    expect(
      sums.faults(changedTo({ amount: fen(2_001n), days: [...row.days.slice(1), { on, amount: fen(1_001n) }] })),
    ).to.deep.equal(["LED-10 1002/base 2026-03-05 bank.ruled is 10.01, posted 10.00"]);
    expect(sums.faults({ byMonth: () => rows.values() }))
      .to.have.length(2)
      .and.satisfy((faults: string[]) => faults.every((fault) => fault.endsWith("is missing")));
  });

  it("LED-10 a balance that is not the sum of its movements is told", () => {
    const { ledger } = openAidMonth();
    expect(balanceFaults(ledger.balances)).to.deep.equal([]);
    const accounts = () =>
      new Map<string, Fen>([...ledger.balances.accounts(), ["1002/base", fen(240_001n)]]).entries();
    expect(balanceFaults({ ...ledger.balances, accounts })).to.deep.equal([
      "LED-10 1002/base is 2400.01, moved 2400.00",
    ]);
  });
});
