import { createHash } from "node:crypto";
import { expect } from "chai";
import { type BatchDocument, encodeBatch, parseBatch } from "../../src/journal/batch.ts";
import { EMPTY_HEAD, faultAfter, headAfter } from "../../src/journal/chain.ts";
import { createMerkle } from "../../src/journal/merkle.ts";

const LINE =
  '{"at":"2026-09-03T02:11:09.120Z","by":"user:7K2M","data":{"fund":"longcheng"},"key":"settle:pi_3P","kind":"donation.settled","on":"2026-09-03","post":[["1009/wechat","10000"],["410102/longcheng","-10000"]],"v":1}';

const golden = (): BatchDocument => {
  const tree = createMerkle();
  tree.appendLines([LINE]);
  return encodeBatch({
    id: 1,
    at: "2026-09-03T02:11:09.120Z",
    first: 0,
    lines: [LINE],
    nonce: "00112233445566778899aabbccddeeff",
    prev: "0".repeat(64),
    root: tree.root().toString("hex"),
    writer: "0123456789abcdef",
  });
};

describe("Batch", () => {
  it("keeps its stored form for ever (golden vector)", () => {
    expect(golden()).to.deep.equal({
      _id: "00000000000000001",
      at: "2026-09-03T02:11:09.120Z",
      count: "1",
      first: "0",
      hash: "e60e6a92e511c13d05d58bb9a5723789769d81eb1c56c00f5f9b777f03b91092",
      lines: [LINE],
      nonce: "00112233445566778899aabbccddeeff",
      prev: "0000000000000000000000000000000000000000000000000000000000000000",
      root: "6df22317d92774cd1f38456766c55ce75f83797e676735a8145d0827fb357ce6",
      v: "1",
      writer: "0123456789abcdef",
    });
  });

  it("can be checked with a hash tool: 0x00 and a line, 0x02 and the header as canonical JSON", () => {
    const { hash, lines, ...header } = golden();
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    expect(sha256(`\u0000${lines[0] ?? ""}`)).to.equal(header.root);
    expect(sha256(`\u0002${JSON.stringify(header, Object.keys(header).sort())}`)).to.equal(hash);
  });

  it("holds strings and a list of strings only", () => {
    const { lines, ...fields } = golden();
    expect(Object.values(fields).every((field) => typeof field === "string")).to.equal(true);
    expect(lines.every((line) => typeof line === "string")).to.equal(true);
  });

  it("reads back what it wrote", () => {
    const { id, first, lines, hash } = parseBatch(golden());
    expect({ id, first, lines, hash }).to.deep.equal({ id: 1, first: 0, lines: [LINE], hash: golden().hash });
  });

  const broken: readonly (readonly [string, object | null, string])[] = [
    ["nothing", null, "is not a document"],
    ["a number where text was", { ...golden(), first: 0 }, "first is malformed"],
    ["a short id", { ...golden(), _id: "1" }, "_id is malformed"],
    ["another version", { ...golden(), v: "2" }, "v is malformed"],
    ["no lines", { ...golden(), lines: [] }, "lines are missing"],
    ["a line that is not text", { ...golden(), lines: [7] }, "lines are malformed"],
    ["another time", { ...golden(), at: "2026-09-03T02:11:09.121Z" }, "hash differs"],
    ["another writer", { ...golden(), writer: "x" }, "hash differs"],
    ["another number", { ...golden(), _id: "00000000000000002" }, "hash differs"],
    ["a line too many", { ...golden(), lines: [LINE, LINE] }, "count differs"],
  ];
  for (const [what, stored, message] of broken) {
    it(`refuses ${what}: ${message}`, () => expect(() => parseBatch(stored)).to.throw(message));
  }

  it("must follow the head in number, hash, first line and time", () => {
    const batch = parseBatch(golden());
    const head = headAfter(batch);
    const next = { ...batch, id: 2, first: 1, prev: batch.hash };
    expect(faultAfter(EMPTY_HEAD, batch)).to.equal(undefined);
    expect(faultAfter(head, next)).to.equal(undefined);
    expect(faultAfter(head, { ...next, id: 3 })).to.match(/_id 3/);
    expect(faultAfter(head, { ...next, prev: "0".repeat(64) })).to.match(/prev/);
    expect(faultAfter(head, { ...next, first: 2 })).to.match(/first 2/);
    expect(faultAfter(head, { ...next, at: "2026-09-03T02:11:09.119Z" })).to.match(/goes back/);
  });
});
