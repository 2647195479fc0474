import { limits } from "../../config/limits.ts";
import { type BusinessDate, type Period, periodOf } from "../kernel/dates.ts";
import { negate } from "../kernel/money.ts";
import type { Bilingual, Words } from "../platform/display.ts";
import { mapPage, pageOf } from "../platform/paging.ts";
import { accountOf } from "./chart-of-accounts.ts";
import type { Ledger } from "./ledger.ts";
import { codeOfPath, postingAmount } from "./posting.ts";
import type { BooksPage, FundStatement, VoucherLine, VoucherRow } from "./views.ts";
import type { Voucher } from "./voucher.ts";

/** What the page of the books needs from the modules above. */
export type BooksFacts = {
  /** The funds in the federation's order. */
  readonly funds: () => BooksPage["funds"];
  /** A fund's statement of the month of a day, up to that day; undefined for an unknown fund. */
  readonly statement: (fund: string, on: BusinessDate) => FundStatement | undefined;
  /** What must be done before a month can be closed. */
  readonly checklist: (period: Period) => BooksPage["checklist"];
  /** Staff by id, for names on pages. */
  readonly members: () => Promise<readonly { readonly id: string; readonly name: string }[]>;
};

type Asked = {
  readonly me: string;
  readonly on: BusinessDate;
  readonly period: Period;
  readonly fund: string | undefined;
  /** Page of the vouchers. */
  readonly vouchers: string | undefined;
  readonly words: Words;
  readonly mayPost: boolean;
  readonly mayReverse: boolean;
  readonly mayClose: boolean;
};
type Data = Omit<BooksPage, "mayBook" | "whyNotClose" | "filled" | "formKey">;

/** The facts of the page of the books at the end of a day. */
export const booksData = async (deps: BooksFacts & { readonly ledger: Ledger }, asked: Asked): Promise<Data> => {
  const { ledger } = deps;
  const names = new Map((await deps.members()).map(({ id, name }) => [`user:${id}`, name]));
  const funds = deps.funds();
  const fund = asked.fund ?? funds[0]?.code;
  const statement = fund === undefined ? undefined : deps.statement(fund, asked.on);
  const paths = [...ledger.balances.accounts()].map(([path]) => path);
  return {
    on: asked.on,
    funds,
    ...(statement === undefined ? {} : { statement }),
    vouchers: mapPage(pageOf(waitingFirst(ledger), asked.vouchers, limits.voucherCards), (voucher) =>
      voucherRow(voucher, { asked, names }),
    ),
    accounts: [...accountNames(paths, asked.on)].map(([code, name]) => ({ code, name })),
    period: asked.period,
    checklist: deps.checklist(asked.period),
    closed: ledger.periods.all().map(({ period }) => period),
    ...reopenOf(ledger, asked),
  };
};

/** The newest first, before all those that wait for somebody. */
const waitingFirst = ({ vouchers }: Ledger): Voucher[] => {
  const newest = [...vouchers.all()].reverse();
  const waits = ({ state }: Voucher): boolean => state === "proposed";
  return [...newest.filter(waits), ...newest.filter((voucher) => !waits(voucher))];
};

/** What the page says of opening the last closed month again (LED-6). */
const reopenOf = ({ periods }: Ledger, asked: Asked): Pick<BooksPage, "reopen"> => {
  const period = periods
    .all()
    .map((row) => row.period)
    .sort()
    .at(-1);
  if (period === undefined) return {};
  const proposal = periods.reopenProposal(period);
  if (!proposal) return { reopen: { period, may: asked.mayReverse ? "propose" : "" } };
  const may = asked.mayClose && proposal.by !== asked.me ? "approve" : "";
  return { reopen: { period, reason: proposal.reason, may } };
};

/** The names of accounts by path, sorted as text; budget accounts and those the chart of the day does not have are left out. */
const accountNames = (paths: readonly string[], on: BusinessDate): Map<string, Bilingual> => {
  const names = new Map<string, Bilingual>();
  for (const path of [...paths].sort()) {
    const account = accountOf(codeOfPath(path), on);
    if (account && account.class !== "budget") names.set(path, { zh: account.zh, en: account.en });
  }
  return names;
};

/** The month to close next: the earliest that moves and is not closed, else the month of today. */
export const closingPeriod = ({ balances, periods }: Ledger, today: BusinessDate): Period => {
  let first = periodOf(today);
  for (const { on, basis } of balances.moved({ to: today })) {
    if (basis !== "opening.posted" && on < first && !periods.isClosed(on)) first = periodOf(on);
  }
  return first;
};

const voucherRow = (
  voucher: Voucher,
  { asked, names }: { readonly asked: Asked; readonly names: ReadonlyMap<string, string> },
): VoucherRow => {
  const nameOf = (actor: string): string => names.get(actor) ?? actor;
  const whyNot = whyNotOf(voucher, asked);
  return {
    id: voucher.id,
    ...(voucher.number === undefined ? {} : { number: voucher.number }),
    on: voucher.on,
    text: voucher.text,
    maker: nameOf(voucher.maker),
    ...(voucher.poster === undefined ? {} : { poster: nameOf(voucher.poster) }),
    state: voucher.state,
    lines: voucher.post.map(lineOf),
    ...(whyNot === undefined ? {} : { whyNot }),
    journalLine: voucher.line,
    ...(voucher.relatesTo === undefined ? {} : { relatesTo: voucher.relatesTo }),
    attachments: voucher.attachments.map(({ file, digest, bytes }) => ({
      href: `/desk/books/vouchers/${voucher.id}/attachments/${file}`,
      digest,
      bytes,
    })),
  };
};

const lineOf = (posting: Voucher["post"][number]): VoucherLine => {
  const amount = postingAmount(posting);
  return amount < 0n ? { account: posting[0], credit: negate(amount) } : { account: posting[0], debit: amount };
};

const whyNotOf = (voucher: Voucher, { me, words, mayPost, mayReverse }: Asked): string | undefined => {
  const may = voucher.state === "proposed" ? mayPost : mayReverse;
  if (!may) return words.t("why.role");
  if (voucher.state === "proposed" && voucher.maker === me) return words.t("error.same_person", { rule: "LED-9" });
  return undefined;
};
