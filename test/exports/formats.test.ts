import { expect } from "chai";
import { type Fen, fen, formatYuan, parseSignedYuan, sum, ZERO } from "../../src/kernel/money.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { trialBalance } from "../../src/ledger/public.ts";
import type { ExportAsk } from "../../src/exports/service.ts";
import { type ExportBook, openExportBook } from "../support/export-book.ts";
import { auditRows, readCsv, readWorkbook } from "../support/export-readers.ts";
import { readBeancount, readHledger, standing } from "../support/ledger-text.ts";

/** What stands in the end, in fen, worked out by hand from the vouchers of the book. */
const STANDING = {
  "1002/base": 1_007_001n,
  "1002/hk_2.a": 93n,
  "3101/G00": -999_993n,
  "3101/S01": 3_000n,
  "3102/S01": -10_001n,
  "410101/G00": -100n,
};

describe("exports: the books as files", () => {
  let books: ExportBook;
  before(async () => {
    books = await openExportBook();
  });
  after(() => books.close());

  const filesOf = async (ask: Omit<ExportAsk, "lang">): Promise<ReadonlyMap<string, Buffer>> => {
    const files = await books.service.files({ ...ask, lang: "zh-CN" });
    if (isRefusal(files)) throw new Error(files.refused);
    const read = new Map<string, Buffer>();
    for (const { name, content } of files) {
      if (typeof content !== "string" && !(content instanceof Uint8Array)) throw new Error(`${name} is a stream`);
      read.set(name, Buffer.from(content));
    }
    return read;
  };
  const textOf = async (ask: Omit<ExportAsk, "lang">, name: string): Promise<string> =>
    (await filesOf(ask)).get(name)?.toString("utf8") ?? `no file ${name}`;
  /** Account and net amount in yuan, as the ledger's trial balance at the end of October has it. */
  const ledger = (): [string, string][] =>
    trialBalance(books.chapters.ledger.balances, { on: "2026-10-31", view: "after_close" }).rows.map(
      ({ account, debit, credit }) => [account, formatYuan(fen(debit - credit))],
    );
  const byCode = (rows: Iterable<readonly [path: string, amount: Fen]>): [string, string][] => {
    const sums = new Map<string, Fen>();
    for (const [path, amount] of rows) {
      const account = path.startsWith("10") ? path : (path.split("/")[0] ?? "");
      sums.set(account, fen((sums.get(account) ?? ZERO) + amount));
    }
    return [...sums].filter(([, amount]) => amount !== 0n).map(([account, amount]) => [account, formatYuan(amount)]);
  };

  it("the ledger itself stands where the vouchers put it", () => {
    expect(byCode(Object.entries(STANDING).map(([path, amount]) => [path, fen(amount)]))).to.have.deep.members(
      ledger(),
    );
  });

  it("LED-11 hledger text sums to zero, opens, asserts each month's end and ties to the ledger", async () => {
    const all = readHledger(await textOf({ format: "hledger" }, "books-all.journal"));
    const month = readHledger(await textOf({ format: "hledger", period: "2026-10" }, "books-2026-10.journal"));
    const named = Object.entries(STANDING).map(([path, amount]) => [
      `${{ 1: "Assets", 3: "Equity", 4: "Income" }[path[0] ?? ""]}:${path.replaceAll("/", ":")}`,
      String(amount),
    ]);
    expect(standing(all.balances)).to.deep.equal(Object.fromEntries(named));
    expect(standing(month.balances)).to.deep.equal(standing(all.balances));
    expect([all.transactions, month.transactions]).to.deep.equal([9, 3]);
    expect([all.assertions, month.assertions]).to.deep.equal([2 + 9 + 11, 7]);
  });

  it("LED-11 beancount text does the same; an account stands with those under it", async () => {
    const text = await textOf({ format: "beancount" }, "books-all.beancount");
    const all = readBeancount(text);
    const month = readBeancount(await textOf({ format: "beancount", period: "2026-10" }, "books-2026-10.beancount"));
    expect(standing(all.balances)).to.deep.equal({
      "Assets:1002:Base": "1007001",
      "Assets:1002:Z-hk-5f2-2ea": "93",
      "Equity:3101:G00": "-999993",
      "Equity:3101:S01": "3000",
      "Equity:3102:S01": "-10001",
      "Income:410101:G00": "-100",
    });
    expect(standing(month.balances)).to.deep.equal(standing(all.balances));
    expect(() => readBeancount(text.replace("10070.01 ~", "10070.02 ~"))).to.throw(/Assets:1002:Base is not 10070\.02/);
  });

  it("LED-10 the export of a book whose entries do not add up to its ledger is not made", async () => {
    const { balances } = books.chapters.ledger;
    const wrong = { ...balances, movements: () => [...balances.movements()].slice(1).values() };
    const chapters = { ...books.chapters, ledger: { ...books.chapters.ledger, balances: wrong } };
    const service = books.serviceOver(chapters);
    const error = await service.files({ format: "csv", lang: "en" }).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/does not tie: LED-11 1002\/base/);
  });

  const tablesOf = async (period: string): Promise<(name: string) => readonly string[][]> => {
    const files = await filesOf({ format: "csv", period });
    return (name) => readCsv(files.get(`${name}-${period}.csv`)?.toString("utf8") ?? "").slice(1);
  };

  it("CSV: one file a table, UTF-8 with BOM", async () => {
    const files = await filesOf({ format: "csv", period: "2026-10" });
    const names = ["about", "trial-balance", "account-balances", "general-ledger", "cash-book", "fund-statements"];
    names.push(...["position", "activities", "cash-flow", "notes"].map((name) => `statement-${name}`));
    expect([...files.keys()]).to.deep.equal(names.map((name) => `${name}-2026-10.csv`));
    for (const file of files.values()) expect(file.subarray(0, 3).toString("hex")).to.equal("efbbbf");
  });

  it("LED-11 the tables add up: opening, both sides, closing, running balances, the trial balance", async () => {
    const table = await tablesOf("2026-10");
    const balances = table("account-balances").map((row) => row.map((cell) => parseSignedYuan(cell) ?? ZERO));
    for (const [, , opening = ZERO, debit = ZERO, credit = ZERO, closing] of balances)
      expect(opening + debit - credit).to.equal(closing);
    expect(sum(balances.map((row) => row[5] ?? ZERO))).to.equal(ZERO);
    const trial = table("trial-balance").map((row) => [row[0], row[4] === "" ? `-${row[5]}` : row[4]]);
    expect(trial.slice(0, -1)).to.deep.equal(ledger());
    expect(table("trial-balance").at(-1)?.slice(4)).to.deep.equal(["10070.94", "10070.94"]);
    const running = new Map(table("general-ledger").map((row) => [row[0], row.at(-1)]));
    expect([running.get("1002/base"), running.get("1009/wechat")]).to.deep.equal(["10070.01", "0.00"]);
    const cash = new Map(table("cash-book").map((row) => [row[0], row.at(-1)]));
    expect([...cash]).to.have.deep.members([...running].filter(([path]) => path?.startsWith("10")));
  });

  it("CSV: no text is a formula (=, +, -, @), and amounts below zero stay numbers", async () => {
    const rows = readCsv(await textOf({ format: "csv" }, "general-ledger-all.csv"));
    const texts = rows.slice(1).map((row) => row[6] ?? "");
    expect(texts.filter((text) => text.startsWith("'="))).to.have.length(2);
    expect(texts.filter((text) => text.startsWith("'@"))).to.have.length(3);
    expect(rows.flat().filter((cell) => /^[=+@\t\r]/.test(cell) || /^-(?!\d+\.\d\d$)/.test(cell))).to.deep.equal([]);
    expect(rows.flat()).to.include("-100.01");
  });

  it("XLSX: amounts are number cells with two decimals exactly, texts are texts, and the bytes are the same again", async () => {
    const bytes = (await filesOf({ format: "xlsx" })).get("books-all.xlsx") ?? Buffer.alloc(0);
    const sheets = readWorkbook(bytes);
    expect([...sheets.keys()].slice(0, 6)).to.deep.equal([
      "说明",
      "试算平衡表",
      "科目余额表",
      "总账明细",
      "日记账",
      "基金收支表",
    ]);
    const cells = [...(sheets.get("试算平衡表")?.values() ?? [])];
    const numbers = cells.filter(({ kind }) => kind === "number").map(({ value }) => value);
    expect(numbers).to.include.members(["10070.01", "100.01"]);
    expect(numbers.every((value) => /^\d+\.\d\d$/.test(value) && parseSignedYuan(value) !== undefined)).to.equal(true);
    const ledgerTexts = [...(sheets.get("总账明细")?.values() ?? [])].filter(({ kind }) => kind === "text");
    expect(ledgerTexts.some(({ value }) => value.startsWith('=HYPERLINK("x";"y") | <b> & "q"'))).to.equal(true);
    expect((await filesOf({ format: "xlsx" })).get("books-all.xlsx")?.equals(bytes)).to.equal(true);
  });

  it("LED-11 audit XML is well formed, re-adding vouchers gives the balances, and balances roll on by month", async () => {
    const files = await filesOf({ format: "audit-xml" });
    const text = files.get("general-ledger-all.xml")?.toString("utf8") ?? "";
    const yuan = (cell: string | undefined): Fen => parseSignedYuan(cell ?? "") ?? ZERO;
    const key = (row: { readonly [field: string]: string }): string =>
      [row.科目编号, row.辅助项1编号, row.辅助项2编号].filter(Boolean).join("/");
    const signed = (side: string | undefined, amount: string | undefined): Fen =>
      fen(side === "贷" ? -yuan(amount) : yuan(amount));
    const vouchers = auditRows(text, "记账凭证").map(
      (row) => [key(row), fen(yuan(row.借方本币金额) - yuan(row.贷方本币金额))] as const,
    );
    expect(sum(vouchers.map(([, amount]) => amount))).to.equal(ZERO);
    expect(byCode(vouchers)).to.have.deep.members(ledger());
    const rows = auditRows(text, "科目余额及发生额");
    const before = new Map<string, Fen>();
    for (const row of rows) {
      const opening = signed(row.期初余额方向, row.期初本币余额);
      const closing = signed(row.期末余额方向, row.期末本币余额);
      expect(opening, key(row)).to.equal(before.get(key(row)) ?? ZERO);
      expect(opening + yuan(row.借方本币金额) - yuan(row.贷方本币金额), key(row)).to.equal(closing);
      before.set(key(row), closing);
    }
    expect(byCode(before)).to.have.deep.members(ledger());
    const used = new Set(rows.map((row) => row.科目编号));
    const accounts = auditRows(text, "会计科目").map((row) => row.科目编号);
    expect(accounts).to.include.members([...used, "4101"]);
    const values = auditRows(files.get("public-archive-all.xml")?.toString("utf8") ?? "", "自定义档案项值");
    expect(values.map((row) => row.档案值编码)).to.include.members(["S01", "medical", "base"]);
  });

  it("LED-8 the statements tie to the trial balance, in tables and in the audit set alike", async () => {
    const table = await tablesOf("2026-10");
    const closing = (row: string) => table("statement-position").find((cells) => cells[1] === row)?.[3];
    expect([closing("60"), closing("120"), closing("101"), closing("105")]).to.deep.equal([
      "10070.94",
      "10070.94",
      "9970.93",
      "100.01",
    ]);
    const text = await textOf({ format: "audit-xml", period: "2026-10" }, "general-ledger-2026-10.xml");
    expect(auditRows(text, "报表集").map((row) => row.报表报告期)).to.deep.equal(Array(4).fill("202610"));
    const items = auditRows(text, "报表项数据");
    const ofReport = (report: string, item: string) =>
      items.find((row) => row.报表编号 === report && row.报表项编号 === item)?.报表项数值;
    expect([ofReport("1", "60-2"), ofReport("1", "120-2")]).to.deep.equal(["10070.94", "10070.94"]);
    const cash = table("statement-cash-flow").find((cells) => cells[1] === "61");
    expect(cash?.slice(2)).to.deep.equal([ofReport("3", "61-1"), ofReport("3", "61-2")]);
    expect(cash?.[2]).to.equal("1.00");
  });

  it("LED-8 the workbook's statements show the figures of the CSV's, row by row", async () => {
    const table = await tablesOf("2026-10");
    const sheets = readWorkbook(
      (await filesOf({ format: "xlsx", period: "2026-10" })).get("books-2026-10.xlsx") ?? Buffer.alloc(0),
    );
    const names = {
      "statement-position": "资产负债表（会民非 01 表）",
      "statement-activities": "业务活动表（会民非 02 表）",
    };
    for (const [name, title] of Object.entries(names)) {
      const numbers = [...(sheets.get(title)?.values() ?? [])].filter(({ value }) => /^-?\d+\.\d\d$/.test(value));
      const amounts = table(name).flatMap((cells) => cells.filter((cell) => /^-?\d+\.\d\d$/.test(cell)));
      expect(
        numbers.map(({ value }) => value).filter((value) => value !== "0.00"),
        title,
      ).to.deep.equal(amounts.filter((amount) => amount !== "0.00"));
      expect(numbers.length, title).to.be.greaterThan(8);
    }
  });

  it("LED-5 vouchers of a month and type are numbered without a gap, the same whatever is exported", async () => {
    const numbersOf = (rows: readonly string[][]) =>
      [...new Set(rows.map((row) => row[4] ?? ""))].filter(Boolean).sort();
    const all = numbersOf(readCsv(await textOf({ format: "csv" }, "general-ledger-all.csv")).slice(1));
    const september = ["记-2026-09-0001", "记-2026-09-0002", "记-2026-09-0003", "转-2026-09-0001"];
    expect(all).to.have.members(["收-2026-08-0001", ...september, "记-2026-10-0001"]);
    expect(numbersOf((await tablesOf("2026-09"))("general-ledger"))).to.have.members(september);
  });

  it("reservations are in no format", async () => {
    for (const format of ["csv", "hledger", "beancount", "audit-xml"] as const)
      for (const [name, file] of await filesOf({ format }))
        expect(file.toString("utf8"), name).not.to.match(/\bB[12]\b/);
  });

  it("refuses an empty month, a month of the journal and too much at once", async () => {
    const refusals = [
      await books.service.files({ format: "csv", period: "2031-01", lang: "en" }),
      await books.service.files({ format: "jsonl", period: "2026-09", lang: "en" }),
      await books.serviceOver(books.chapters, 5).files({ format: "csv", lang: "en" }),
    ];
    expect(refusals).to.deep.equal([
      { refused: "export_empty", period: "2031-01", months: "2026-08, 2026-09, 2026-10" },
      { refused: "export_whole_only", period: "2026-09" },
      { refused: "export_too_large", most: 5 },
    ]);
  });

  it("PII-2 numbers of people in the words of a voucher are masked in every format", async () => {
    for (const format of ["csv", "hledger", "beancount", "audit-xml"] as const) {
      const text = [...(await filesOf({ format })).values()].join("\n");
      expect(text, format).not.to.match(/138 1234 5678|44030019900101123X/);
      expect(text, format).to.include("****5678").and.include("****123X");
    }
  });
});
