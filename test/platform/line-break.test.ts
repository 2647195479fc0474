import { expect } from "chai";
import fc from "fast-check";
import { breakRuns } from "../../src/platform/line-break.ts";

/** Ideographs are two wide, the rest one. */
const measure = (text: string): number => [...text].reduce((sum, character) => sum + (character > "\u2E80" ? 2 : 1), 0);
const lines = (text: string, width: number): string[] =>
  breakRuns([{ text, face: "a" }], width, measure).map((line) => line.map((run) => run.text).join(""));

describe("line breaks", () => {
  it("ideographs break anywhere, but no line opens with a closing mark or ends with an opening one", () => {
    expect(lines("捐赠确认函", 4)).to.deep.equal(["捐赠", "确认", "函"]);
    expect(lines("收到，用到", 4)).to.deep.equal(["收", "到，", "用到"]);
    expect(lines("基金（街道）", 6)).to.deep.equal(["基金", "（街", "道）"]);
  });

  it("words, figures and addresses stay whole while they fit; one too wide is cut", () => {
    expect(lines("收 1,234.50 元", 8)).to.deep.equal(["收", "1,234.50", "元"]);
    expect(lines("https://a.example/check?k=1", 18)).to.deep.equal(["https://a.example/", "check?k=1"]);
    expect(lines("abcdefgh", 3)).to.deep.equal(["abc", "def", "gh"]);
  });

  it("runs keep their face and neighbours of one face are joined", () => {
    const runs = [
      { text: "不是", face: "text" },
      { text: "财政票据", face: "strong" },
    ];
    expect(breakRuns(runs, 8, measure)).to.deep.equal([
      [runs[0], { text: "财政", face: "strong" }],
      [{ text: "票据", face: "strong" }],
    ]);
  });

  it("loses no character but blanks at breaks, and no line is wider than asked", () => {
    const text = fc.string({ unit: fc.constantFrom(..."善账，。（）（a1 .") });
    fc.assert(
      fc.property(text, fc.integer({ min: 6, max: 30 }), (sample, width) => {
        const broken = lines(sample, width);
        expect(broken.join("").replaceAll(" ", "")).to.equal(sample.replaceAll(" ", ""));
        for (const line of broken) expect(measure(line)).to.be.at.most(width);
      }),
    );
  });
});
