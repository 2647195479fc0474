import { expect } from "chai";
import { explainData } from "../../src/disclosure/explain-data.ts";
import { heldBack } from "../../src/disclosure/held-aid.ts";
import { closingOf, openingOf } from "../../src/disclosure/home-data.ts";
import { type Books, monthsOf } from "../../src/disclosure/month.ts";
import { publicMonths } from "../../src/disclosure/public-months.ts";
import { purposeCells, purposesOf } from "../../src/disclosure/purposes.ts";
import { mayBeShown, mayStandBeside, mergeSmall } from "../../src/disclosure/small-groups.ts";
import { type Fen, fen, minus, sum } from "../../src/kernel/money.ts";

type Aid = { fund: string; beneficiary: string; amount: Fen; paidOn: string; purpose: string; no: string };

/** So many households of a fund in a month, each with its own amount unless one is given. */
const aid = (fund: string, month: string, amounts: readonly number[], purpose = "medical"): Aid[] =>
  amounts.map((yuan, at) => ({
    fund,
    purpose,
    amount: fen(BigInt(yuan * 100)),
    beneficiary: `${fund}-${month}-${purpose}-${at}`,
    paidOn: `${month}-1${at}`,
    no: `${fund}-${month}-${at}`,
  }));

const FUNDS = ["S01", "S02", "S03", "N03"];
const OPENING = fen(1_000_000n);

/** Books that hold nothing but opening balances, aid and promises. */
const booksOf = (requests: readonly Aid[], open: readonly object[] = []): Books => {
  const funds = FUNDS.map((code) => ({ code, kind: "named", restriction: "purpose", shortZh: code, nameEn: code }));
  const movements = [
    ...FUNDS.map((fund) => ({ path: `3102/${fund}`, on: "2026-08-31", basis: "opening", amount: fen(-OPENING) })),
    ...requests.map(({ fund, paidOn, amount }) => {
      return { path: `5101/${fund}`, on: paidOn, basis: "aid.paid", amount };
    }),
  ];
  return {
    funds: { all: () => funds, fund: (code: string) => funds.find((fund) => fund.code === code) },
    ledger: { balances: { movements: () => movements } },
    disbursements: { requests: () => [...requests, ...open] },
  } as unknown as Books;
};

const five = [1000, 1100, 1200, 1300, 1400];
const september = [
  ...aid("S01", "2026-09", [2000, 2100, 2200, 2300, 2400, 2500]),
  ...aid("S02", "2026-09", five),
  ...aid("S03", "2026-09", [500, 600, 700]),
  ...aid("N03", "2026-09", [2220]),
];

describe("aid to few households", () => {
  it("PII-1 PII-9 the aid of one household is in no fund's figures, and a larger fund joins it", () => {
    const { months, rest, held } = publicMonths(booksOf(september), "2026-09");
    expect([...held].sort()).to.deep.equal(["N03", "S02", "S03"]);
    const shown = Object.fromEntries(months.map((month) => [month.fund, month.aidPaid]));
    expect(shown).to.deep.equal({ S01: 1_350_000n, S02: 0n, S03: 0n, N03: 0n });
    expect(rest?.aidPaid).to.equal(1_002_000n);
  });

  it("PII-11 the balances of a fund do not tell its aid, and all rows add up to the books", () => {
    const books = booksOf(september);
    const { months, rest } = publicMonths(books, "2026-09");
    for (const month of months) expect(closingOf(month), month.fund).to.equal(minus(openingOf(month), month.aidPaid));
    const rows = [...months, ...(rest ? [rest] : [])];
    const real = monthsOf(books, "2026-09");
    expect(sum(rows.map(closingOf))).to.equal(sum(real.map(closingOf)));
    expect(sum(rows.map(({ aidPaid }) => aidPaid))).to.equal(sum(real.map(({ aidPaid }) => aidPaid)));
    expect(sum(rows.map(({ available }) => available))).to.equal(sum(real.map(({ available }) => available)));
  });

  it("PII-10 the next opening does not tell it either; it is shown when there are five households", () => {
    const october = aid("N03", "2026-10", [100, 200, 300, 400]);
    const books = booksOf([...september, ...october, ...aid("S01", "2026-10", five)]);
    const [now, next] = [publicMonths(books, "2026-09"), publicMonths(books, "2026-10")];
    const of = (page: typeof now, fund: string) => page.months.find((month) => month.fund === fund);
    const [before, after] = [of(now, "N03"), of(next, "N03")];
    if (!before || !after) return expect.fail("no month of N03");
    expect(openingOf(after)).to.equal(closingOf(before));
    const told = publicMonths(booksOf([...september, ...aid("N03", "2026-10", [700, 800, 900, 1000])]), "2026-10");
    expect(mayBeShown([...told.shown])).to.equal(true);
    const all = sum([...next.months, ...(next.rest ? [next.rest] : [])].map(closingOf));
    expect(all).to.equal(sum(monthsOf(books, "2026-10").map(closingOf)));
  });

  it("PII-10 what is newly held back in a month is never the aid of fewer than five, while there are others", () => {
    const other = [900, 910, 920, 930, 940];
    const paid = [...september, ...aid("N03", "2026-10", [330]), ...aid("S01", "2026-10", other)];
    const { rest, merged, shown } = publicMonths(booksOf(paid), "2026-10");
    expect(merged.length === 0 || mayBeShown(merged)).to.equal(true);
    expect(rest?.aidPaid).not.to.equal(33_000n);
    expect(shown.length === 0 || mayBeShown(shown)).to.equal(true);
  });

  it("PII-11 one household with more than 80 % is held back though there are five; 80 % is shown", () => {
    expect(mayBeShown(aid("S01", "2026-09", [8000, 500, 500, 500, 500]))).to.equal(true);
    expect(mayBeShown(aid("S01", "2026-09", [8001, 500, 500, 500, 499]))).to.equal(false);
    const held = heldBack([
      { fund: "S01", earlier: [], now: aid("S01", "2026-09", [48_050, 1900, 1900, 1900, 1900, 1900]) },
      { fund: "S02", earlier: [], now: aid("S02", "2026-09", [30_000, ...five]) },
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
    const rest = aid("N03", "2026-09", [6400], "education");
    const [cell] = purposeCells([{ code: "education" }], [...alone, ...rest], alone);
    expect(cell).to.include({ helped: 6, households: 1 });
  });

  it("PII-1 what is promised to few households stands in the rest and not with its fund", () => {
    const open = { fund: "N03", beneficiary: "B", amount: fen(50_000n), approvedOn: "2026-09-20" };
    const books = booksOf([], [open]);
    const real = books.ledger.balances.movements() as unknown as object[];
    real.push({ path: "B1/N03", on: "2026-09-20", basis: "aid.approved", amount: fen(50_000n) });
    const { months, rest } = publicMonths(books, "2026-09");
    expect(months.map(({ reserved }) => reserved)).to.deep.equal([0n, 0n, 0n, 0n]);
    expect(rest).to.include({ reserved: 50_000n, available: -50_000n });
  });

  it("PII-11 the page that explains a figure shows the same parts as all others", () => {
    const page = explainData(booksOf(september), "people", "2026-09");
    expect(page?.amount).to.equal(2_352_000n);
    expect(page?.parts.map(({ name, amount }) => [name.zh, amount])).to.deep.equal([
      ["S01", 1_350_000n],
      ["不满 5 户的救助（各基金合并）", 1_002_000n],
    ]);
  });
});
