import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { fen, formatYuan } from "../../src/kernel/money.ts";
import { readStatement, recogniseStatement, type Statement } from "../../src/reconciliation/statement.ts";
import type { StatementFormat } from "../../src/reconciliation/statement-line.ts";
import { accepted, fixtureFile, readText, sampleFile } from "../support/statement-files.ts";

type Expected = Readonly<Record<string, unknown>> & { readonly file: string; readonly lines: number };
type Answers = { readonly statements: readonly Expected[] };
type File = { readonly file: string; readonly kind: string };

const manifest = JSON.parse(sampleFile("manifest.json").toString()) as { files: File[] };
const answers = JSON.parse(sampleFile("expected.json").toString()) as Answers;
const statements = manifest.files.filter(({ file }) => answers.statements.some((answer) => answer.file === file));

const fiveDecimals = (fee: bigint): string => `${fee / 100_000n}.${String(fee % 100_000n).padStart(5, "0")}`;

/** The figures of an expected statement that stand in the file itself, computed from what was read. */
const figures = ({ summary, header }: Statement): Record<string, unknown> => ({
  lines: summary.lines,
  payments: summary.byKind.payment?.count,
  refunds: summary.byKind.refund?.count,
  order_amount: formatYuan(summary.byKind.payment?.amount ?? fen(0n)),
  refund_amount: formatYuan(fen(-(summary.byKind.refund?.amount ?? 0n))),
  fee: header.format === "wechat-bill" ? fiveDecimals(summary.fee) : formatYuan(fen(summary.fee / 1000n)),
  first: summary.first,
  last: summary.last,
  opening: formatYuan(summary.opening ?? fen(0n)),
  closing: formatYuan(summary.closing ?? fen(0n)),
  debit_total: formatYuan(summary.debit.amount),
  credit_total: formatYuan(summary.credit.amount),
  by_category: Object.fromEntries(
    Object.entries(summary.byKind).map(([kind, { count, amount, fee }]) => [
      kind,
      {
        count,
        amount: formatYuan(amount),
        fee: formatYuan(fen(fee / 1000n)),
        net: formatYuan(fen(amount - fee / 1000n)),
      },
    ]),
  ),
});

describe("reconciliation/statement", () => {
  it("the sample month has six statements", () => {
    expect(statements).to.have.length(6);
  });

  for (const { file, kind } of statements) {
    it(`REC-2 ${file} has the lines and sums that expected.json says`, async () => {
      const expected = answers.statements.find((answer) => answer.file === file) ?? { file, lines: -1 };
      const read = figures(await accepted(readStatement(kind as StatementFormat, [sampleFile(file)])));
      const known = Object.keys(read).filter((key) => key in expected);
      expect(known).to.include.members(["lines"]).and.to.have.length.above(1);
      for (const key of known) expect(read[key], key).to.deep.equal(expected[key]);
    });

    it(`${file} is recognised from its content, plain and compressed, and by no other reader`, async () => {
      const bytes = sampleFile(file);
      expect(await recogniseStatement(bytes)).to.equal(kind);
      expect(await recogniseStatement(gzipSync(bytes))).to.equal(kind);
      for (const other of statements) {
        const result = await readStatement(other.kind as StatementFormat, [bytes]);
        expect("refused" in result, `${file} read as ${other.kind}`).to.equal(other.kind !== kind);
      }
    });

    it(`${file} reads the same in pieces of 1, 7 and 4,096 bytes`, async () => {
      const bytes = sampleFile(file);
      const whole = await readStatement(kind as StatementFormat, [bytes]);
      for (const size of [1, 7, 4096]) {
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        expect(await readStatement(kind as StatementFormat, pieces)).to.deep.equal(whole);
      }
    });
  }

  it("both overseas forms of the sample month are one statement: the same rows with the same identities", async () => {
    const camt = await accepted(readStatement("camt053", [sampleFile("bank-hk-2026-09.camt053.xml")]));
    const mt940 = await accepted(readStatement("mt940", [sampleFile("bank-hk-2026-09.mt940")]));
    const core = ({ lines, header }: Statement) =>
      lines.map(({ id, on, amount, side, ownReference }) => [header.account, id, on, amount, side, ownReference]);
    expect(core(mt940)).to.deep.equal(core(camt));
  });

  it("the three fixtures of DOMAIN §6 tell the same day: 100,000.00 → 102,129.22", async () => {
    const forms = [
      ["camt053", "bank-hk.camt053.xml"],
      ["mt940", "bank-hk.mt940"],
      ["bank-csv", "bank-base.csv"],
    ] as const;
    for (const [format, file] of forms) {
      const { lines, summary } = await accepted(readStatement(format, [fixtureFile(file)]));
      expect([summary.opening, summary.closing], file).to.deep.equal([100_000_00n, 102_129_22n]);
      expect(lines.map(({ id, on, amount }) => [id, on, amount])).to.deep.equal([
        ["BK0001", "2026-01-06", 500_000n],
        ["BK0002", "2026-01-06", 12_922n],
        ["BK0003", "2026-01-06", -300_000n],
      ]);
    }
  });

  it("REC-1 a row that stands twice refuses the file, with its row", async () => {
    const text = fixtureFile("bank-hk.mt940").toString().replace("//BK0002", "//BK0001");
    expect(await readText("mt940", text)).to.deep.equal({ refused: "duplicate_row", row: 2 });
  });

  it("a file that is none of the formats is not recognised", async () => {
    for (const text of [
      "",
      "hello",
      "{}",
      "<a/>",
      "No Bill Exist",
      "订单号,支付时间\n",
      "交易号,商家订单号,交易创建时间\n",
    ])
      expect(await recogniseStatement(Buffer.from(text)), text).to.equal(undefined);
    for (const file of ["gifts-platform.csv", "goods.csv", "federation.json", "expected.json", "README.md"])
      expect(await recogniseStatement(sampleFile(file)), file).to.equal(undefined);
    expect(await recogniseStatement(Uint8Array.of(0x1f, 0x8b, 1, 2, 3))).to.equal(undefined);
  });
});
