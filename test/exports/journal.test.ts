import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { isRefusal } from "../../src/kernel/result.ts";
import { sha256Hex } from "../../src/kernel/ids.ts";
import { writeWhole } from "../../src/platform/atomic-file.ts";
import { type ExportBook, openExportBook } from "../support/export-book.ts";

const run = promisify(execFile);

describe("exports: the journal and its verifier", () => {
  let books: ExportBook;
  let folder: string;
  before(async () => {
    books = await openExportBook();
    folder = await mkdtemp(join(tmpdir(), "export-test-"));
    const files = await books.service.files({ format: "jsonl", lang: "en" });
    if (isRefusal(files)) throw new Error(files.refused);
    for (const file of files) await writeWhole(folder, file);
  });
  after(async () => {
    await books.close();
    await rm(folder, { recursive: true });
  });

  /** What the program prints for these lines, run as a stranger would: from its own folder, with Node alone. */
  const verdict = async (lines: readonly string[]): Promise<{ readonly ok: boolean; readonly said: string }> => {
    await writeWhole(folder, { name: "tried.jsonl", content: lines.map((line) => `${line}\n`).join("") });
    return run(process.execPath, ["verify-journal.mjs", "tried.jsonl"], { cwd: folder, env: {} }).then(
      ({ stdout }) => ({ ok: true, said: stdout }),
      (error: { stdout: string }) => ({ ok: false, said: error.stdout }),
    );
  };
  const exported = async (): Promise<string[]> =>
    (await readFile(join(folder, "journal.jsonl"), "utf8")).trimEnd().split("\n");

  it("writes whole files only, with their size and SHA-256", async () => {
    const wrong = async function* () {
      yield "a";
      throw new Error("the engine is gone");
    };
    const failed = await writeWhole(folder, { name: "half.jsonl", content: wrong() }).catch((error: unknown) => error);
    expect(String(failed)).to.include("the engine is gone");
    expect((await readdir(folder)).sort()).to.deep.equal(["journal.jsonl", "verify-journal.mjs"]);
    expect(await writeWhole(folder, { name: "x.txt", content: "基金" })).to.deep.equal({
      name: "x.txt",
      bytes: 6,
      sha256: sha256Hex("基金"),
    });
  });

  it("LED-11 an honest journal passes, with the root that the book has", async () => {
    const { lines, root, batch } = books.book.head();
    const { ok, said } = await verdict(await exported());
    expect(said).to.include(`${batch} batches, ${lines} lines, root ${root}, 0 faults`);
    expect(ok).to.equal(true);
  });

  it("PIT-42 a changed amount, a missing batch, two that changed places and a doubled one are told", async () => {
    const honest = await exported();
    const changed = honest.map((line) => line.replace('\\"1002/base\\",\\"10001\\"', '\\"1002/base\\",\\"10002\\"'));
    expect(changed).not.to.deep.equal(honest);
    const [first = "", second = "", ...rest] = honest;
    for (const [lines, fault] of [
      [changed, /root differs from the lines/],
      [changed, /postings sum to 1 fen/],
      [honest.slice(1), /prev is not the hash of the batch before/],
      [[second, first, ...rest], /its number is 0{16}2/],
      [[first, ...honest], /key federation stands twice/],
      [[...honest.slice(0, -1), "{"], /cannot be read/],
    ] as const) {
      const { ok, said } = await verdict(lines);
      expect(ok, String(fault)).to.equal(false);
      expect(said).to.match(fault);
    }
  });

  it("PIT-42 whichever byte of a batch is another one, its batch is named", async () => {
    const honest = await exported();
    for (const at of [0, 2, honest.length - 1])
      for (let place = 1; place < (honest[at] ?? "").length - 1; place += 97) {
        const line = honest[at] ?? "";
        const byte = line.charAt(place) === "1" ? "2" : "1";
        const { ok, said } = await verdict(honest.with(at, line.slice(0, place) + byte + line.slice(place + 1)));
        expect(ok, `${at}:${place}`).to.equal(false);
        expect(said, `${at}:${place}`).to.include(`FAIL  batch ${at + 1}: `);
      }
  });

  it("a cut end is told by a root that is known, an empty and a missing file by their own words", async () => {
    const honest = await exported();
    const { root } = books.book.head();
    const ask = async (lines: readonly string[], ...more: string[]) => {
      await writeWhole(folder, { name: "tried.jsonl", content: lines.map((line) => `${line}\n`).join("") });
      return run(process.execPath, ["verify-journal.mjs", ...more], { cwd: folder, env: {} }).then(
        ({ stdout }) => stdout,
        (error: { stdout: string; stderr: string }) => `not ok ${error.stdout}${error.stderr}`,
      );
    };
    expect(await ask(honest, "tried.jsonl", root)).to.match(/^ok .* 0 faults\n$/);
    expect(await ask(honest.slice(0, -1), "tried.jsonl", root)).to.match(/^not ok FAIL {2}the root is /);
    expect(await ask([], "tried.jsonl")).to.include("not ok FAIL  there is no batch in the file");
    expect(await ask(honest, "nowhere.jsonl")).to.equal("not ok There is no file nowhere.jsonl.\n");
  });

  it("a header that was written again for a changed line breaks the chain after it", async () => {
    const lines = await exported();
    const batch = JSON.parse(lines[2] ?? "") as { writer: string };
    const { ok, said } = await verdict(lines.with(2, JSON.stringify({ ...batch, writer: "somebody" })));
    expect(ok).to.equal(false);
    expect(said).to.include("hash differs from the header");
  });
});
