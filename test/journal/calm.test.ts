import { expect } from "chai";
import { openCalm } from "../../src/journal/calm.ts";
import type { CommittedLine } from "../../src/journal/state.ts";

const limits = { rushLines: 500, rushWait: 2_000 };

describe("Calm", () => {
  /** `each` happens at every sleep. */
  const open = (each: (hear: (lines: number) => void) => void = () => undefined) => {
    let now = 1_000;
    const sleep = async (ms: number) => {
      now += ms;
      each(hear);
    };
    const { calm, listener } = openCalm({ sleep, clock: () => now, limits });
    const hear = (count: number) => {
      const lines = Array.from<CommittedLine>({ length: count });
      listener({ batch: 1, at: "", first: 0, lines, changed: [], own: false });
    };
    /** Milliseconds that it waits. */
    const waits = async () => {
      const before = now;
      await calm();
      return now - before;
    };
    const pass = (ms: number) => void (now += ms);
    return { hear, pass, waits };
  };

  it("waits for nothing while few lines come", async () => {
    const { hear, pass, waits } = open();
    expect(await waits()).to.equal(0);
    for (let i = 0; i < 50; i += 1) {
      hear(499 / 5);
      pass(100);
      expect(await waits()).to.equal(0);
    }
  });

  it("lets a rush pass", async () => {
    let lumps = 8;
    const { hear, waits } = open((more) => {
      if (lumps-- > 0) more(300);
    });
    hear(300);
    expect(await waits(), "one lump is no rush").to.equal(0);
    hear(300);
    expect(await waits()).to.be.within(8 * 50 + 1, 8 * 50 + 500);
    expect(await waits()).to.equal(0);
  });

  it("waits half of the time for a rush that does not end", async () => {
    const { hear, pass, waits } = open((more) => more(500));
    const work = 100;
    let waited = 0;
    let worked = 0;
    for (let i = 0; i < 200; i += 1) {
      hear(500);
      waited += await waits();
      hear(500);
      pass(work);
      worked += work;
    }
    expect(waited / (waited + worked)).to.be.within(0.4, 0.55);
  });
});
