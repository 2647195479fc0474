import type { BusinessDate, Period } from "../kernel/dates.ts";
import { displayYuan, type Fen, minus, plus } from "../kernel/money.ts";
import {
  type Bilingual,
  day,
  digestEnds,
  fileSize,
  fullDay,
  pick,
  type Words,
  wholeNumber,
  yearMonth,
} from "../platform/display.ts";
import { type Paged, pageLinks } from "../platform/paging.ts";
import { sheetLinks } from "./sheet-view.ts";

export type WhyNotClose = "" | "not_over" | "is_closed" | "not_proposed" | "waits" | "same_person";

export type VoucherLine = { readonly account: string; readonly debit?: Fen; readonly credit?: Fen };
/** A fund up to and with a day; money in positive, money out negative. */
export type FundStatement = {
  readonly fund: Bilingual;
  readonly code: string;
  readonly opening: Fen;
  readonly rows: readonly { readonly key: string; readonly amount: Fen }[];
  readonly closing: Fen;
  readonly reserved: Fen;
  readonly available: Fen;
};
export type VoucherRow = {
  readonly id: string;
  readonly number?: string;
  readonly on: BusinessDate;
  readonly text: string;
  readonly maker: string;
  readonly poster?: string;
  readonly state: "proposed" | "posted" | "reversed" | "withdrawn";
  readonly lines: readonly VoucherLine[];
  readonly relatesTo?: BusinessDate;
  readonly attachments: readonly { readonly href: string; readonly digest: string; readonly bytes: number }[];
  /** Empty when I may post or reverse it. */
  readonly whyNot?: string;
  readonly journalLine: number;
};
export type BooksPage = {
  readonly on: BusinessDate;
  readonly funds: readonly { readonly code: string; readonly name: Bilingual }[];
  readonly statement?: FundStatement;
  readonly vouchers: Paged<VoucherRow>;
  readonly accounts: readonly { readonly code: string; readonly name: Bilingual }[];
  readonly period: Period;
  readonly checklist: readonly { readonly code: string; readonly done: boolean; readonly open: readonly string[] }[];
  readonly closed: readonly Period[];
  /** The last closed month: whether somebody proposed to open it again, and what I may do. */
  readonly reopen?: { readonly period: Period; readonly reason?: string; readonly may: "propose" | "approve" | "" };
  readonly mayBook: boolean;
  /** Why the person who looks cannot close the month, if not for its checklist; empty when they can. */
  readonly whyNotClose: WhyNotClose;
  /** What stands in the form of a voucher before anybody typed. */
  readonly filled: { readonly [field: string]: string };
  readonly formKey: string;
};
/** Open items of one point of the close that are named; the rest are counted. */
const OPEN_SHOWN = 5;
/** Empty rows of the voucher form. */
const ROWS = 4;
const VOUCHER_TONES = { proposed: "wait", posted: "done", reversed: "stop", withdrawn: "stop" } as const;

/** The last row that has something in it. */
const filledRows = (values: BooksPage["filled"]): number =>
  Math.max(0, ...Object.keys(values).map((field) => Number(/_(\d)$/.exec(field)?.[1] ?? 0)));

