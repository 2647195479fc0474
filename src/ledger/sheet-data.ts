import { type BusinessDate, firstDay, lastDay, type Period, periodOf } from "../kernel/dates.ts";
import { isRefusal, type Refusal } from "../kernel/result.ts";
import { fullDay, type Words, wholeNumber, yearMonth } from "../platform/display.ts";
import type { BookSheet, SheetName } from "./book-sheet.ts";
import type { BooksFacts } from "./books-data.ts";
import type { KnownBooks } from "./known-books.ts";
import { accountLedgerSheet, type BankAccount, bankSheet, fundsSheet, generalLedgerSheet } from "./ledger-sheets.ts";
import type { LedgerRoutesDeps } from "./ports.ts";
import { statementSheets } from "./statement-sheets.ts";
import { financialStatements } from "./statements.ts";

/** What somebody asked to see; every field has been given its default. */
export type AskedSheet = {
  readonly name: SheetName;
  readonly period: Period;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly account: string;
  readonly known: KnownBooks;
  readonly words: Words;
  /** For paper: both sides of the balance sheet beside each other. */
  readonly paired: boolean;
};

export type SheetDeps = Pick<LedgerRoutesDeps, "ledger" | "reader"> &
  Pick<BooksFacts, "funds" | "statement"> & {
    /** What the banks say at the end of a day beside the books (LED-7). */
    readonly bankAccounts: (on: BusinessDate) => readonly BankAccount[];
  };

/** The sheets of a name. Bank and fund sheets are of the books as they stand now. */
export const sheetsOf = async (deps: SheetDeps, asked: AskedSheet): Promise<readonly BookSheet[] | Refusal> => {
  const { words, known, period } = asked;
  switch (asked.name) {
    case "statements": {
      const about = aboutKnown(asked, words.t("sheet.about.month", { month: yearMonth(words, period) }));
      const statements = financialStatements(known.balances, period);
      return statementSheets(statements, { words, about, paired: asked.paired });
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
      return [bankSheet(deps.bankAccounts(asked.to), { words, about: aboutDay(asked) })];
    case "funds": {
      const statements = deps.funds().flatMap(({ code }) => deps.statement(code, asked.to) ?? []);
      return [fundsSheet(statements, { words, about: aboutDay(asked) })];
    }
  }
};

/** The days that a query leaves open: a month given alone is all of it. */
export const windowOf = (
  query: { readonly period?: string; readonly from?: string; readonly to?: string },
  today: BusinessDate,
): { readonly period: Period; readonly from: BusinessDate; readonly to: BusinessDate } => {
  const period = query.period ?? periodOf(query.to ?? today);
  return { period, from: query.from ?? firstDay(period), to: query.to ?? lastDay(period) };
};

const aboutDay = ({ words, to }: AskedSheet): string => words.t("sheet.about.day", { on: fullDay(words, to) });
const aboutDays = (asked: AskedSheet): string => {
  const { words, from, to } = asked;
  return aboutKnown(asked, words.t("sheet.about.days", { from: fullDay(words, from), to: fullDay(words, to) }));
};
const aboutKnown = ({ words, known, paired }: AskedSheet, about: string): string =>
  words.t(paired ? "sheet.about.known" : "sheet.about.now", { about, lines: wholeNumber(known.lines) });
