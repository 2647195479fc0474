import { join } from "node:path";
import { expect } from "chai";
import { importsView } from "../../src/imports/views.ts";
import { loadCatalogue } from "../../src/platform/words.ts";

const catalogue = loadCatalogue(join(import.meta.dirname, "../../templates/locales"));
const REASON = "import.reason.";

describe("imports/views", () => {
  for (const lang of ["zh-CN", "en"] as const) {
    const words = { lang, t: catalogue.words(lang) };
    const shown = (reason: string, field?: string) => {
      const refused = [{ row: 3, reason, ...(field === undefined ? {} : { field }) }];
      const file = { file: "f.csv", kind: "goods" };
      const outcome = { ...file, outcome: "imported" as const, rows: 3, new: 2, known: 0, refused };
      const each = { _id: "imports:U1:k", ...file, at: "2026-10-08T06:22:00.000Z", by: "丁", outcome };
      return importsView({ imports: [each], formKey: "k" }, words).imports[0]?.faults[0];
    };

    it(`${lang}: every reason that has words is told in them`, () => {
      const codes = catalogue.keys(lang).flatMap((key) => (key.startsWith(REASON) ? [key.slice(REASON.length)] : []));
      expect(codes.length).to.be.greaterThan(40);
      for (const code of codes.filter((each) => each !== "missing"))
        expect(shown(code), code)
          .to.contain(words.t(`${REASON}${code}`))
          .and.not.contain(code);
    });

    it(`${lang}: a file that is still coming in says how far it is; of many faults the first ones are named`, () => {
      const file = { file: "f.csv", kind: "goods", at: "2026-10-08T06:22:00.000Z", by: "丁" };
      const refused = Array.from({ length: 205 }, (_, i) => ({ row: i + 1, reason: "bad_row" }));
      const outcome = {
        file: "f.csv",
        kind: "goods",
        outcome: "imported" as const,
        rows: 205,
        new: 0,
        known: 0,
        refused,
      };
      const imports = [
        { _id: "imports:U1:k", ...file, progress: { done: 1_500, of: 20_000 } },
        { _id: "imports:U1:l", ...file, outcome },
      ];
      const [running, done] = importsView({ imports, formKey: "k" }, words).imports;
      expect(running?.counts).to.contain("1500").and.to.contain("20000").and.to.contain(words.t("import.again"));
      expect(done?.faults).to.have.length(200);
      expect(done?.more).to.contain("5");
    });

    it(`${lang}: a missing cell names its column; an unknown reason is shown as its code`, () => {
      expect(shown("missing_paidAt", "paid_at")).to.contain(words.t(`${REASON}missing`, { field: "paid_at" }));
      expect(shown("something_new")).to.contain("something_new");
    });
  }
});
