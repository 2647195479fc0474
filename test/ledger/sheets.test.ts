import { expect } from "chai";
import { type BookSheet, cellTexts } from "../../src/ledger/book-sheet.ts";
import { renderBookSheets } from "../../src/ledger/books-pdf.ts";
import { trialBalanceSheet } from "../../src/ledger/ledger-sheets.ts";
import { openNumbering } from "../../src/ledger/entries.ts";
import { openAccountLedger, openGeneralLedger } from "../../src/ledger/general-ledger.ts";
import { displayYuan, fen, formatYuan, parseSignedYuan } from "../../src/kernel/money.ts";
import { booksWorkbook } from "../../src/ledger/books-workbook.ts";
import { printable } from "../../src/ledger/sheet-data.ts";
import { sheetView } from "../../src/ledger/sheet-view.ts";
import { words } from "../support/pages.ts";
import { readWorkbook } from "../support/export-readers.ts";
import { readPdf } from "../support/pdf-reader.ts";
import { januarySheets, openJanuaryBooks, statementsPage } from "../support/sample-sheets.ts";

const WINDOW = { from: "2026-01-01", to: "2026-01-31" };

describe("ledger: vouchers, ledgers and sheets", () => {
  it("LED-5 every line that posts has a number, gapless per month and type, whatever the order of days", () => {
    const { entries } = openJanuaryBooks();
    const numbers = entries.map(({ number }) => number);
    expect(numbers.slice(0, 4)).to.deep.equal([
      "收-2025-12-0001",
      "收-2026-01-0001",
      "付-2026-01-0001",
      "收-2026-01-0002",
    ]);
    for (const series of ["收", "付", "转"]) {
      const given = numbers.filter((number) => number.startsWith(`${series}-2026-01`));
      expect(given, series).to.deep.equal(given.map((_, at) => `${series}-2026-01-${String(at + 1).padStart(4, "0")}`));
    }
    expect(new Set(numbers).size).to.equal(entries.length);
  });

  it("keeps reservations out of the books and takes a manual voucher's own number", () => {
    const numbered = openNumbering();
    const line = { at: "", by: "", key: "", kind: "request.approved", on: "2026-01-05", v: 1, data: {} };
    expect(
      numbered(
        {
          ...line,
          post: [
            ["B1/A", "5"],
            ["B2/A", "-5"],
          ],
        },
        0,
      ),
    ).to.equal(undefined);
    const manual = { ...line, kind: "voucher.posted", data: { number: "记-2026-01-0001", relates_to: "2025-12-31" } };
    expect(
      numbered(
        {
          ...manual,
          post: [
            ["1002/base", "5"],
            ["4901/G00", "-5"],
          ],
        },
        1,
      ),
    ).to.include({
      number: "记-2026-01-0001",
      relatesTo: "2025-12-31",
    });
  });

  it("LED-1 the general ledger balances, and each account's closing is its opening with what moved", () => {
    const { ledger, entries } = openJanuaryBooks();
    const general = openGeneralLedger(ledger.balances, WINDOW);
    for (const entry of entries) general.add(entry);
    const { accounts, debit, credit } = general.result();
    expect(debit).to.equal(credit);
    const row = (code: string) => accounts.find(({ account }) => account === code);
    const told = (code: string) => {
      const found = row(code);
      return found && [found.opening, found.debit, found.credit, found.closing].map(formatYuan);
    };
    expect(told("1002")).to.deep.equal(["10000.00", "2219.40", "1220.00", "10999.40"]);
    expect(told("5101")).to.deep.equal(["0.00", "680.00", "680.00", "0.00"]);
    expect(told("3102")).to.deep.equal(["-6000.00", "610.00", "2888.00", "-8278.00"]);
  });

  it("the cash book runs day by day to the closing balance, with what stands against each voucher", () => {
    const { ledger, entries } = openJanuaryBooks();
    const book = openAccountLedger(ledger.balances, WINDOW, "1002/base");
    for (const entry of [...entries].reverse()) book.add(entry);
    const { rows, opening, closing } = book.result();
    expect([opening, closing].map(formatYuan)).to.deep.equal(["10000.00", "10699.40"]);
    expect(rows.map(({ entry }) => entry.on)).to.deep.equal(rows.map(({ entry }) => entry.on).sort());
    expect(rows[0]).to.deep.include({ balance: 1_009_940n, against: ["1009", "5401"] });
    expect(rows.at(-1)?.balance).to.equal(closing);
  });

  it("PDF-6 every sheet prints in both languages, page x of y, with the figures of the worked month", async () => {
    for (const lang of ["zh-CN", "en"] as const) {
      const sheets = januarySheets(words(lang), true);
      const bytes = await renderBookSheets(sheets, { name: "示例区慈善会", dated: "2026-01-31", words: words(lang) });
      const pdf = readPdf(bytes);
      expect(pdf.pages).to.be.at.least(sheets.length);
      expect(pdf.text.join("\n")).to.include("11,999.40").and.include("1,699.40").and.include("699.40");
      expect(pdf.outline).to.deep.equal(sheets.map(({ title }) => title));
      expect(
        bytes.equals(await renderBookSheets(sheets, { name: "示例区慈善会", dated: "2026-01-31", words: words(lang) })),
      ).to.equal(true);
    }
  });

  it("PDF-6 each of the three forms stands on one page, in both languages, small figures or large", async () => {
    for (const lang of ["zh-CN", "en"] as const)
      for (const times of [1n, 100_000n]) {
        const large = (sheet: BookSheet): BookSheet => ({
          ...sheet,
          tables: sheet.tables.map((table) => ({
            ...table,
            rows: table.rows.map((row) => ({
              ...row,
              cells: row.cells.map((cell) => (typeof cell === "bigint" ? fen(cell * times) : cell)),
            })),
          })),
        });
        const forms = januarySheets(words(lang), true).slice(0, 3).map(large);
        const bytes = await renderBookSheets(forms, { name: "示例区慈善会", dated: "2026-01-31", words: words(lang) });
        expect(readPdf(bytes).pages, `${lang} × ${times}`).to.equal(3);
      }
  });

  it("LED-8 page, PDF and workbook show the same figures, and amounts in the workbook are numbers", async () => {
    const head = { name: "示例区慈善会", words: words("zh-CN") };
    const figures = (texts: Iterable<string>): string[] =>
      [...texts].flatMap((text) => text.match(/−?[\d,]+\.\d\d(?!\d)/g) ?? []).sort();
    const sheets = januarySheets(head.words, false);
    const page = sheetView({ ...statementsPage(head.words), sheets }, head.words).sheets;
    const shown = figures(
      page.flatMap(({ preface, tables, notes }) => [
        ...preface,
        ...notes,
        ...tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map(({ text }) => text))),
      ]),
    );
    expect(shown.length).to.be.greaterThan(200);
    const paper = await renderBookSheets(januarySheets(head.words, true), { ...head, dated: "2026-01-31" });
    expect(figures(readPdf(paper).text)).to.deep.equal(shown);
    const cells = [...readWorkbook(await booksWorkbook(sheets, head)).values()].flatMap((sheet) => [...sheet.values()]);
    const numbers = cells.flatMap(({ kind, value }) => (kind === "number" && value.includes(".") ? [value] : []));
    const inWords = cells.flatMap(({ kind, value }) => (kind === "text" ? [value] : []));
    expect(numbers.every((value) => /^-?\d+\.\d\d$/.test(value))).to.equal(true);
    const told = numbers.map((value) => displayYuan(parseSignedYuan(value) ?? fen(-1n)));
    expect(figures([...told, ...inWords])).to.deep.equal(shown);
    expect(inWords.filter((text) => /^−?[\d,]+\.\d\d$/.test(text))).to.deep.equal([]);
    expect(cells.filter(({ kind }) => kind === "date").map(({ value }) => value)).to.include("2026-01-06");
  });

  it("does not print what is too long for paper; the workbook has room", () => {
    const [sheet] = januarySheets(words("en"), true);
    const row = { kind: "row", cells: ["a"] } as const;
    const long = (rows: number): BookSheet[] =>
      sheet
        ? [{ ...sheet, tables: [{ caption: "", columns: [], rows: Array.from({ length: rows }, () => row) }] }]
        : [];
    expect(printable(long(2_000))).to.have.length(1);
    expect(printable(long(2_001))).to.deep.equal({ refused: "paper_too_long", rows: 2_001, most: 2_000 });
  });

  it("LED-1 a trial balance says by how much it is off", () => {
    const rows = [{ account: "1002/base", debit: fen(5n), credit: fen(0n) }];
    const off = { rows, totalDebit: fen(5n), totalCredit: fen(4n) };
    const sheet = trialBalanceSheet(off, { words: words("en"), about: "", on: "2026-01-31", view: "before_close" });
    expect(sheet.notes.join()).to.include("0.01");
    const even = { ...off, totalCredit: fen(5n) };
    expect(
      trialBalanceSheet(even, { words: words("en"), about: "", on: "2026-01-31", view: "after_close" }).notes,
    ).to.deep.equal([]);
  });

  it("leaves a side of nothing blank, but not in a total", () => {
    const cells = ["现金", fen(0n)];
    expect(cellTexts({ kind: "row", cells })).to.deep.equal(["现金", ""]);
    expect(cellTexts({ kind: "grand", cells })).to.deep.equal(["现金", "0.00"]);
    expect(cellTexts({ kind: "row", cells, strong: [1] })).to.deep.equal(["现金", "0.00"]);
  });
});
