import { expect } from "chai";
import { readArguments } from "./arguments.ts";

describe("Arguments of npm run simulate", () => {
  it("says how many seeds from where, or how many seconds with processes", () => {
    expect(readArguments(["--seeds", "50"])).to.deep.equal({ mode: "seeds", count: 50, from: 1 });
    expect(readArguments(["--seeds", "50", "--from", "7"])).to.deep.equal({ mode: "seeds", count: 50, from: 7 });
    expect(readArguments(["--processes", "60"])).to.deep.equal({ mode: "processes", seconds: 60 });
  });

  for (const [args, message] of [
    [[], "say how many seeds, or how many seconds with processes"],
    [["--seeds", "0"], "--seeds must be a whole number from 1 to 100000000, not 0"],
    [["--seeds", "1e3"], "--seeds must be a whole number from 1 to 100000000, not 1e3"],
    [["--seeds", "5", "--from", "x"], "--from must be a whole number from 0 to 100000000, not x"],
    [["--processes", "5", "--seeds", "5"], "--processes goes alone, without --seeds and --from"],
    [["--processes", "1.5"], "--processes must be a whole number from 1 to 86400, not 1.5"],
    [["--seed", "5"], "Unknown option '--seed'"],
    [["5"], "Unexpected argument '5'. This command does not take positional arguments"],
  ] as const) {
    it(`refuses ${args.join(" ") || "nothing"} in one sentence`, () => {
      expect(() => readArguments(args)).to.throw(message);
    });
  }
});
