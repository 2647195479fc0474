import { expect } from "chai";
import { type BusyWeb, IN_TURNS, openBusyWeb, PAGES } from "./support/busy-web.ts";
import { emptyEnvironment } from "./support/environment.ts";
import { rowsRead } from "./support/row-counter.ts";

/** Rows of a table that a page may read more, by chance: far fewer than a month has gifts. */
const FEW = 20;

describe("pages of busy books", function () {
  this.timeout(60_000);
  let small: BusyWeb;
  let large: BusyWeb;
  before(async () => {
    small = await openBusyWeb(2, await emptyEnvironment("busy_small_test"));
    large = await openBusyWeb(8, await emptyEnvironment("busy_large_test"));
  });
  after(async () => {
    await small.close();
    await large.close();
  });

  it("are made of books of which one has four times the gifts of the other", () => {
    expect(large.gifts).to.equal(4 * small.gifts);
    expect(small.gifts).to.be.above(700);
  });

  for (const path of PAGES.filter((each) => each !== IN_TURNS)) {
    it(`${path} reads no more rows when there are four times the gifts`, async () => {
      const few = await rowsRead(() => small.look(path));
      const many = await rowsRead(() => large.look(path));
      const grown = [...many].filter(([table, rows]) => rows > (few.get(table) ?? 0) * 1.2 + FEW);
      expect(grown.map(([table, rows]) => `${table}: ${few.get(table) ?? 0} → ${rows}`)).to.deep.equal([]);
    });
  }

  it("the counter counts: the figures of a month for staff read every gift", async () => {
    const counts = await rowsRead(() => large.look(IN_TURNS));
    expect(counts.get("gifts")).to.be.at.least(large.gifts);
  });
});
