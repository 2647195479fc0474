import { expect } from "chai";
import { createKeys, keyDigest } from "../../src/journal/keys.ts";
import { contentDigest } from "../../src/journal/keys.ts";
import { command } from "../support/journal.ts";

describe("Keys", () => {
  it("finds each of many keys with its own index and content, and no other", () => {
    const keys = createKeys();
    const content = (i: number) => (i * 0x1_0000_0001).toString(16).padStart(16, "0");
    for (let i = 0; i < 20_000; i += 1) keys.add(keyDigest(`key ${i}`), { index: i, content: content(i) });
    expect(keys.size()).to.equal(20_000);
    for (let i = 0; i < 20_000; i += 1) {
      const use = keys.find(keyDigest(`key ${i}`));
      if (use?.index !== i || use.content !== content(i)) expect.fail(`key ${i} is lost`);
    }
    expect(keys.find(keyDigest("key 20000"))).to.equal(undefined);
  });

  it("tells contents apart by name, date and input, not by the order of fields", () => {
    const one = command("fill", "k", { purse: "a", amount: "5" });
    expect(contentDigest(one)).to.match(/^[0-9a-f]{16}$/);
    expect(contentDigest({ ...one, input: { amount: "5", purse: "a" } })).to.equal(contentDigest(one));
    expect(contentDigest({ ...one, key: "other", by: "user:OTHER" })).to.equal(contentDigest(one));
    const others = [
      { ...one, on: "2026-09-04" },
      { ...one, name: "purse.take" },
      { ...one, input: { purse: "a", amount: "6" } },
    ];
    expect(new Set([one, ...others].map(contentDigest)).size).to.equal(4);
    const { on: _on, ...undated } = one;
    expect(contentDigest(undated)).to.not.equal(contentDigest(one));
  });
});
