import { absolute, displayYuan, type Fen, minus, negate, sum, ZERO } from "../kernel/money.ts";
import { day, pick, type Words } from "../platform/display.ts";
import { type BookSheet, left, right, type SheetRow } from "./book-sheet.ts";
import { accountOf } from "./chart-of-accounts.ts";
import type { AccountEntry, AccountLedger, GeneralLedger } from "./general-ledger.ts";
import { codeOfPath } from "./posting.ts";
import type { TrialBalance } from "./trial-balance.ts";

type Paper = { readonly words: Words; readonly about: string };
/** 试算平衡表 at the end of a day; a side of nothing is left blank. Says by how much it is off, if it is (LED-1). */
export const trialBalanceSheet = (
  balance: TrialBalance,
  { words, about, on, view }: Paper & { readonly on: string; readonly view: "before_close" | "after_close" },
): BookSheet => {
  const off = minus(balance.totalDebit, balance.totalCredit);
  return {
    title: words.t("trial.title"),
    about,
    layout: "portrait",
    notes: off === 0n ? [] : [words.t("equation.off", { amount: displayYuan(off) })],
    tables: [
      {
        caption: words.t(`trial.${view}`),
        unit: words.t("sheet.unit"),
        columns: [
          left(words.t("trial.account"), 20),
          left(words.t("sheet.name"), 36),
          ...["debit", "credit"].map((name) => right(words.t(`trial.${name}`), 22)),
        ],
        rows: [
          ...balance.rows.map(
            ({ account, debit, credit }): SheetRow => ({
              kind: "row",
              cells: [account, nameOf(words, account, on), debit, credit],
            }),
          ),
          { kind: "grand", cells: [words.t("head.total"), "", balance.totalDebit, balance.totalCredit] },
        ],
      },
    ],
  };
};

/** 总账 over some days: what stood, what moved and what stands, each on its side, so that all six columns add up. */
export const generalLedgerSheet = (ledger: GeneralLedger, { words, about }: Paper): BookSheet => {
  const amounts = ledger.accounts.map(({ opening, debit, credit, closing }) => [
    ...sidesOf(opening),
    debit,
    credit,
    ...sidesOf(closing),
  ]);
  const columns = ["opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit"];
  return {
    title: words.t("sheet.general_ledger"),
    about,
    layout: "landscape",
    notes: [],
    tables: [
      {
        caption: words.t("sheet.general_ledger.caption"),
        unit: words.t("sheet.unit"),
        columns: [
          left(words.t("trial.account"), 8),
          left(words.t("sheet.name"), 20),
          ...columns.map((name) => right(words.t(`sheet.${name}`), 14)),
        ],
        rows: [
          ...ledger.accounts.map(
            ({ account }, at): SheetRow => ({
              kind: "row",
              cells: [account, nameOf(words, account, ledger.to), ...(amounts[at] ?? [])],
            }),
          ),
          {
            kind: "grand",
            cells: [
              words.t("head.total"),
              "",
              ...columns.map((_name, at) => sum(amounts.map((row) => row[at] ?? ZERO))),
            ],
          },
        ],
      },
    ],
  };
};

const sidesOf = (amount: Fen): [debit: Fen, credit: Fen] => (amount < 0n ? [ZERO, negate(amount)] : [amount, ZERO]);

/** 明细账 of an account, or the 日记账 of a money account; `textOf` gives the words of a manual voucher. */
export const accountLedgerSheet = (
  ledger: AccountLedger,
  { words, about, textOf }: Paper & { readonly textOf: (voucher: string) => string },
): BookSheet => {
  const cash = accountOf(codeOfPath(ledger.account), ledger.to)?.class === "money";
  const line = (row: AccountEntry): SheetRow => ({
    kind: "row",
    cells: [
      row.entry.on,
      row.entry.number,
      reasonOf(row.entry, { words, textOf }),
      row.against.join(" "),
      row.debit,
      row.credit,
      ...standing(words, row.balance),
    ],
  });
  return {
    title: words.t(cash ? "sheet.cash_book" : "sheet.account_ledger"),
    about,
    layout: "landscape",
    notes: [],
    tables: [
      {
        caption: `${ledger.account} ${nameOf(words, ledger.account, ledger.to)}`.trim(),
        unit: words.t("sheet.unit"),
        columns: [
          left(words.t("sheet.day"), 10),
          left(words.t("sheet.number"), 14),
          left(words.t("voucher.text"), 26),
          left(words.t("sheet.against"), 14),
          ...["debit", "credit"].map((name) => right(words.t(`sheet.${name}`), 13)),
          right(words.t("sheet.side"), 4),
          right(words.t("sheet.balance"), 13),
        ],
        rows: [
          {
            kind: "total",
            cells: [ledger.from, "", words.t("sheet.opening"), "", "", "", ...standing(words, ledger.opening)],
          },
          ...ledger.rows.map(line),
          {
            kind: "grand",
            cells: [
              ledger.to,
              "",
              words.t("head.total"),
              "",
              ledger.debit,
              ledger.credit,
              ...standing(words, ledger.closing),
            ],
          },
        ],
      },
    ],
  };
};

/** A balance as ledgers print it: the side it stands on, and how much. */
const standing = (words: Words, balance: Fen): [side: string, amount: Fen] => {
  if (balance === 0n) return [words.t("sheet.side.even"), ZERO];
  return [words.t(balance > 0n ? "sheet.side.debit" : "sheet.side.credit"), absolute(balance)];
};

/** Kinds of lines that have words of their own; another one prints its name. */
const WORDED = new Set([
  "opening.posted",
  "donation.settled",
  "donation.refunded",
  "goods.accepted",
  "goods.given",
  "payout.settled",
  "provider.fee",
  "aid.paid",
  "aid.returned",
  "agency.received",
  "agency.paid",
  "agency.bounced",
  "management.fee",
  "transfer.posted",
  "bank.ruled",
  "match.taken_back",
  "line.suspended",
  "period.closed",
  "period.reopened",
  "restriction.released",
]);

const reasonOf = (
  entry: AccountEntry["entry"],
  { words, textOf }: { readonly words: Words; readonly textOf: (voucher: string) => string },
): string => {
  const named = WORDED.has(entry.kind) ? words.t(`basis.${entry.kind}`) : entry.kind;
  const reason = entry.voucher === undefined ? named : textOf(entry.voucher);
  return entry.relatesTo === undefined ? reason : words.t("sheet.late", { reason, on: day(words, entry.relatesTo) });
};

/** The name of the account that a path stands on, by the chart of a day; nothing for one that it does not have. */
export const nameOf = (words: Words, account: string, on: string): string => {
  const known = accountOf(codeOfPath(account), on);
  return known ? pick(words, known) : "";
};
