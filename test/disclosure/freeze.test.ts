import { expect } from "chai";
import { singledOut } from "../../src/disclosure/differencing.ts";
import { finestOf, RevealingReport } from "../../src/disclosure/freeze.ts";
import { fundData } from "../../src/disclosure/fund-data.ts";
import type { Disclosure } from "../../src/disclosure/publication.ts";
import { publishedSums } from "../../src/disclosure/published-sums.ts";
import { publicMonths } from "../../src/disclosure/public-months.ts";
import { aid, booksOf } from "../support/aid-months.ts";

const disclosure = { untold: () => new Set<string>() } as unknown as Disclosure;
const report = (version: number) => ({
  id: `R-2026-09-v${version}`,
  period: "2026-09",
  version,
  requestedLine: 1,
  files: [],
});
const six = [1000, 1100, 1200, 1300, 1400, 1500];
const september = [...aid("S01", "2026-09", six), ...aid("S02", "2026-09", six)];
const sumsOf = (books: ReturnType<typeof booksOf>, period = "2026-09") =>
  publishedSums(books, publicMonths(books, period, new Set())).map(({ requests }) => ({
    grants: requests,
    required: true,
  }));

describe("what may be frozen", () => {
  it("PII-10 a version that changes nothing is told as finely as the first", () => {
    const books = booksOf(september);
    expect([...finestOf({ books, disclosure }, report(2), sumsOf(books)).open.untold]).to.deep.equal([]);
  });

  it("PII-10 DISC-5 a second version that moves the total by one household is not made", () => {
    const [, ...others] = september;
    const earlier = sumsOf(booksOf(others));
    expect(() => finestOf({ books: booksOf(september), disclosure }, report(2), earlier))
      .to.throw(RevealingReport)
      .with.property("groups")
      .that.deep.equals([["S01-2026-09-medical-0"]]);
  });

  it("PII-9 PII-10 a purpose that tells four households of two funds by subtraction is told one level up", () => {
    const five = six.slice(0, 5);
    const books = booksOf([
      ...aid("S01", "2026-09", five, "emergency"),
      ...aid("S01", "2026-09", [10, 20, 30], "medical"),
      ...aid("N03", "2026-09", [900], "emergency"),
      ...aid("N03", "2026-09", five, "medical"),
    ]);
    const grantOf = (no: string) => books.disbursements.request(no);
    const optional = sumsOf(books).map((sum) => ({ ...sum, required: false }));
    const few = ["medical-0", "medical-1", "medical-2"].map((end) => `S01-2026-09-${end}`);
    expect(singledOut(optional, grantOf).map((ids) => [...ids].sort())).to.deep.equal([
      ["N03-2026-09-emergency-0", ...few],
    ]);
    const { open, sums } = finestOf({ books, disclosure }, report(1), []);
    expect([...open.untold]).to.deep.equal(["purpose/emergency"]);
    const told = sums.map(({ requests }) => ({ grants: requests, required: false }));
    expect(singledOut(told, grantOf)).to.deep.equal([]);
  });

  it("PII-1 the page of a fund whose aid is held back tells no household, month, vote or share", () => {
    const books = booksOf([...september, ...aid("N03", "2026-09", [2220])]);
    const open = publicMonths(books, "2026-09", new Set());
    const fund = books.funds.fund("N03");
    const page = fund && fundData(books, { fund, open, periods: ["2026-09"], show: "all", reports: [] });
    expect(page).to.include({ households: 0, held: true, reserved: 0n }).and.not.have.any.keys("lastAid");
    expect(page?.aid).to.deep.equal([]);
    expect(page?.decisions).to.deep.equal([]);
    expect(page?.confirmed.paid).to.equal(0n);
  });
});
