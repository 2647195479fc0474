import { periodOf } from "../kernel/dates.ts";
import { absolute, type Fen, formatYuan, negate, ZERO } from "../kernel/money.ts";
import { type AccountClass, codeOfPath } from "../ledger/public.ts";
import type { Words } from "../platform/display.ts";
import { auditTable, compactDay, type Fields, periodFields } from "./audit-table.ts";
import { reportRows } from "./audit-reports.ts";
import { basisWord } from "./basis-words.ts";
import { accountIn, type BookExport, type MonthEnd, monthsIn, pathsOf, turnoverOf } from "./book-export.ts";
import { dimensionsOf } from "./dimensions.ts";
import type { Entry } from "./entry.ts";

/** Accounts, their dimensions, opening and closing by month, and every entry, as rows of the general ledger of the standard. */
export const auditLedger = (book: BookExport, words: Words): string[] => [
  auditTable("T201", "总账基础信息", {
    结构分隔符: "-",
    会计科目编号规则: "4-2",
    现金流量项目编码规则: "",
    凭证头可扩展字段结构: words.t("exports.column.line"),
    凭证头可扩展结构对应档案: "",
    分录行可扩展字段结构: "",
    分录行可扩展字段对应档案: "",
  }),
  ...accountsOf(book).map(({ code, zh, name }) =>
    auditTable("T202", "会计科目", {
      科目编号: code,
      科目名称: zh,
      科目级次: code.length > 4 ? "2" : "1",
      科目类型: TYPES[name].type,
      余额方向: TYPES[name].side,
    }),
  ),
  ...assisted(book, words),
  ...monthsIn(book).reduce<Months>(balanceRows, { rows: [], before: book.opening, book }).rows,
  ...book.entries.flatMap((entry) => voucherRows(book, entry, words)),
  ...reportRows(book, words),
];

/** The number of a voucher's type by the first character of the voucher's number. */
export const VOUCHER_TYPES: { readonly [series: string]: string } = { 收: "1", 付: "2", 转: "3", 记: "4" };

const TYPES: { readonly [name in AccountClass]: { readonly type: string; readonly side: "借" | "贷" } } = {
  money: { type: "资产", side: "借" },
  asset: { type: "资产", side: "借" },
  liability: { type: "负债", side: "贷" },
  unrestrictedNetAssets: { type: "净资产", side: "贷" },
  restrictedNetAssets: { type: "净资产", side: "贷" },
  unrestrictedIncome: { type: "收入", side: "贷" },
  restrictedIncome: { type: "收入", side: "贷" },
  cost: { type: "费用", side: "借" },
  budget: { type: "预算", side: "借" },
};

type AccountLine = { readonly code: string; readonly zh: string; readonly name: AccountClass };

/** The accounts that the export uses, each six-digit one under its account of four digits. */
const accountsOf = (book: BookExport): AccountLine[] => {
  const lines = new Map<string, AccountLine>();
  for (const path of pathsOf(book)) {
    const code = codeOfPath(path);
    const { zh, class: name } = accountIn(book, path);
    lines.set(code, { code, zh, name });
    const upper = code.slice(0, 4);
    if (upper !== code) lines.set(upper, { code: upper, zh: zh.split("·")[0] ?? zh, name });
  }
  return [...lines.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
};

const assisted = (book: BookExport, words: Words): string[] => {
  const rows = new Map<string, string>();
  for (const path of pathsOf(book))
    for (const [i, { dimension }] of dimensionsOf(book, path).entries()) {
      rows.set(
        `${codeOfPath(path)} ${i}`,
        auditTable("T203", "科目辅助核算", {
          科目编号: codeOfPath(path),
          辅助项编号: `辅助项${i + 1}编号`,
          辅助项名称: words.t(`exports.dimension.${dimension}`),
          对应档案: dimension,
          辅助项描述: words.t(`exports.dimension.${dimension}.about`),
        }),
      );
    }
  return [...rows.values()];
};

type Months = { readonly rows: string[]; readonly before: ReadonlyMap<string, Fen>; readonly book: BookExport };

/** A row for each account and month: opening, what moved on either side, closing. */
const balanceRows = ({ rows, before, book }: Months, month: MonthEnd): Months => {
  const moved = turnoverOf(month.entries);
  for (const [path, closing] of [...month.balances].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const opening = before.get(path) ?? ZERO;
    rows.push(
      auditTable("T205", "科目余额及发生额", {
        科目编号: codeOfPath(path),
        ...assistFields(book, path),
        期初余额方向: sideOf(opening),
        期末余额方向: sideOf(closing),
        币种编码: "CNY",
        ...periodFields(month.period),
        ...inCny("期初", "余额", absolute(opening)),
        ...inCny("借方", "金额", moved.debit.get(path) ?? ZERO),
        ...inCny("贷方", "金额", moved.credit.get(path) ?? ZERO),
        ...inCny("期末", "余额", absolute(closing)),
      }),
    );
  }
  return { rows, before: month.balances, book };
};

const voucherRows = (book: BookExport, entry: Entry, words: Words): string[] =>
  entry.post.map(({ path, amount }, i) =>
    auditTable("T206", "记账凭证", {
      记账凭证日期: compactDay(entry.on),
      ...periodFields(periodOf(entry.on)),
      记账凭证类型编号: VOUCHER_TYPES[entry.number.charAt(0)] ?? "",
      记账凭证编号: entry.number,
      记账凭证行号: String(i + 1),
      记账凭证摘要: [entry.text ?? basisWord(words, entry.basis), entry.reference].filter(Boolean).join(" "),
      科目编号: codeOfPath(path),
      ...assistFields(book, path),
      币种编码: "CNY",
      ...inCny("借方", "金额", amount < 0n ? ZERO : amount),
      ...inCny("贷方", "金额", amount < 0n ? negate(amount) : ZERO),
      凭证头可扩展字段结构值: String(entry.line),
      制单人: entry.maker,
      记账人: entry.poster,
      记账标志: "1",
      作废标志: "0",
      凭证来源系统: entry.basis,
    }),
  );

/** The books have one currency: the amount in the currency of the entry is the amount in that of the books. */
const inCny = (of: string, kind: "余额" | "金额", amount: Fen): Fields => ({
  [`${of}原币${kind}`]: formatYuan(amount),
  [`${of}本币${kind}`]: formatYuan(amount),
});

const assistFields = (book: BookExport, path: string): Fields =>
  Object.fromEntries(dimensionsOf(book, path).map(({ code }, i) => [`辅助项${i + 1}编号`, code]));

const sideOf = (amount: Fen): string => (amount === 0n ? "平" : amount > 0n ? "借" : "贷");
