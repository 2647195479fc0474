import { expect } from "chai";
import { runSeed, runSeeds } from "./run.ts";

const SEEDS = 2_000;

describe("Simulation of the journal", () => {
  it(`finds no violation in ${SEEDS} seeds, and has been where it is dangerous`, async function () {
    this.timeout(180_000);
    const { acknowledged, violations, firstFailing, statistics } = await runSeeds({ from: 1, count: SEEDS });
    expect(firstFailing).to.equal(undefined);
    expect(violations).to.equal(0);
    expect(acknowledged).to.be.greaterThan(3 * SEEDS);
    for (const [what, count] of Object.entries(statistics)) expect(count, what).to.be.greaterThan(0);
  });

  it("writes the same journal for the same seed, byte for byte, and another for another", async () => {
    const journalOf = async (seed: number) => JSON.stringify((await runSeed(seed)).journal);
    const [four, five] = [await journalOf(4), await journalOf(5)];
    expect(four.length).to.be.greaterThan(1_000);
    expect(await journalOf(4)).to.equal(four);
    expect(five).to.not.equal(four);
  });

  it("lets several runs go on at once without touching each other", async () => {
    const alone = await runSeed(4);
    const [together] = await Promise.all([runSeed(4), runSeed(5), runSeed(6)]);
    expect(together).to.deep.equal(alone);
  });
});