export const booksView = (page: BooksPage, words: Words) => ({
  desk: true,
  sheets: sheetLinks(words),
  on: page.on,
  day: fullDay(words, page.on),
  funds: page.funds.map((fund) => ({
    value: fund.code,
    word: pick(words, fund.name),
    selected: fund.code === page.statement?.code,
  })),
  statement: page.statement ? statementView(page.statement, words) : (false as const),
  vouchers: page.vouchers.rows.map((voucher) => voucherView(voucher, page, words)),
  voucherLinks: pageLinks(page.vouchers, (at) => `/desk/books?vouchers=${at}#h-vouchers`, words),
  accounts: page.accounts.map((account) => ({
    value: account.code,
    word: `${account.code} ${pick(words, account.name)}`,
  })),
  rows: Array.from({ length: Math.max(ROWS, filledRows(page.filled)) }, (_, i) => i + 1),
  prefilled: (field: string) => page.filled[field] ?? "",
  month: yearMonth(words, page.period),
  period: page.period,
  checklist: page.checklist.map((item) => ({
    done: item.done,
    sentence: words.t(`close.${item.code}`),
    open: item.done
      ? ""
      : words.t("close.open_items", {
          count: wholeNumber(item.open.length),
          list: item.open.slice(0, OPEN_SHOWN).join(words.t("list.comma")),
        }),
    head: words.t(item.done ? "close.done" : "close.open"),
  })),
  reopen: page.reopen
    ? {
        ...page.reopen,
        month: yearMonth(words, page.reopen.period),
        reason: page.reopen.reason ?? "",
      }
    : (false as const),
  closed: page.closed.map((period) => yearMonth(words, period)).join(words.t("list.comma")),
  mayBook: page.mayBook,
  whyNotClose: whyNotCloseOf(page, words),
  key: page.formKey,
});

const voucherView = (voucher: VoucherRow, { accounts, mayBook }: BooksPage, words: Words) => ({
  id: voucher.id,
  title: words.t("voucher.title", {
    number: voucher.number ?? words.t("voucher.no_number"),
    on: day(words, voucher.on),
  }),
  text: voucher.text,
  late: voucher.relatesTo === undefined ? "" : words.t("voucher.late", { on: fullDay(words, voucher.relatesTo) }),
  attachments: voucher.attachments.map(({ href, digest, bytes }, at) => ({
    href,
    word: words.t("voucher.attachment", { number: at + 1, size: fileSize(bytes), digest: digestEnds(digest) }),
  })),
  proposed: voucher.state === "proposed",
  people: voucher.poster
    ? words.t("voucher.people.posted", {
        maker: voucher.maker,
        poster: voucher.poster,
        line: wholeNumber(voucher.journalLine),
      })
    : words.t("voucher.people.proposed", { maker: voucher.maker }),
  tone: VOUCHER_TONES[voucher.state],
  state: words.t(`voucher.state.${voucher.state}`),
  lines: voucher.lines.map((line) => ({
    account: line.account,
    name: nameOf(accounts, line.account, words),
    debit: line.debit === undefined ? "" : displayYuan(line.debit),
    credit: line.credit === undefined ? "" : displayYuan(line.credit),
  })),
  act: voucher.state === "proposed" ? "posting" : voucher.state === "posted" && mayBook ? "reversal" : "",
  whyNot: voucher.whyNot ?? "",
});

const nameOf = (accounts: BooksPage["accounts"], path: string, words: Words): string => {
  const account = accounts.find(({ code }) => code === path);
  return account ? pick(words, account.name) : "";
};

const whyNotCloseOf = ({ whyNotClose, checklist }: BooksPage, words: Words): string => {
  if (whyNotClose !== "") return words.t(`close.why.${whyNotClose}`);
  return checklist.every((item) => item.done) ? "" : words.t("close.not_ready");
};

const statementView = (statement: FundStatement, words: Words) => {
  const computed = statement.rows.reduce((total, row) => plus(total, row.amount), statement.opening);
  const held = minus(minus(statement.closing, statement.reserved), statement.available);
  return {
    fund: pick(words, statement.fund),
    opening: displayYuan(statement.opening),
    rows: statement.rows
      .filter((row) => row.amount !== 0n)
      .map((row) => ({ name: words.t(`statement.${row.key}`), amount: displayYuan(row.amount) })),
    closing: displayYuan(statement.closing),
    reserved: displayYuan(statement.reserved),
    held: held === 0n ? "" : displayYuan(held),
    available: displayYuan(statement.available),
    off: computed === statement.closing ? "" : displayYuan(minus(statement.closing, computed)),
  };
};
