import { expect } from "chai";
import { type Contestant, runContest, type Score } from "./contest.ts";

/** Milliseconds of work a line: some 1.3 a batch. A machine or a process with more to do has more. */
const QUICK = 0.08;
const SLOW = 0.24;
const writer = (change: Partial<Contestant> = {}): Contestant => ({
  msPerLine: QUICK,
  clients: 16,
  beginsAt: 100,
  ...change,
});

describe("Several writers that always have something to write", () => {
  const even: readonly (readonly [string, readonly Contestant[]])[] = [
    ["two alike", [writer(), writer()]],
    ["three alike", [writer(), writer(), writer()]],
    ["one who comes when the other has long been writing", [writer(), writer({ beginsAt: 500 })]],
    ["one who needs three times as long for each line", [writer(), writer({ msPerLine: SLOW })]],
    ["one whose clients send one line at a time", [writer({ clients: 1 }), writer({ clients: 1 })]],
  ];
  for (const [who, contestants] of even) {
    it(`get within 5 % the same, and nobody waits for 100 ms: ${who}`, async () => {
      for (const seed of [1, 2]) {
        const scores = await runContest(seed, contestants);
        const lines = scores.map((score) => score.lines);
        expect(Math.min(...lines), `seed ${seed}: ${lines}`).to.be.at.least(0.95 * Math.max(...lines));
        expect(longest(scores), `seed ${seed}`).to.be.below(100);
      }
    });
  }

  it("a client alone with its writer is served beside sixty-four of another", async () => {
    const scores = await runContest(1, [writer({ clients: 64 }), writer({ clients: 1 })]);
    expect(longest(scores)).to.be.below(100);
  });

  it("one who is slow and loses every race gets in when the other makes its break, and not without", async () => {
    const contestants = [writer(), writer({ msPerLine: 2 * QUICK, beginsAt: 500 })];
    const [, without] = await runContest(1, contestants, { turnUnbrokenLeast: Number.POSITIVE_INFINITY });
    expect(without?.lines).to.equal(0);
    expect(longest(await runContest(1, contestants))).to.be.below(100);
  });

  it("nobody is held up by one who has stopped, and a writer alone loses hardly anything to its breaks", async () => {
    const alone = await runContest(1, [writer()]);
    const [left] = await runContest(1, [writer(), writer({ endsAt: 2_000 })]);
    expect(left?.lines).to.be.above(0.9 * (alone[0]?.lines ?? Number.POSITIVE_INFINITY));
    const without = await runContest(1, [writer()], { turnPatienceMost: 0 });
    expect(alone[0]?.lines).to.be.above(0.9 * (without[0]?.lines ?? Number.POSITIVE_INFINITY));
  });
});

const longest = (scores: readonly Score[]): number => Math.max(...scores.map(({ longestWait }) => longestWait));
