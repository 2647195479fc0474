import type { BookSheet } from "../../src/ledger/book-sheet.ts";
import { openNumbering } from "../../src/ledger/entries.ts";
import { openAccountLedger, openGeneralLedger } from "../../src/ledger/general-ledger.ts";
import { accountLedgerSheet, generalLedgerSheet, trialBalanceSheet } from "../../src/ledger/ledger-sheets.ts";
import { bankSheet, fundsSheet } from "../../src/ledger/money-sheets.ts";
import { trialBalance } from "../../src/ledger/trial-balance.ts";
import { negate } from "../../src/kernel/money.ts";
import type { SheetPage } from "../../src/ledger/sheet-view.ts";
import { statementSheets } from "../../src/ledger/statement-sheets.ts";
import { financialStatements } from "../../src/ledger/statements.ts";
import type { Words } from "../../src/platform/display.ts";
import { yuan } from "./sample-disclosure.ts";
import { postJanuary } from "./january-2026.ts";
import { openPaperBooks } from "./paper-books.ts";

const PERIOD = "2026-01";
const WINDOW = { from: "2026-01-01", to: "2026-01-31" };
const ABOUT = "2026-01";

/** The worked month of the rules, closed. */
export const openJanuaryBooks = () => {
  const books = openPaperBooks();
  postJanuary(books);
  books.close(PERIOD);
  const numbered = openNumbering();
  const entries = books.lines.flatMap((line, index) => numbered(line, index) ?? []);
  return { ...books, entries };
};

/** Every kind of sheet over the worked month. */
export const januarySheets = (words: Words, paired: boolean): BookSheet[] => {
  const { ledger, entries } = openJanuaryBooks();
  const general = openGeneralLedger(ledger.balances, WINDOW);
  for (const entry of entries) general.add(entry);
  return [
    ...statementSheets(financialStatements(ledger.balances, PERIOD), {
      words,
      about: ABOUT,
      paired,
      fundName: (code) => ({ zh: `基金 ${code}`, en: `Fund ${code}` }),
    }),
    trialSheet(words),
    generalLedgerSheet(general.result(), { words, about: ABOUT }),
    accountSheet(words, "1002"),
    bankSheet(
      [
        {
          account: "1009/wechat",
          book: yuan("100"),
          outstanding: [{ id: "2026-01-31", amount: yuan("100") }],
          unexplained: yuan("0"),
        },
        { account: "1002/base", book: yuan("5"), statement: yuan("5"), outstanding: [], unexplained: yuan("0") },
      ],
      { words, about: ABOUT, paired, on: WINDOW.to },
    ),
    fundsSheet(
      [
        {
          fund: { zh: "东篱街道社区服务基金", en: "Dongli Street Community Service Fund" },
          opening: yuan("1000"),
          rows: [
            { key: "cash_income", amount: yuan("188") },
            { key: "aid_paid", amount: negate(yuan("60")) },
          ],
          closing: yuan("1128"),
          reserved: yuan("100"),
          available: yuan("1028"),
        },
      ],
      { words, about: ABOUT, goods: yuan("1000") },
    ),
  ];
};

const trialSheet = (words: Words): BookSheet => {
  const { ledger } = openJanuaryBooks();
  const at = { on: WINDOW.to, view: "before_close" } as const;
  return trialBalanceSheet(trialBalance(ledger.balances, at), { words, about: ABOUT, ...at });
};

const accountSheet = (words: Words, account: string): BookSheet => {
  const { ledger, entries } = openJanuaryBooks();
  const book = openAccountLedger(ledger.balances, WINDOW, account);
  for (const entry of entries) book.add(entry);
  return accountLedgerSheet(book.result(), { words, about: ABOUT, textOf: (voucher) => voucher });
};

const page = {
  period: PERIOD,
  ...WINDOW,
  view: "before_close" as const,
  account: "1002",
  accounts: ["1002", "1002/base"],
};
export const statementsPage = (words: Words): SheetPage => ({
  ...page,
  name: "statements",
  sheets: januarySheets(words, false),
  asKnownAt: 12,
});
export const trialBalancePage = (words: Words): SheetPage => ({
  ...page,
  name: "trial-balance",
  sheets: [trialSheet(words)],
});
export const accountLedgerPage = (words: Words): SheetPage => ({
  ...page,
  name: "account-ledger",
  sheets: [accountSheet(words, "1002")],
});
