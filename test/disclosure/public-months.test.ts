import { expect } from "chai";
import { heldBack } from "../../src/disclosure/held-aid.ts";
import { closingOf, openingOf } from "../../src/disclosure/home-data.ts";
import { type Books, monthsOf } from "../../src/disclosure/month.ts";
import { type PublicMonths, publicMonths } from "../../src/disclosure/public-months.ts";
import { publishedSums } from "../../src/disclosure/published-sums.ts";
import { purposeCells, purposesOf } from "../../src/disclosure/purposes.ts";
import { mayBeShown, mayStandBeside, mergeSmall } from "../../src/disclosure/small-groups.ts";
import { fen, minus, sum } from "../../src/kernel/money.ts";
import { aid, type Aid, booksOf } from "../support/aid-months.ts";

const five = [1000, 1100, 1200, 1300, 1400];
const september = [
  ...aid("S01", "2026-09", [2000, 2100, 2200, 2300, 2400, 2500]),
  ...aid("S02", "2026-09", five),
  ...aid("S03", "2026-09", [500, 600, 700]),
  ...aid("N03", "2026-09", [2220]),
];
const fine = new Set<string>();
const month = (books: Books, period: string): PublicMonths => publicMonths(books, period, fine);

describe("aid to few households", () => {
  it("PII-1 PII-9 the aid of one household is in no fund's figures, and a larger fund joins it", () => {
    const { months, rest, held } = month(booksOf(september), "2026-09");
    expect([...held].sort()).to.deep.equal(["N03", "S02", "S03"]);
    const shown = Object.fromEntries(months.map((each) => [each.fund, each.aidPaid]));
    expect(shown).to.deep.equal({ S01: 1_350_000n, S02: 0n, S03: 0n, N03: 0n });
    expect(rest?.aidPaid).to.equal(1_002_000n);
  });

  it("PII-11 the balances of a fund do not tell its aid, and all rows add up to the books", () => {
    const books = booksOf(september);
    const { months, rest } = month(books, "2026-09");
    for (const each of months) expect(closingOf(each), each.fund).to.equal(minus(openingOf(each), each.aidPaid));
    const rows = [...months, ...(rest ? [rest] : [])];
    const real = monthsOf(books, "2026-09");
    expect(sum(rows.map(closingOf))).to.equal(sum(real.map(closingOf)));
    expect(sum(rows.map(({ aidPaid }) => aidPaid))).to.equal(sum(real.map(({ aidPaid }) => aidPaid)));
    expect(sum(rows.map(({ available }) => available))).to.equal(sum(real.map(({ available }) => available)));
  });

  it("PII-10 what one month held back is held back for good: no later opening or balance tells it", () => {
    const october = [...aid("N03", "2026-10", five), ...aid("S01", "2026-10", five)];
    const books = booksOf([...september, ...october]);
    const [now, next] = [month(books, "2026-09"), month(books, "2026-10")];
    for (const [at, before] of now.months.entries()) {
      const after = next.months[at];
      expect(after && openingOf(after), before.fund).to.equal(closingOf(before));
    }
    const own = next.months.find(({ fund }) => fund === "N03");
    expect(own?.aidPaid).to.equal(600_000n);
    expect(next.rest && openingOf(next.rest)).to.equal(-1_002_000n);
    expect(next.rest?.aidPaid).to.equal(0n);
    const all = sum([...next.months, ...(next.rest ? [next.rest] : [])].map(closingOf));
    expect(all).to.equal(sum(monthsOf(books, "2026-10").map(closingOf)));
  });

  it("PII-10 what is held back in a month is never the aid of fewer than five, while there are others", () => {
    const other = [900, 910, 920, 930, 940];
    const paid = [...september, ...aid("N03", "2026-10", [330]), ...aid("S01", "2026-10", other)];
    const { merged, shown } = month(booksOf(paid), "2026-10");
    expect(merged.length === 0 || mayBeShown(merged)).to.equal(true);
    expect(shown.length === 0 || mayBeShown(shown)).to.equal(true);
  });

  it("PII-11 one household with more than 80 % is held back though there are five; 80 % is shown", () => {
    expect(mayBeShown(aid("S01", "2026-09", [8000, 500, 500, 500, 500]))).to.equal(true);
    expect(mayBeShown(aid("S01", "2026-09", [8001, 500, 500, 500, 499]))).to.equal(false);
    const held = heldBack([
      { fund: "S01", paid: aid("S01", "2026-09", [48_050, 1900, 1900, 1900, 1900, 1900]) },
      { fund: "S02", paid: aid("S02", "2026-09", [30_000, ...five]) },
    ]);
    expect(held.map(({ fund }) => fund)).to.deep.equal(["S01", "S02"]);
    const cell = { households: 6, amount: fen(1000n), largest: fen(801n) };
    expect(mergeSmall([cell], 5).shown).to.deep.equal([]);
  });

  it("PII-9 two sums stand beside each other only if their difference is none or enough households", () => {
    const [four, all] = [aid("S01", "2026-09", [1, 1, 1, 1]), aid("S02", "2026-09", five)];
    expect(mayStandBeside([...all, ...four], all)).to.equal(false);
    expect(mayStandBeside(all, all)).to.equal(true);
    expect(mayStandBeside([...four, ...all], four)).to.equal(true);
  });

  it("PII-1 a household that was helped five times is one household", () => {
    const often = aid("S01", "2026-09", five).map((each) => ({ ...each, beneficiary: "one" }));
    expect(mayBeShown(often)).to.equal(false);
  });

  it("PII-9 no purpose of a fund is shown beside a rest of few, and no purpose of all beside those of the funds", () => {
    const mixed = [...aid("S01", "2026-09", five, "emergency"), ...aid("S01", "2026-09", [10, 20], "elderly")];
    expect(purposesOf(mixed).shown).to.deep.equal([]);
    const alone = aid("S02", "2026-09", five, "education");
    const paid = [...alone, ...aid("N03", "2026-09", [6400], "education")];
    const [cell] = purposeCells([{ code: "education" }], { paid, shown: alone, untold: fine });
    expect(cell).to.include({ helped: 6, households: 1 });
  });

  it("PII-10 one level up: a sum that may not be told is left out of its table, and of nothing else", () => {
    const promised = aid("S01", "2026-10", five).map((each) => ({ ...each, paidOn: undefined }));
    const books = booksOf([...september, ...promised]);
    const names = (untold: ReadonlySet<string>) =>
      publishedSums(books, publicMonths(books, "2026-10", untold)).map(({ name }) => name);
    expect(names(fine)).to.deep.equal(["reserved", "reserved/S01", "approved/S01"]);
    expect(names(new Set(["reserved/S01"]))).to.deep.equal(["reserved"]);
    expect(names(new Set(["approved/S01"]))).to.deep.equal(["reserved", "reserved/S01"]);
  });

  it("PII-1 what is promised to few households stands in the rest and not with its fund", () => {
    const [promise] = aid("N03", "2026-09", [500]).map((each): Aid => ({ ...each, paidOn: undefined }));
    const { months, rest } = month(booksOf(promise ? [promise] : []), "2026-09");
    expect(months.map(({ reserved }) => reserved)).to.deep.equal([0n, 0n, 0n, 0n]);
    expect(rest).to.include({ reserved: 50_000n, available: -50_000n });
  });

  it("PDF-4 a payment that is written after the close counts in the month that was open then", () => {
    const late = aid("S01", "2026-09", five).map((each) => ({ ...each, bookedOn: "2026-10-01", paidLine: 900 }));
    const books = booksOf([...september, ...late], { closed: [{ period: "2026-09", line: 500 }] });
    expect(month(books, "2026-09").months[0]?.aidPaid).to.equal(1_350_000n);
    expect(month(books, "2026-10").months[0]?.aidPaid).to.equal(600_000n);
  });
});
