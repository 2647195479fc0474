import { expect } from "chai";
import { JOURNAL_LIMITS } from "../../src/journal/limits.ts";
import { openTurns } from "../../src/journal/turns.ts";

const limits = { ...JOURNAL_LIMITS, turnLook: 1, turnPatienceLeast: 6, turnPatienceMost: 60, turnsInVain: 2 };
const other = { writer: "other" };
const third = { writer: "third" };

describe("Turns of several writers", () => {
  const open = () => {
    let now = 1_000;
    const turns = openTurns({ clock: () => now, limits });
    const pass = (ms: number): void => {
      now += ms;
    };
    const land = (took: number): void => {
      turns.begun();
      pass(took);
      turns.landed();
    };
    return { turns, pass, land };
  };

  it("who writes alone waits for nobody", () => {
    const { turns, land } = open();
    land(5);
    expect(turns.wait()).to.equal(undefined);
  });

  it("after a batch of mine each of the others is waited for, until it is heard", () => {
    const { turns, land } = open();
    turns.heard(other);
    turns.heard(third);
    expect(turns.wait(), "only after a batch of mine").to.equal(undefined);
    land(5);
    expect(turns.wait()).to.equal(1);
    turns.heard(other);
    expect(turns.wait()).to.be.above(0);
    turns.heard(third);
    expect(turns.wait()).to.equal(undefined);
  });

  it("waits three times as long as it needed itself, and forgets who does not come twice", () => {
    const { turns, pass, land } = open();
    turns.heard(other);
    for (const _ of [1, 2]) {
      land(5);
      pass(6 + 3 * 5 - 1);
      expect(turns.wait()).to.be.above(0);
      pass(1);
      expect(turns.wait()).to.equal(undefined);
    }
    land(5);
    expect(turns.wait()).to.equal(undefined);
  });

  it("looks first when half of what the other needed last has passed, and never waits longer than the limit", () => {
    const { turns, pass, land } = open();
    turns.heard(other);
    land(5);
    pass(20);
    turns.heard(other);
    land(5);
    expect(turns.wait()).to.equal(10);
    expect(turns.wait()).to.equal(3);
    turns.heard(other);
    land(5_000);
    pass(60);
    expect(turns.wait()).to.equal(undefined);
  });

  it("makes a break for somebody unheard when it has written long without a gap, then more seldom", () => {
    const { turns, pass, land } = open();
    const breaks = (forMs: number): number => {
      let count = 0;
      for (let spent = 0; spent < forMs; spent += 5) {
        land(5);
        if (turns.wait() === undefined) continue;
        pass(limits.turnPatienceMost);
        expect(turns.wait()).to.equal(undefined);
        count += 1;
      }
      return count;
    };
    expect(breaks(10 * limits.turnUnbrokenMost)).to.be.within(10, 14);
    pass(limits.turnPatienceMost + 1);
    land(5);
    expect(turns.wait(), "a gap is a break").to.equal(undefined);
  });
});
