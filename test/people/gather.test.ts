import { expect } from "chai";
import { gather } from "../../src/people/gather.ts";

describe("people/gather", () => {
  const settled = (results: readonly PromiseSettledResult<void>[]) => results.map(({ status }) => status);

  it("what is asked for while a work is under way goes together, in order, and no more at once than allowed", async () => {
    const works: number[][] = [];
    const ask = gather<number, void>(async (items) => void works.push([...items]), 3);
    await Promise.all([1, 2, 3, 4, 5, 6].map(ask));
    expect(works).to.deep.equal([[1], [2, 3, 4], [5, 6]]);
    await ask(7);
    expect(works.at(-1)).to.deep.equal([7]);
  });

  it("nobody is answered before the own work is done", async () => {
    let finish: () => void = () => undefined;
    const ask = gather<string, void>(() => new Promise((resolve) => (finish = resolve)), 8);
    let answered = false;
    const asked = ask("a").then(() => (answered = true));
    await new Promise(setImmediate);
    expect(answered).to.equal(false);
    finish();
    await asked;
    expect(answered).to.equal(true);
  });

  it("one item that cannot be done spoils no other", async () => {
    const done: string[] = [];
    const ask = gather<string, void>(async (items) => {
      if (items.includes("bad")) throw new Error("bad");
      done.push(...items);
    }, 8);
    const results = await Promise.allSettled(["first", "a", "bad", "b"].map(ask));
    expect(settled(results)).to.deep.equal(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(done).to.have.members(["first", "a", "b"]);
    expect(settled(await Promise.allSettled([ask("after")]))).to.deep.equal(["fulfilled"]);
  });
});
