import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { childEnvironment } from "../../config/config.ts";
import { differencesOf } from "../../src/story/compare.ts";

const ROOT = join(import.meta.dirname, "../..");

const run = (command: string, args: readonly string[], folder: string) =>
  new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ["config/embedded/bootstrap.mjs", command, ...args], {
      cwd: ROOT,
      env: childEnvironment({ DATA_DIR: folder }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    const hear = (piece: Buffer) => {
      said = (said + piece.toString("utf8")).slice(-4_000);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said }));
  });

describe("the story", () => {
  it("LED-8 PDF-1 a month driven over HTTP equals its answers, also when it runs again, and the books it leaves are clean", async function () {
    this.timeout(240_000);
    const folder = mkdtempSync(join(tmpdir(), "shanzhang-story-"));
    try {
      const story = await run("story", ["--from", "config/sample", "--json"], folder);
      expect(story.code, story.said).to.equal(0);
      expect(story.said).to.include("Every figure equals expected.json.");
      const again = await run("story", ["--from", "config/sample", "--json"], folder);
      expect(again.code, again.said).to.equal(0);
      expect(again.said, "over its own books").to.include("Every figure equals expected.json.");
      const verify = await run("verify", [], folder);
      expect(verify.code, verify.said).to.equal(0);
      expect(verify.said).to.include("LED-7").and.not.include("FAIL");
      expect(verify.said, "signed before and after the report").to.match(
        /^ok +checkpoints +[2-9]\d* checkpoints, 1 keys$/m,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("sees a figure that differs, one too many and one missing", () => {
    expect(
      differencesOf({ a: [1, { b: "2.00" }] }, { a: [1, { b: "2.01" }, 3] }).map(({ path }) => path),
    ).to.deep.equal(["a.1.b", "a.2"]);
    expect(differencesOf({ a: 1, b: 2 }, { b: 2, a: 1 })).to.deep.equal([]);
  });
});
