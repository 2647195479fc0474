import { type Fen, plus, sum, ZERO } from "../kernel/money.ts";
import { type Bilingual, pick, type Words } from "../platform/display.ts";
import { type BookSheet, left, right, type SheetCell, type SheetRow, type SheetTable } from "./book-sheet.ts";
import { nameOf } from "./ledger-sheets.ts";

type Paper = { readonly words: Words; readonly about: string };

/** What a bank says beside what the books say, fen; `statement` is missing while none was imported (LED-7). */
export type BankAccount = {
  readonly account: string;
  /** The bank, as the federation's file has it; missing for a wallet. */
  readonly bank?: string;
  readonly book: Fen;
  readonly statement?: Fen;
  /** In the books and not at the bank: + received, − paid. */
  readonly outstanding: readonly { readonly id: string; readonly amount: Fen }[];
  readonly unexplained: Fen;
};

type BankPaper = Paper & { readonly paired: boolean; readonly on: string };
type Half = readonly [name: string, amount: SheetCell];

/**
 * 银行存款余额调节表 (LED-7): from the books and from the statement to the same balance. What the bank has and the books have
 * not is nothing here, because an imported row is posted or the file is refused. `paired` as on paper, both sides on a line.
 */
export const bankSheet = (accounts: readonly BankAccount[], { words, about, paired, on }: BankPaper): BookSheet => ({
  title: words.t("sheet.bank"),
  about,
  layout: "portrait",
  notes: [words.t("sheet.bank.note")],
  tables: accounts.map((account) => bankTable(account, { words, paired, on })),
});

const bankTable = (account: BankAccount, { words, paired, on }: Omit<BankPaper, "about">): SheetTable => {
  const ours: Half[] = [
    [words.t("sheet.bank.book"), account.book],
    [words.t("sheet.bank.book.in"), ""],
    [words.t("sheet.bank.book.out"), ""],
  ];
  const received = account.outstanding.filter(({ amount }) => amount > 0n);
  const paid = account.outstanding.filter(({ amount }) => amount < 0n);
  const items = (rows: BankAccount["outstanding"]): Half[] =>
    rows.map(({ id, amount }) => [words.t("sheet.bank.item", { id }), amount]);
  const theirs: Half[] = [
    [words.t("sheet.bank.statement"), account.statement ?? words.t("sheet.bank.none")],
    [words.t("sheet.bank.statement.in"), received.length === 0 ? "" : sumOf(received)],
    ...items(received),
    [words.t("sheet.bank.statement.out"), paid.length === 0 ? "" : sumOf(paid)],
    ...items(paid),
  ];
  const adjusted = words.t("sheet.bank.adjusted");
  const explained = plus(account.statement ?? ZERO, sumOf(account.outstanding));
  const unexplained: Half = [words.t("sheet.bank.unexplained"), account.unexplained];
  const head = {
    caption: `${account.account} ${account.bank ?? nameOf(words, account.account, on)}`,
    unit: words.t("sheet.unit"),
  };
  if (paired) {
    const lines = Array.from({ length: Math.max(ours.length, theirs.length) }, (_, at): SheetRow => {
      const [own, other] = [ours[at] ?? ["", ""], theirs[at] ?? ["", ""]];
      return { kind: "row", cells: [...own, "", ...other] };
    });
    return {
      ...head,
      columns: [...columnsOf(words, "ours"), left("", 3), ...columnsOf(words, "theirs")],
      rows: [
        ...lines,
        { kind: "total", cells: [adjusted, account.book, "", adjusted, explained] },
        { kind: "grand", cells: [...unexplained, "", "", ""] },
      ],
    };
  }
  const row = (half: Half): SheetRow => ({ kind: "row", cells: half });
  return {
    ...head,
    columns: [left(words.t("head.item"), 70), right(words.t("head.amount"), 30)],
    rows: [
      ...ours.map(row),
      { kind: "total", cells: [adjusted, account.book] },
      ...theirs.map(row),
      { kind: "total", cells: [adjusted, explained] },
      { kind: "grand", cells: unexplained },
    ],
  };
};

const columnsOf = (words: Words, side: "ours" | "theirs") => [
  left(words.t(`sheet.bank.${side}`), 28),
  right(words.t("head.amount"), 20),
];
const sumOf = (rows: readonly { readonly amount: Fen }[]): Fen => sum(rows.map(({ amount }) => amount));

type FundStatement = {
  readonly fund: Bilingual;
  readonly opening: Fen;
  readonly rows: readonly { readonly key: string; readonly amount: Fen }[];
  readonly closing: Fen;
  readonly reserved: Fen;
  readonly available: Fen;
};

/** 基金收支表 of every fund: its month up to a day. With the goods of all funds it is the net assets of 会民非01. */
export const fundsSheet = (
  statements: readonly FundStatement[],
  { words, about, goods }: Paper & { readonly goods: Fen },
): BookSheet => {
  const names = ["opening", "moved", "closing", "reserved", "available"];
  const totals = totalsOf(statements);
  return {
    title: words.t("sheet.funds"),
    about,
    layout: "portrait",
    notes: [words.t("sheet.funds.note", { count: statements.length })],
    tables: [
      {
        caption: words.t("sheet.funds.all"),
        unit: words.t("sheet.unit"),
        columns: [left(words.t("head.fund"), 32), ...names.map((name) => right(words.t(`sheet.${name}`), 15))],
        rows: [
          ...statements.map(
            (row): SheetRow => ({
              kind: "row",
              cells: [pick(words, row.fund), row.opening, movedOf(row), row.closing, row.reserved, row.available],
            }),
          ),
          { kind: "total", cells: [words.t("head.total"), ...totals] },
          { kind: "row", cells: [words.t("sheet.funds.goods"), "", "", goods, "", ""] },
          { kind: "grand", cells: [words.t("sheet.funds.net"), "", "", plus(totals[2] ?? ZERO, goods), "", ""] },
        ],
      },
      ...statements.map((row) => fundTable(row, words)),
    ],
  };
};

const fundTable = (row: FundStatement, words: Words): SheetTable => ({
  caption: pick(words, row.fund),
  unit: words.t("sheet.unit"),
  columns: [left(words.t("head.item"), 70), right(words.t("head.amount"), 30)],
  rows: [
    { kind: "row", cells: [words.t("equation.opening"), row.opening] },
    ...row.rows
      .filter(({ amount }) => amount !== 0n)
      .map(({ key, amount }): SheetRow => ({ kind: "row", cells: [words.t(`statement.${key}`), amount] })),
    { kind: "grand", cells: [words.t("fund.balance"), row.closing] },
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
