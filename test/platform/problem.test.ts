import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { refuse } from "../../src/kernel/result.ts";
import { problemDocument, type RefusalTable, refusalProblem } from "../../src/platform/problem.ts";
import { bookRefusals } from "../../src/platform/refusals.ts";
import { loadCatalogue } from "../../src/platform/words.ts";

const root = join(import.meta.dirname, "../..");
const catalogue = loadCatalogue(join(root, "templates/locales"));

/** Every refusal table that some module's errors.ts exports, by `module/name`. */
const tables = async (): Promise<[string, RefusalTable][]> => {
  const found: [string, RefusalTable][] = [["platform/bookRefusals", bookRefusals]];
  for (const module of readdirSync(join(root, "src"))) {
    const file = join(root, "src", module, "errors.ts");
    if (!existsSync(file)) continue;
    const exported = (await import(pathToFileURL(file).href)) as { [name: string]: unknown };
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value === "object" && value !== null) found.push([`${module}/${name}`, value as RefusalTable]);
    }
  }
  return found;
};

describe("platform/problem", () => {
  it("every refusal of every module has a status with a title, and words in both languages", async () => {
    const found = await tables();
    expect(found.length).to.be.greaterThan(3);
    const missing: string[] = [];
    for (const [module, table] of found) {
      for (const [code, { status, key }] of Object.entries(table)) {
        for (const lang of ["zh-CN", "en"] as const) {
          if (!catalogue.keys(lang).includes(key)) missing.push(`${module} ${code}: ${key} (${lang})`);
          if (!catalogue.keys(lang).includes(`error.title.${status}`))
            missing.push(`${module} ${code}: title of ${status}`);
        }
      }
    }
    expect(missing).to.deep.equal([]);
  });

  it("a refusal in two modules means the same status in both", async () => {
    const seen = new Map<string, number>();
    const different: string[] = [];
    for (const [module, table] of await tables()) {
      for (const [code, { status }] of Object.entries(table)) {
        if ((seen.get(code) ?? status) !== status) different.push(`${module} ${code}`);
        seen.set(code, status);
      }
    }
    expect(different).to.deep.equal([]);
  });

  it("a refusal becomes a document with its numbers in words; one that no table has is a bug", () => {
    const table = { fund_out_of_scope: { status: 403, key: "error.fund_out_of_scope" } };
    const { options } = refusalProblem(refuse("fund_out_of_scope", { fund: "S01" }), table);
    const names = { fund: () => "Long Lane Fund" };
    expect(problemDocument(options, catalogue.words("en", names))).to.deep.equal({
      type: "urn:shanzhang:problem:fund_out_of_scope",
      title: "Not allowed",
      status: 403,
      code: "fund_out_of_scope",
      detail: "“Long Lane Fund” is outside of your scope.",
    });
    for (const code of ["unheard_of", "toString"])
      expect(() => refusalProblem(refuse(code), table)).to.throw("in no errors.ts");
  });
});
