import { type Fen, negate, sum, ZERO } from "../kernel/money.ts";
import { type Bilingual, day, pick, type Words } from "../platform/display.ts";
import { type BookSheet, left, right, type SheetRow } from "./book-sheet.ts";
import { accountOf } from "./chart-of-accounts.ts";
import type { AccountEntry, AccountLedger, GeneralLedger } from "./general-ledger.ts";
import { codeOfPath } from "./posting.ts";

type Paper = { readonly words: Words; readonly about: string };
/** What a bank says beside what the books say, fen; `statement` is missing while none was imported (LED-7). */
export type BankAccount = {
  readonly account: string;
  readonly book: Fen;
  readonly statement?: Fen;
  readonly outstanding: readonly { readonly id: string; readonly amount: Fen }[];
  readonly unexplained: Fen;
};

/** 总账 over some days. */
export const generalLedgerSheet = (ledger: GeneralLedger, { words, about }: Paper): BookSheet => ({
  title: words.t("sheet.general_ledger"),
  about,
  layout: "landscape",
  notes: [],
  tables: [
    {
      caption: words.t("sheet.unit"),
      columns: [
        left(words.t("trial.account"), 12),
        left(words.t("sheet.name"), 24),
        ...["opening", "debit", "credit", "closing"].map((name) => right(words.t(`sheet.${name}`), 16)),
      ],
      rows: [
        ...ledger.accounts.map(
          (row): SheetRow => ({
            kind: "row",
            cells: [
              row.account,
              nameOf(words, row.account, ledger.to),
              row.opening,
              row.debit,
              row.credit,
              row.closing,
            ],
          }),
        ),
        { kind: "grand", cells: [words.t("head.total"), "", "", ledger.debit, ledger.credit, ""] },
      ],
    },
  ],
});

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
      row.balance,
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
        columns: [
          left(words.t("sheet.day"), 10),
          left(words.t("sheet.number"), 14),
          left(words.t("voucher.text"), 26),
          left(words.t("sheet.against"), 14),
          ...["debit", "credit", "balance"].map((name) => right(words.t(`sheet.${name}`), 13)),
        ],
        rows: [
          { kind: "total", cells: [ledger.from, "", words.t("sheet.opening"), "", "", "", ledger.opening] },
          ...ledger.rows.map(line),
          {
            kind: "grand",
            cells: [ledger.to, "", words.t("head.total"), "", ledger.debit, ledger.credit, ledger.closing],
          },
        ],
      },
    ],
  };
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

/** 银行存款余额调节表: book, outstanding items, statement, and what stays unexplained (LED-7). */
export const bankSheet = (accounts: readonly BankAccount[], { words, about }: Paper): BookSheet => ({
  title: words.t("sheet.bank"),
  about,
  layout: "portrait",
  notes: [words.t("sheet.bank.note")],
  tables: accounts.map((account) => ({
    caption: account.account,
    columns: [left(words.t("head.item"), 70), right(words.t("head.amount"), 30)],
    rows: [
      { kind: "row", cells: [words.t("sheet.bank.book"), account.book] },
      ...account.outstanding.map(
        ({ id, amount }): SheetRow => ({
          kind: "row",
          cells: [words.t("sheet.bank.outstanding", { id }), negate(amount)],
        }),
      ),
      { kind: "total", cells: [words.t("sheet.bank.statement"), account.statement ?? ZERO] },
      { kind: "grand", cells: [words.t("sheet.bank.unexplained"), account.unexplained] },
    ],
  })),
});

type FundStatement = {
  readonly fund: Bilingual;
  readonly opening: Fen;
  readonly rows: readonly { readonly key: string; readonly amount: Fen }[];
  readonly closing: Fen;
  readonly reserved: Fen;
  readonly available: Fen;
};

/** 基金收支表 of every fund: its month up to a day. */
export const fundsSheet = (statements: readonly FundStatement[], { words, about }: Paper): BookSheet => ({
  title: words.t("statement.title"),
  about,
  layout: "portrait",
  notes: [words.t("sheet.funds.note", { count: statements.length })],
  tables: [
    {
      caption: words.t("sheet.unit"),
      columns: [
        left(words.t("head.fund"), 30),
        ...["opening", "moved", "closing", "reserved", "available"].map((name) => right(words.t(`sheet.${name}`), 14)),
      ],
      rows: [
        ...statements.map(
          (row): SheetRow => ({
            kind: "row",
            cells: [pick(words, row.fund), row.opening, movedOf(row), row.closing, row.reserved, row.available],
          }),
        ),
        { kind: "grand", cells: [words.t("head.total"), ...totalsOf(statements)] },
      ],
    },
    ...statements.map((row) => ({
      caption: pick(words, row.fund),
      columns: [left(words.t("head.item"), 70), right(words.t("head.amount"), 30)],
      rows: [
        { kind: "row", cells: [words.t("equation.opening"), row.opening] } as const,
        ...row.rows
          .filter(({ amount }) => amount !== 0n)
          .map(({ key, amount }): SheetRow => ({ kind: "row", cells: [words.t(`statement.${key}`), amount] })),
        { kind: "grand", cells: [words.t("fund.balance"), row.closing] } as const,
      ],
    })),
  ],
});

const movedOf = (row: FundStatement): Fen => sum(row.rows.map(({ amount }) => amount));
const totalsOf = (rows: readonly FundStatement[]): Fen[] => [
  sum(rows.map(({ opening }) => opening)),
  sum(rows.map(movedOf)),
  sum(rows.map(({ closing }) => closing)),
  sum(rows.map(({ reserved }) => reserved)),
  sum(rows.map(({ available }) => available)),
];

const nameOf = (words: Words, account: string, on: string): string => {
  const known = accountOf(codeOfPath(account), on);
  return known ? pick(words, known) : "";
};
