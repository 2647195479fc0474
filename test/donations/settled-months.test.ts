import { expect } from "chai";
import { openSettledMonths } from "../../src/donations/settled-months.ts";

describe("Gifts by the month of their money", () => {
  it("names each gift of a month once, in order, and none of another month", () => {
    const months = openSettledMonths();
    const due: { [period: string]: string[] } = { "2026-08": [], "2026-09": [] };
    for (let i = 0; i < 150; i += 1) {
      const period = i % 3 === 0 ? "2026-08" : "2026-09";
      due[period]?.push(`D-${i}`);
      months.add(`D-${i}`, `${period}-15`);
    }
    for (const [period, gifts] of Object.entries(due)) expect(months.of(period)).to.deep.equal(gifts);
    expect(months.of("2026-10")).to.deep.equal([]);
  });

  it("forgets what was taken back", () => {
    const months = openSettledMonths();
    const all = (step: "commit" | "rollback") => months.tables.forEach((table) => table[step]());
    for (let i = 0; i < 40; i += 1) months.add(`D-${i}`, "2026-09-01");
    all("commit");
    for (let i = 40; i < 80; i += 1) months.add(`D-${i}`, "2026-09-01");
    all("rollback");
    expect(months.of("2026-09")).to.have.length(40);
    months.add("D-80", "2026-09-02");
    expect(months.of("2026-09").at(-1)).to.equal("D-80");
  });
});
