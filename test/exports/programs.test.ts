import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { childEnvironment } from "../../config/config.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { type ExportBook, openExportBook } from "../support/export-book.ts";
import { readBeancount, readHledger } from "../support/ledger-text.ts";

const run = promisify(execFile);

/** Runs a program; undefined when this machine does not have it. */
const runIfThere = async (program: string, ...args: string[]): Promise<{ ok: boolean; said: string } | undefined> => {
  try {
    // The files are UTF-8 whatever the language of the machine.
    const { stdout, stderr } = await run(program, args, { env: childEnvironment({ LC_ALL: "C.UTF-8" }) });
    return { ok: true, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    return code === "ENOENT" ? undefined : { ok: false, said: `${stdout}${stderr}` };
  }
};

/** The programs of others, when they are there (Debian: hledger, beancount, libxml2-utils); else our own reading. */
describe("exports: hledger, beancount and xmllint themselves", () => {
  let books: ExportBook;
  let folder: string;
  before(async () => {
    books = await openExportBook();
    folder = await mkdtemp(join(tmpdir(), "export-programs-"));
  });
  after(async () => {
    await books.close();
    await rm(folder, { recursive: true });
  });

  const written = async (format: "hledger" | "beancount", period?: string, change = (text: string) => text) => {
    const files = await books.service.files({ format, period, lang: "zh-CN" });
    if (isRefusal(files)) throw new Error(files.refused);
    const text = change(String(files[0]?.content));
    const path = join(folder, `${format}-${period ?? "all"}`);
    await writeFile(path, text);
    return { path, text };
  };

  for (const period of [undefined, "2026-09", "2026-10"]) {
    it(`LED-11 hledger accepts ${period ?? "all months"} with every check`, async function () {
      const { path, text } = await written("hledger", period);
      expect(readHledger(text).assertions).to.be.greaterThan(5);
      const checks = ["check", "ordereddates", "accounts", "commodities"];
      const answer = await runIfThere("hledger", "-f", path, ...checks);
      if (answer === undefined) return absent(this.test, "hledger");
      expect(answer).to.deep.equal({ ok: true, said: "" });
      const balance = await runIfThere(
        "hledger",
        "-f",
        path,
        "balance",
        "--flat",
        "-N",
        "-O",
        "csv",
        "Assets:1002:base",
      );
      expect(balance?.said).to.include('"10070.01 CNY"');
    });

    it(`LED-11 bean-check accepts ${period ?? "all months"}`, async function () {
      const { path, text } = await written("beancount", period);
      expect(readBeancount(text).assertions).to.be.greaterThan(5);
      const answer = await runIfThere("bean-check", path);
      if (answer === undefined) return absent(this.test, "bean-check");
      expect(answer).to.deep.equal({ ok: true, said: "" });
    });
  }

  it("LED-11 xmllint finds the audit set as its schema says, and tells what is not", async function () {
    const files = await books.service.files({ format: "audit-xml", lang: "zh-CN" });
    if (isRefusal(files)) throw new Error(files.refused);
    for (const { name, content } of files) await writeFile(join(folder, name), String(content));
    const lint = (name: string) =>
      runIfThere("xmllint", "--noout", "--schema", join(folder, "audit-set.xsd"), join(folder, name));
    const sets = files.filter(({ name }) => name.endsWith(".xml"));
    expect(sets.map(({ name }) => name)).to.deep.equal(["public-archive-all.xml", "general-ledger-all.xml"]);
    for (const { name } of sets) {
      const answer = await lint(name);
      if (answer === undefined) return absent(this.test, "xmllint");
      expect(answer).to.deep.equal({ ok: true, said: `${join(folder, name)} validates\n` });
    }
    const ledger = String(sets[1]?.content);
    const wrongs = [
      ledger.replace(/<科目编号>1002</, "<科目编号>1003<"),
      ledger.replace(/<借方本币金额>(\d+)\.\d\d</, "<借方本币金额>$1<"),
      ledger.replace('locID="T206"', 'locID="T207"'),
      ledger.replace(/<记账凭证日期>\d+</, "<记账凭证日期>2026-09-01<"),
    ];
    for (const [at, wrong] of wrongs.entries()) {
      expect(wrong, String(at)).not.to.equal(ledger);
      await writeFile(join(folder, "wrong.xml"), wrong);
      expect((await lint("wrong.xml"))?.ok, String(at)).to.equal(false);
    }
  });

  it("LED-11 a balance that is one fen off is told by either, so the assertions bind", async function () {
    const hledger = await written("hledger", "2026-10", (text) => text.replace("= 10070.01", "= 10070.02"));
    const beancount = await written("beancount", "2026-10", (text) => text.replace("10070.01 ~", "10070.02 ~"));
    expect(() => readHledger(hledger.text)).to.throw(/Assets:1002:base is not/);
    expect(() => readBeancount(beancount.text)).to.throw(/is not 10070\.02/);
    const answers = [
      await runIfThere("hledger", "-f", hledger.path, "check"),
      await runIfThere("bean-check", beancount.path),
    ];
    for (const [i, answer] of answers.entries()) {
      if (answer === undefined) absent(this.test, i === 0 ? "hledger" : "bean-check");
      else expect(answer.ok, answer.said).to.equal(false);
    }
  });
});

const absent = (test: { title: string } | undefined, program: string): void => {
  if (test) test.title += ` [${program} is not on this machine: read by our own rules only]`;
};
