import { expect } from "chai";
import { FORMATS } from "../../src/exports/formats.ts";
import { exportReadme } from "../../src/exports/readme.ts";
import { words } from "../support/pages.ts";

describe("exports: the README in the folder", () => {
  const head = { lines: 1682, root: "ab".repeat(32) };
  const files = [{ name: "books-2026-09.xlsx", bytes: 5, sha256: "cd".repeat(32) }];

  it("names every file with its SHA-256 as sha256sum reads it, the state of the journal, and the way to check, for each format", () => {
    for (const lang of ["zh-CN", "en"] as const)
      for (const format of FORMATS) {
        const { name, content } = exportReadme({ format, period: "2026-09", head, files }, words(lang));
        expect(name).to.equal(`README-${format}-2026-09.txt`);
        expect(content.split("\n")).to.include(`${"cd".repeat(32)}  books-2026-09.xlsx`);
        expect(content).to.include("1,682").and.include(head.root).and.not.match(/[{}]/);
      }
    expect(exportReadme({ format: "jsonl", period: undefined, head, files }, words("en")).name).to.equal(
      "README-jsonl-all.txt",
    );
  });
});
