import { expect } from "chai";
import { keepAnswers } from "../../src/platform/kept.ts";

describe("kept answers", () => {
  it("are worked out once for each version, key and owner", () => {
    const kept = keepAnswers<string>();
    const [one, other] = [{}, {}];
    let made = 0;
    const ask = (owner: object, version: string, key: string): string =>
      kept({ owner, version, key }, () => `${key} of ${version}, ${(made += 1)}`);
    expect(ask(one, "1", "a")).to.equal("a of 1, 1");
    expect(ask(one, "1", "b")).to.equal("b of 1, 2");
    expect(ask(one, "1", "a")).to.equal("a of 1, 1");
    expect(ask(other, "1", "a")).to.equal("a of 1, 3");
    expect(ask(one, "2", "a")).to.equal("a of 2, 4");
    expect(ask(one, "1", "a")).to.equal("a of 1, 5");
    expect(ask(other, "1", "a")).to.equal("a of 1, 3");
  });
});
