import { limits } from "../../config/limits.ts";
import { type BusinessDate, firstDay, lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { isRefusal, type Refusal, refuse } from "../kernel/result.ts";
import { type Bilingual, fullDay, type Words, wholeNumber, yearMonth } from "../platform/display.ts";
import type { BookSheet, SheetName } from "./book-sheet.ts";
import type { BooksFacts } from "./books-data.ts";
import { accountOf } from "./chart-of-accounts.ts";
import type { KnownBooks } from "./known-books.ts";
import { accountLedgerSheet, generalLedgerSheet, trialBalanceSheet } from "./ledger-sheets.ts";
import { type BankAccount, bankSheet, fundsSheet } from "./money-sheets.ts";
import type { LedgerRoutesDeps } from "./ports.ts";
import { codeOfPath } from "./posting.ts";
import { statementSheets } from "./statement-sheets.ts";
import { financialStatements } from "./statements.ts";
import { trialBalance } from "./trial-balance.ts";

/** What somebody asked to see; every field has been given its default. */
export type AskedSheet = {
  readonly name: SheetName;
  readonly period: Period;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly account: string;
  readonly view: "before_close" | "after_close";
  readonly known: KnownBooks;
  readonly words: Words;
  /** On paper both sides of a form stand beside each other. What leaves the desk says up to which line it knows. */
  readonly medium: "page" | "paper" | "workbook";
};

export type SheetDeps = Pick<LedgerRoutesDeps, "ledger" | "reader"> &
  Pick<BooksFacts, "funds" | "statement"> & {
    /** What the banks say at the end of a day beside the books (LED-7). */
    readonly bankAccounts: (on: BusinessDate) => readonly BankAccount[];
  };

/** The sheets of a name. Bank and fund sheets are of the books as they stand now. */
export const sheetsOf = async (deps: SheetDeps, asked: AskedSheet): Promise<readonly BookSheet[] | Refusal> => {
  const { words, known, period, medium } = asked;
  const paired = medium === "paper";
  switch (asked.name) {
    case "statements": {
      const about = aboutKnown(asked, words.t("sheet.about.month", { month: yearMonth(words, period) }));
      const statements = financialStatements(known.balances, period);
      return statementSheets(statements, { words, about, paired, fundName: fundNameIn(deps) });
    }
    case "trial-balance": {
      const { to: on, view } = asked;
      return [
        trialBalanceSheet(trialBalance(known.balances, { on, view }), { words, about: aboutDay(asked), on, view }),
      ];
    }
    case "general-ledger":
      return [generalLedgerSheet(await deps.reader.generalLedger(known, asked), { words, about: aboutDays(asked) })];
    case "account-ledger": {
      const ledger = await deps.reader.accountLedger(known, asked);
      if (isRefusal(ledger)) return ledger;
      const textOf = (voucher: string): string => deps.ledger.vouchers.get(voucher)?.text ?? voucher;
      return [accountLedgerSheet(ledger, { words, about: aboutDays(asked), textOf })];
    }
    case "bank":
      return [bankSheet(deps.bankAccounts(asked.to), { words, about: aboutDay(asked), paired, on: asked.to })];
    case "funds": {
      const statements = deps.funds().flatMap(({ code }) => deps.statement(code, asked.to) ?? []);
      return [fundsSheet(statements, { words, about: aboutDays(asked), goods: goodsOn(deps, asked.to) })];
    }
  }
};

/** Refuses a sheet that is too long for paper: drawing it would hold up everybody else. */
export const printable = (sheets: readonly BookSheet[]): readonly BookSheet[] | Refusal => {
  const rows = sheets.flatMap(({ tables }) => tables).reduce((count, table) => count + table.rows.length, 0);
  return rows > limits.paperRows ? refuse("paper_too_long", { rows, most: limits.paperRows }) : sheets;
};

const goodsOn = ({ ledger }: SheetDeps, day: BusinessDate) =>
  ledger.balances.sumUpTo(day, ({ path, on }) => accountOf(codeOfPath(path), on)?.key === "goods");

const fundNameIn = ({ funds }: SheetDeps): ((code: string) => Bilingual) => {
  const names = new Map(funds().map(({ code, name }) => [code, name]));
  return (code) => names.get(code) ?? { zh: code, en: code };
};

/** The days that a query leaves open: a month given alone is all of it. */
export const windowOf = (
  query: { readonly period?: string; readonly from?: string; readonly to?: string },
  today: BusinessDate,
): { readonly period: Period; readonly from: BusinessDate; readonly to: BusinessDate } => {
  const period = query.period ?? periodOf(query.to ?? today);
  return { period, from: query.from ?? firstDay(period), to: query.to ?? lastDay(period) };
};

const aboutDay = (asked: AskedSheet): string =>
  aboutKnown(asked, asked.words.t("sheet.about.day", { on: fullDay(asked.words, asked.to) }));
const aboutDays = (asked: AskedSheet): string => {
  const { words, from, to } = asked;
  return aboutKnown(asked, words.t("sheet.about.days", { from: fullDay(words, from), to: fullDay(words, to) }));
};
const aboutKnown = ({ words, known, medium }: AskedSheet, about: string): string =>
  words.t(medium === "page" ? "sheet.about.now" : "sheet.about.known", { about, lines: wholeNumber(known.lines) });
