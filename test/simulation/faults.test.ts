import { expect } from "chai";
import { FAULTS, type Fault } from "./faults.ts";
import { runSeed } from "./run.ts";

/** The check that must notice each fault: the one that says what went wrong, not only that something did. */
const NOTICED_BY: { readonly [fault: string]: string } = {
  "a new key after a timeout": "one wish, one line",
  "acknowledged before the insert": "what was acknowledged is stored",
  "a duplicate key taken as ours": "what was acknowledged is stored",
  "an old decision on a new head": "no fund is overdrawn",
  "read, then overwrite": "what was acknowledged is stored",
  "an engine that loses its last acknowledged insert": "what was acknowledged is stored",
};

const SEEDS_MOST = 200;

const firstCaught = async (fault: Fault, by: string): Promise<number | undefined> => {
  for (let seed = 1; seed <= SEEDS_MOST; seed += 1) {
    const { violations } = await runSeed(seed, fault);
    if (violations.some(({ check }) => check === by)) return seed;
  }
  return undefined;
};

/** The title of each test that passed tells at which seed the fault was caught. */
describe("Simulation with a deliberate fault", () => {
  it("has six of them, each with its check", () => {
    expect(Object.keys(FAULTS)).to.deep.equal(Object.keys(NOTICED_BY)).and.to.have.length(6);
  });

  for (const [name, fault] of Object.entries(FAULTS)) {
    it(`catches ${name}`, async function () {
      this.timeout(60_000);
      const caught = await firstCaught(fault, NOTICED_BY[name] ?? "");
      if (caught === undefined) return expect.fail(`not caught within ${SEEDS_MOST} seeds`);
      for (let seed = 1; seed <= caught; seed += 1) expect((await runSeed(seed)).violations).to.deep.equal([]);
      this.runnable().title += ` at seed ${caught}; seeds 1 to ${caught} are clean without it`;
    });
  }
});
