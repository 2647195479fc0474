import { expect } from "chai";
import { accepted, fixtureFile, readText, sampleFile } from "../support/statement-files.ts";

const sample = sampleFile("bank-hk-2026-09.mt940").toString();
const small = fixtureFile("bank-hk.mt940").toString();
const read = (text: string) => readText("mt940", text);
const changed = (from: string | RegExp, to: string) => read(sample.replace(from, to));
const page = (number: number, opening: string, entries: readonly string[], closing: string): string =>
  [":20:S1", ":25:6299", `:28C:9/${number}`, opening, ...entries, closing, "-", ""].join("\r\n");
const entry = (mark: string, amount: string, reference: string, days = "2609020902") =>
  `:61:${days}${mark}${amount}NTRFNONREF//${reference}`;

describe("reconciliation/statement-mt940", () => {
  it("narrative continues on the next line without a blank; NONREF is no reference", async () => {
    const { lines, header } = await accepted(read(sample));
    expect(header).to.deep.equal({ format: "mt940", account: "999-888-00123456", currency: "CNY" });
    expect(lines[0]?.narrative).to.equal(
      "PAYOUT STR260831A1 CNY NET OF FEES, REFUNDS AND DISPUTES /ORDP/CARD PROCESSOR",
    );
    expect(lines[0]?.ownReference).to.equal("STR260831A1");
    expect(lines[6]).to.include({ id: "HK26092400203", amount: -8_800n, side: "debit" });
    expect(lines[6]).to.not.have.property("ownReference");
    expect((await accepted(read(small))).lines[0]).to.not.have.property("narrative");
  });

  it("envelope blocks, CRLF and a line of supplementary details change nothing", async () => {
    const plain = await read(small);
    const wrapped = `{1:F01SHLIHKHHXXXX}{2:O940}{4:\n${small}-}{5:{CHK:0}}`.replaceAll("\n", "\r\n");
    expect(await read(wrapped)).to.deep.equal(plain);
    expect(await read(small.replace("//BK0001\n", "//BK0001\nSUPPLEMENTARY DETAILS\n"))).to.deep.equal(plain);
  });

  it("marks: C in, D out, RC takes a credit back, RD a debit", async () => {
    const text = page(
      1,
      ":60F:C260901CNY100,00",
      [entry("C", "10,00", "1"), entry("D", "20,00", "2"), entry("RC", "3,00", "3"), entry("RD", "4,00", "4")],
      ":62F:C260930CNY91,00",
    );
    const { lines, summary } = await accepted(read(text));
    expect(lines.map(({ amount, side }) => [amount, side])).to.deep.equal([
      [1000n, "credit"],
      [-2000n, "debit"],
      [-300n, "debit"],
      [400n, "credit"],
    ]);
    expect(summary).to.deep.include({ debit: { count: 2, amount: 2300n }, credit: { count: 2, amount: 1400n } });
  });

  it("an overdrawn balance has the mark D", async () => {
    const text = page(1, ":60F:D260901CNY5,00", [entry("C", "3,00", "1")], ":62F:D260930CNY2,00");
    expect((await accepted(read(text))).summary).to.include({ opening: -500n, closing: -200n });
  });

  it("several pages are one statement; each page carries its balance to the next", async () => {
    const first = page(1, ":60F:C260901CNY100,00", [entry("C", "10,00", "1")], ":62M:C260902CNY110,00");
    const second = page(2, ":60M:C260902CNY110,00", [entry("C", "5,00", "2")], ":62F:C260903CNY115,00");
    const { summary, lines } = await accepted(read(first + second));
    expect(summary).to.include({ opening: 10_000n, closing: 11_500n, lines: 2, from: "2026-09-01", to: "2026-09-03" });
    expect(lines.map(({ row }) => row)).to.deep.equal([1, 2]);
    expect(await read(first)).to.deep.equal({ refused: "truncated", detail: ":62F:" });
    expect(await read(second)).to.include({ refused: "missing_page" });
    expect(await read(first + second.replace("9/2", "9/3"))).to.include({ refused: "missing_page" });
    expect(await read(first + second.replace(":25:6299", ":25:6298"))).to.include({ refused: "mixed_account" });
    expect(await read(first + second.replace("60M:C260902CNY110", "60M:C260902CNY111"))).to.include({
      refused: "summary_mismatch",
      detail: ":60M:",
    });
  });

  it("booking day in another year than the value date", async () => {
    const text = page(
      1,
      ":60F:C251231CNY0,00",
      [entry("C", "1,00", "1", "2512310102"), entry("C", "1,00", "2", "2601021231")],
      ":62F:C260131CNY2,00",
    );
    expect((await accepted(read(text))).lines.map(({ on }) => on)).to.deep.equal(["2026-01-02", "2025-12-31"]);
  });

  it("REC-2 opening + lines = closing", async () => {
    for (const [from, to] of [
      ["CNY793033,77", "CNY793033,78"],
      [":62F:C260930CNY807946,98", ":62F:C260930CNY807946,97"],
      ["C6840,81", "C6840,82"],
      ["D88,00", "C88,00"],
      [/:61:2609020902.*\r?\n/, ""],
    ] as const)
      expect(await changed(from, to), to).to.include({ refused: "summary_mismatch", detail: "closing_balance" });
  });

  it("REC-7 amounts, days and tags are strict", async () => {
    for (const amount of ["88", "88,", "88,0", "88.00", "8.8,00", "88,000"])
      expect(await changed("D88,00", `D${amount}`), amount).to.include({ refused: "bad_amount", row: 7 });
    expect(await changed(":61:2609020902", ":61:2609310902")).to.include({ refused: "bad_date", row: 1 });
    expect(await changed("0902C6840", "0902X6840")).to.deep.equal({ refused: "bad_row", row: 1, detail: ":61:" });
    expect(await changed(/:60F:.*\r?\n/, "")).to.include({ refused: "missing_balance", row: 1 });
    expect(await changed(/:62F:.*\r?\n/, "")).to.deep.equal({ refused: "truncated", detail: ":62F:" });
    expect(await changed(":62F:C260930CNY", ":62F:C260930HKD")).to.include({ refused: "mixed_currency" });
    expect(await read(sample.replaceAll("CNY", "HKD"))).to.include({ refused: "wrong_currency" });
    expect(await read("hello")).to.include({ refused: "bad_row" });
    expect(await read("")).to.include({ refused: "not_recognised" });
  });
});
