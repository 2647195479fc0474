import { expect } from "chai";
import fc from "fast-check";
import type { StatementFormat } from "../../src/reconciliation/public.ts";
import { openStatementDesk } from "../support/statement-desk.ts";
import { fixtureFile, sampleFile } from "../support/statement-files.ts";

const FILES: readonly (readonly [StatementFormat, Uint8Array])[] = [
  ["wechat-bill", sampleFile("wechat-bill-2026-09.csv")],
  ["alipay-bill", sampleFile("alipay-bill-2026-09.csv")],
  ["bank-csv", sampleFile("bank-base-2026-09.csv")],
  ["camt053", sampleFile("bank-hk-2026-09.camt053.xml")],
  ["mt940", sampleFile("bank-hk-2026-09.mt940")],
  ["stripe-balance", sampleFile("stripe-balance-2026-09.json")],
  ["unionpay", fixtureFile("unionpay.txt")],
];

describe("reconciliation: spoiled files at the door", () => {
  for (const [kind, whole] of FILES) {
    it(`REC-2 a spoiled ${kind} file never posts: refused by name it leaves no line, taken it leaves rows alone`, async () => {
      const desk = await openStatementDesk();
      const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.integer({ min: 0, max: 255 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), async (changes, cut) => {
          const bytes = Buffer.from(cut ? whole.subarray(0, changes[0]?.at) : whole);
          for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte;
          const before = desk.book.lines.length;
          const input = { content: bytes, file: "f", kind, by: "user:books", on: "2026-10-02", since: before };
          const { outcome, reason } = await desk.service.importStatement(input);
          const written = desk.book.lines.slice(before);
          if (outcome === "refused") expect([String(reason), written]).to.deep.equal([String(reason), []]);
          if (outcome === "refused") expect(reason).to.match(/^[a-z_0-9]+$/);
          expect(written.filter(({ post }) => post.length > 0)).to.deep.equal([]);
        }),
        { numRuns: 50 },
      );
    });
  }
});
