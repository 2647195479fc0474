import { expect } from "chai";
import { runProcesses } from "./processes.ts";

/** A short run of what `npm run simulate -- --processes 60` does for a minute. */
const SECONDS = 6;

describe("Three writer processes behind a fault proxy, killed one a second, the engine too", () => {
  it("leave a journal in which every client finds what it was told", async function () {
    this.timeout(180_000);
    const run = await runProcesses({ seconds: SECONDS, seed: 1 });
    expect(run.violations).to.deep.equal([]);
    expect(run.acknowledged).to.be.greaterThan(20);
    expect(run.writerKills).to.be.greaterThan(0);
    expect(run.engineKills).to.be.greaterThan(0);
    for (const [what, count] of Object.entries(run.troubles)) expect(count, what).to.be.greaterThan(0);
  });
});
