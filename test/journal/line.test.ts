import { expect } from "chai";
import fc from "fast-check";
import { encodeLine, faultOfLine, type Line, parseLine, writeLine } from "../../src/journal/line.ts";
import { canonicalJson } from "../../src/kernel/canonical-json.ts";

const line: Line = {
  at: "2026-09-03T02:11:09.120Z",
  by: "user:TEST",
  data: { fund: "longcheng", words: "善“账”\n" },
  digest: "0123456789abcdef",
  key: "settle:1",
  kind: "donation.settled",
  on: "2026-09-03",
  post: [
    ["1009/wechat", "10000"],
    ["410102/longcheng", "-10000"],
  ],
  v: 1,
};

describe("Line", () => {
  it("is written as canonical JSON (RFC 8785), whatever its fields hold", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, fc.dictionary(text, fc.oneof(text, fc.boolean(), fc.integer())), (words, data) => {
        const any: Line = { ...line, by: words, key: words, data, post: [[words, "0"]] };
        expect(encodeLine(any)).to.equal(canonicalJson(any));
        expect(encodeLine(parseLine(encodeLine(any)))).to.equal(encodeLine(any));
        const written = writeLine(any);
        expect(written.text).to.equal(encodeLine(any));
        expect(written.line).to.deep.equal(parseLine(written.text));
      }),
    );
    const { digest: _, ...without } = line;
    expect(encodeLine(without)).to.equal(canonicalJson(without));
  });

  it("is applied as a reader will have it: fields that are undefined are not there, and nothing of the writer's can change it", () => {
    const inner = { fund: "longcheng", unset: undefined };
    const data = { inner } as unknown as Line["data"];
    const { line: written } = writeLine({ ...line, data });
    inner.fund = "other";
    expect(written.data).to.deep.equal({ inner: { fund: "longcheng" } });
    expect(Object.keys(written.data["inner"] as object)).to.deep.equal(["fund"]);
  });

  const faults: readonly (readonly [string, Partial<Line>, RegExp])[] = [
    [
      "LED-1 postings that do not sum to zero",
      {
        post: [
          ["a", "5"],
          ["b", "-4"],
        ],
      },
      /sum to 1/,
    ],
    [
      "an amount with a fraction",
      {
        post: [
          ["a", "5.0"],
          ["b", "-5.0"],
        ],
      },
      /not a posting/,
    ],
    [
      "an amount with a leading zero",
      {
        post: [
          ["a", "05"],
          ["b", "-5"],
        ],
      },
      /not a posting/,
    ],
    ["a posting without an account", { post: [["", "0"]] }, /not a posting/],
    ["a day that is not one", { on: "3.9.2026" }, /not a date/],
    ["no key", { key: "" }, /must be given/],
  ];
  for (const [what, change, fault] of faults) {
    it(`refuses ${what}`, () => expect(faultOfLine({ ...line, ...change })).to.match(fault));
  }

  it("accepts postings that sum to zero, beyond the safe integers too", () => {
    expect(faultOfLine(line)).to.equal(undefined);
    expect(
      faultOfLine({
        ...line,
        post: [
          ["a", "999999999999999999"],
          ["b", "-999999999999999999"],
        ],
      }),
    ).to.equal(undefined);
    expect(
      faultOfLine({
        ...line,
        post: [
          ["a", "999999999999999999"],
          ["b", "-999999999999999998"],
        ],
      }),
    ).to.match(/sum to 1/);
  });
});
