import { setImmediate as turn } from "node:timers/promises";
import { expect } from "chai";
import { openLists, openMirrorProgress } from "../../src/journal/mirror-progress.ts";
import { listeningLog } from "../support/journal.ts";

describe("The mirror seen from another process", () => {
  const limits = { mirrorBacklogLines: 100, mirrorReadWait: 200, mirrorStandstill: 400 };

  /** A stored cursor and a clock that only sleeping moves. */
  const open = async (line: number) => {
    const cursor = { line, reads: 0 };
    const clock = { now: 0, at: new Map<number, () => void>() };
    const log = listeningLog();
    const progress = await openMirrorProgress({
      documents: {
        get: async () => {
          cursor.reads += 1;
          return { _id: "mirror", rev: cursor.line, version: "1" };
        },
      },
      limits,
      sleep: async (ms) => {
        clock.now += ms;
        clock.at.get(clock.now)?.();
        await turn();
      },
      log,
    });
    const hear = (lines: number) =>
      progress.listener({ batch: 1, at: "", first: 0, lines: Array(lines).fill(undefined), changed: [], own: true });
    return { progress, cursor, clock, log, hear };
  };

  it("a list waits until the mirror has come to the head", async () => {
    const { progress, cursor, clock } = await open(4);
    clock.at.set(60, () => (cursor.line = 9));
    const lists = openLists(progress, () => 10);
    const read: number[] = [];
    const listed = await lists(async () => {
      read.push(cursor.line);
      return ["row"];
    });
    expect(listed).to.deep.equal({ rows: ["row"], asOfLine: 9 });
    expect(read).to.deep.equal([9]);
    expect(clock.now).to.equal(60);
  });

  it("a list does not wait for ever: it says which line it stands on", async () => {
    const { progress, clock } = await open(4);
    expect(await openLists(progress, () => 10)(async () => [])).to.deep.equal({ rows: [], asOfLine: 4 });
    expect(clock.now).to.equal(200);
  });

  it("holds commands back while a mirror that moves is too far behind", async () => {
    const { progress, cursor, clock, hear } = await open(0);
    hear(50);
    expect(progress.gate()).to.equal(undefined);
    cursor.line = 10;
    await progress.reach(11);
    hear(200);
    let open_ = false;
    clock.at.set(100, () => (cursor.line = 80));
    clock.at.set(200, () => {
      expect(open_).to.equal(false);
      cursor.line = 110;
    });
    await progress.gate()?.then(() => (open_ = true));
    expect(open_).to.equal(true);
    expect(clock.now).to.be.within(200, 240);
    expect(progress.gate()).to.equal(undefined);
  });

  it("lets commands through when the mirror stands still, says so once, and holds again when it is back", async () => {
    const { progress, cursor, clock, log, hear } = await open(0);
    cursor.line = 10;
    await progress.reach(11);
    hear(500);
    await progress.gate();
    expect(clock.now).to.be.within(400, 440);
    expect(log.messages).to.deep.equal(["the mirror stands still, the book goes on without it"]);
    expect(progress.gate()).to.equal(undefined);
    cursor.line = 20;
    for (let i = 0; i < 20 && progress.gate() === undefined; i += 1) await turn();
    const held = progress.gate();
    expect(held).to.be.a("promise");
    cursor.line = 499;
    await held;
    expect(log.messages).to.have.length(1);
  });

  it("a mirror that never moved is not waited for", async () => {
    const { progress, hear, cursor } = await open(-1);
    hear(1_000);
    expect(progress.gate()).to.equal(undefined);
    for (let i = 0; i < 5; i += 1) await turn();
    expect(progress.gate()).to.equal(undefined);
    expect(cursor.reads, "and not asked all the time").to.be.below(5);
  });
});
