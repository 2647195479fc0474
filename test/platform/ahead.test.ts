import { expect } from "chai";
import { slices, workAhead } from "../../src/platform/ahead.ts";

describe("platform/ahead", () => {
  it("hands on results in order, with so many works under way while one is used and no more", async () => {
    const begun: number[] = [];
    const seen: string[] = [];
    const work = async (item: number) => {
      begun.push(item);
      return item * 10;
    };
    for await (const result of workAhead([1, 2, 3, 4, 5], work, 2)) seen.push(`${result}: ${begun.join(" ")}`);
    expect(seen).to.deep.equal(["10: 1 2 3", "20: 1 2 3 4", "30: 1 2 3 4 5", "40: 1 2 3 4 5", "50: 1 2 3 4 5"]);
  });

  it("a work that fails throws in its turn; those before it are handed on", async () => {
    const seen: number[] = [];
    const work = async (item: number) => {
      if (item === 3) throw new Error("three");
      return item;
    };
    const run = async () => {
      for await (const result of workAhead([1, 2, 3, 4], work, 4)) seen.push(result);
    };
    const error = await run().catch((thrown: unknown) => thrown);
    expect(String(error)).to.equal("Error: three");
    expect(seen).to.deep.equal([1, 2]);
  });

  it("slices hold every item once, the last one what is left", () => {
    expect([...slices([1, 2, 3, 4, 5], 2)]).to.deep.equal([[1, 2], [3, 4], [5]]);
    expect([...slices([], 2)]).to.deep.equal([]);
  });
});
