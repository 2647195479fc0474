import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { codeVersion } from "../src/code-version.ts";

describe("the version of the code", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "code-version-"));
    mkdirSync(join(root, "ledger"));
    writeFileSync(join(root, "ledger/rule.ts"), "export const rule = 1;\n");
  });
  after(() => rmSync(root, { recursive: true }));

  it("is another one when any source file changes, moves or comes, and the same for the same files", () => {
    const seen = [codeVersion(root)];
    expect(codeVersion(root)).to.equal(seen[0]);
    writeFileSync(join(root, "ledger/rule.ts"), "export const rule = 2;\n");
    seen.push(codeVersion(root));
    writeFileSync(join(root, "rule.ts"), "export const rule = 2;\n");
    seen.push(codeVersion(root));
    writeFileSync(join(root, "rule.css"), "p {}");
    expect(codeVersion(root)).to.equal(seen.at(-1));
    expect(new Set(seen).size).to.equal(3);
  });

  it("of a build is the version of its sources, so that it takes their snapshots and they take its own", () => {
    const built = mkdtempSync(join(root, "built-"));
    writeFileSync(join(built, "rule.js"), "export const rule = 2;\n");
    writeFileSync(join(built, "code-version.txt"), codeVersion());
    expect(codeVersion(built)).to.equal(codeVersion());
  });
});
