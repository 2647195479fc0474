import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fen } from "../../src/kernel/money.ts";
import { loadCatalogue } from "../../src/platform/words.ts";

const catalogue = (files: { [name: string]: unknown }) => {
  const folder = mkdtempSync(join(tmpdir(), "words-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
  return loadCatalogue(folder);
};

describe("platform/words", () => {
  it("merges the files of a language and nests objects", () => {
    const { words } = catalogue({
      "zh.json": { a: "甲" },
      "give.zh.json": { give: { title: "捐赠" } },
      "en.json": { a: "A" },
    });
    expect(words("zh-CN")("give.title")).to.equal("捐赠");
    expect(words("en")("a")).to.equal("A");
  });

  it("fills variables, prints fen as yuan and chooses the plural", () => {
    const { words } = catalogue({
      "en.json": { sum: "{amount:yuan} yuan for {name}", n: { one: "{count} gift", other: "{count} gifts" } },
    });
    const t = words("en");
    expect(t("sum", { amount: fen(123_450n), name: "S01" })).to.equal("1,234.50 yuan for S01");
    expect(t("sum", { amount: "-500", name: "S01" })).to.equal("−5.00 yuan for S01");
    expect([1, 2].map((count) => t("n", { count }))).to.deep.equal(["1 gift", "2 gifts"]);
  });

  it("prints what a program says as people write it: yuan, numbers, days, months, and states as words", () => {
    const { words } = catalogue({
      "en.json": {
        all: "{amount:money} yuan in {rows:number} rows from {on:day} in {period:month}: {state:order.state}",
        "order.state.paid": "paid",
        "date.full": "{d} {month} {y}",
        "date.year_month": "{month} {y}",
        "month.09": "September",
      },
    });
    const vars = { amount: "-1234567.5", rows: 20_000, on: "2026-09-03", period: "2026-09" };
    const t = words("en");
    expect(t("all", { ...vars, state: "paid" })).to.equal(
      "−1,234,567.50 yuan in 20,000 rows from 3 September 2026 in September 2026: paid",
    );
    expect(() => t("all", { ...vars, state: "lost" })).to.throw("no words for order.state.lost");
    expect(() => t("all", { ...vars, amount: "12 yuan", state: "paid" })).to.throw("12 yuan is no amount in yuan");
  });

  it("prints the name of a code, in the language asked; the code itself where nothing has it or names are not given", () => {
    const { words } = catalogue({ "en.json": { at: "in {code:name.street}" } });
    const names = { street: (code: string, lang: string) => (code === "S01" ? `Long Lane (${lang})` : undefined) };
    const named = words("en", names);
    expect([
      named("at", { code: "S01" }),
      named("at", { code: "S09" }),
      words("en")("at", { code: "S01" }),
    ]).to.deep.equal(["in Long Lane (en)", "in S09", "in S01"]);
  });

  it("throws on a missing key, a missing variable and a key given twice", () => {
    const { words } = catalogue({ "en.json": { hello: "Hello {name}" } });
    expect(() => words("en")("bye")).to.throw("no words for bye");
    expect(() => words("en")("hello")).to.throw("hello needs name");
    expect(() => catalogue({ "a.en.json": { x: "1" }, "b.en.json": { x: "2" } })).to.throw("x is given twice");
  });

  it("our own words: a Chinese sentence has the marks of Chinese", () => {
    const folder = join(import.meta.dirname, "../../templates/locales");
    const texts = readdirSync(folder)
      .filter((name) => name.endsWith("zh.json"))
      .map((name) => readFileSync(join(folder, name), "utf8"));
    expect(texts.join("").length).to.be.above(10_000);
    expect(texts.flatMap((text) => text.match(/.*\p{Script=Han}[,:;?!(](?!$).*/gmu) ?? [])).to.deep.equal([]);
  });

  it("our own words: every key is in both languages", () => {
    const own = loadCatalogue(join(import.meta.dirname, "../../templates/locales"));
    expect(own.keys("zh-CN")).to.deep.equal(own.keys("en"));
    expect(own.keys("en").length).to.be.greaterThan(50);
  });
});
