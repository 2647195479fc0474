import { expect } from "chai";
import { recogniseStatement } from "../../src/reconciliation/statement.ts";
import { accepted, fixtureFile, readText, sampleFile } from "../support/statement-files.ts";

const sample = sampleFile("bank-hk-2026-09.camt053.xml").toString();
const small = fixtureFile("bank-hk.camt053.xml").toString();
const read = (text: string) => readText("camt053", text);
const changed = (from: string | RegExp, to: string) => read(sample.replace(from, to));
const entryOf = (amount: string, state: string) =>
  `<Ntry><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>${state}</Sts><BookgDt><Dt>2026-01-06</Dt></BookgDt></Ntry>`;

describe("reconciliation/statement-camt053", () => {
  it("reads references, narrative and the other side; NOTPROVIDED is no reference", async () => {
    const { lines, header } = await accepted(read(sample));
    expect(header).to.deep.equal({ format: "camt053", account: "999-888-00123456", currency: "CNY" });
    expect(lines[2]).to.deep.include({
      id: "HK26091100135",
      serial: "HK26091100135",
      ownReference: "G-HLAAD6",
      narrative: "DONATION G-HLAAD6",
      counterparty: { name: "LEE HOI YAN" },
    });
    expect(lines.find(({ side }) => side === "debit")).to.not.have.any.keys("ownReference", "counterparty");
  });

  it("versions 001.02 to 001.13 are read, others are not; state as text or as code", async () => {
    for (const version of ["02", "08", "10", "13"]) {
      const text = small
        .replace("053.001.02", `053.001.${version}`)
        .replaceAll("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>");
      expect((await accepted(read(text))).lines, version).to.have.length(3);
    }
    for (const name of ["camt.053.001.01", "camt.053.001.14", "camt.052.001.08"])
      expect(await read(small.replace("camt.053.001.02", name)), name).to.include({ refused: "not_recognised" });
    const prefixed = small.replaceAll(/<(\/?)([A-Z])/g, "<$1n:$2").replace("xmlns=", "xmlns:n=");
    expect((await accepted(read(prefixed))).lines).to.have.length(3);
  });

  it("entries that are not booked are left out, whether or not the bank's totals hold them", async () => {
    const text = small.replace("</Stmt>", `${entryOf("7.00", "PDNG")}</Stmt>`);
    expect((await accepted(read(text))).summary).to.include({ lines: 3, closing: 102_129_22n });
    const total = (sum: string) =>
      text.replace("<Ntry>", `<TxsSummry><TtlCdtNtries><Sum>${sum}</Sum></TtlCdtNtries></TxsSummry><Ntry>`);
    expect(await read(total("5129.22"))).to.have.property("statements");
    expect(await read(total("5136.22"))).to.have.property("statements");
    expect(await read(total("5136.23"))).to.include({ refused: "summary_mismatch", detail: "TtlCdtNtries/Sum" });
  });

  it("REC-2 opening + credits − debits = closing, and the bank's own totals", async () => {
    for (const [from, to] of [
      ["793033.77", "793033.78"],
      ["807946.98", "807946.97"],
      ["<NbOfNtries>8<", "<NbOfNtries>9<"],
      ["<NbOfNtries>7<", "<NbOfNtries>6<"],
      ["<Sum>15001.21<", "<Sum>15001.20<"],
      ["<Sum>88.00<", "<Sum>89.00<"],
      [">6840.81<", ">6840.82<"],
      [/<Ntry>[\s\S]*?<\/Ntry>/, ""],
      [/DBIT/, "CRDT"],
    ] as const)
      expect(await changed(from, to), to).to.include({ refused: "summary_mismatch" });
    expect(await changed("OPBD", "NONE")).to.deep.equal({ refused: "missing_balance", detail: "OPBD" });
    expect(await changed("CLBD", "ITBD")).to.deep.equal({ refused: "missing_balance", detail: "CLBD" });
    expect((await accepted(read(sample.replace("OPBD", "PRCD")))).summary.opening).to.equal(79_303_377n);
  });

  it("several statements a file: of one account they follow each other, of two they stand apart", async () => {
    const statement = small.slice(small.indexOf("<Stmt>"), small.indexOf("</BkToCstmrStmt>"));
    const next = statement
      .replaceAll("BK000", "BK100")
      .replace("102129.22", "104258.44")
      .replace("100000.00", "102129.22");
    const joined = await accepted(read(small.replace(statement, statement + next)));
    expect(joined.summary).to.deep.include({
      lines: 6,
      opening: 100_000_00n,
      closing: 104_258_44n,
      debit: { count: 2, amount: 6_000_00n },
    });
    const gap = next.replace("102129.22", "102129.23").replace("104258.44", "104258.45");
    expect(await read(small.replace(statement, statement + gap))).to.deep.equal({
      refused: "summary_mismatch",
      detail: "opening_balance",
    });
    const other = statement.replace("4000023009200000001", "4000023009200000002");
    const two = await read(small.replace(statement, statement + other));
    expect(
      "statements" in two && two.statements.map(({ header, lines }) => [header.account, lines.length]),
    ).to.deep.equal([
      ["4000023009200000001", 3],
      ["4000023009200000002", 3],
    ]);
  });

  it("REC-6 lines without a bank reference are told apart by what they say and their place, the same on every reading", async () => {
    const text = small
      .replace("</Stmt>", `${entryOf("1.00", "BOOK").repeat(2)}</Stmt>`)
      .replace("102129.22", "102131.22");
    const ids = (await accepted(read(text))).lines.map(({ id }) => id);
    expect(new Set(ids)).to.have.property("size", 5);
    expect((await accepted(read(text))).lines.map(({ id }) => id)).to.deep.equal(ids);
  });

  it("doctypes and entities are refused, however they are hidden", async () => {
    const doctype = '<!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
    expect(await changed("<Document", `${doctype}<Document`)).to.deep.equal({
      refused: "entity_refused",
      detail: "doctype",
    });
    expect(await changed("DONATION", "&b;")).to.include({ refused: "entity_refused" });
    expect(await recogniseStatement(Buffer.from(sample.replace("<Document", `${doctype}<Document`)))).to.equal(
      "camt053",
    );
    const { lines } = await accepted(changed("DONATION", "A &amp; B &#20803;<![CDATA[<x>]]>"));
    expect(lines[2]?.narrative).to.equal("A & B 元<x> G-HLAAD6");
  });

  it("broken, cut off, too deep or too long XML is refused", async () => {
    expect(await changed("</Sts>", "</Stx>")).to.include({ refused: "bad_xml" });
    expect(await read(sample.slice(0, sample.length / 2))).to.include({ refused: "truncated" });
    expect(await changed("<GrpHdr>", `<GrpHdr>${"<a>".repeat(50)}`)).to.include({ refused: "bad_xml" });
    expect(await changed("DONATION", "x".repeat(300_000))).to.include({ refused: "line_too_long" });
    expect(await read("<a/>")).to.include({ refused: "not_recognised" });
    expect(await read(small.replace(/<Stmt>[\s\S]*<\/Stmt>/, ""))).to.include({ refused: "truncated" });
  });

  it("REC-7 amounts, marks and days are strict", async () => {
    for (const amount of ["88", "88.0", "88.000", "8,8.00", "-88.00", ""])
      expect(await changed(/>88\.00<\/Amt>/, `>${amount}</Amt>`), amount).to.include({ refused: "bad_amount", row: 7 });
    expect(await changed("<BookgDt><Dt>2026-09-02", "<BookgDt><Dt>2026-09-31")).to.include({
      refused: "bad_date",
      row: 1,
    });
    expect(await changed("</Sts><BookgDt>", "</Sts><X/><BookgDt>")).to.have.property("statements");
    expect(await changed("<CdtDbtInd>DBIT", "<CdtDbtInd>DBT")).to.include({ refused: "bad_code", row: 7 });
    expect(await changed('Ntry><Amt Ccy="CNY">88', 'Ntry><Amt Ccy="HKD">88')).to.include({ refused: "mixed_currency" });
  });
});
