import type { BusinessDate } from "../kernel/dates.ts";
import { maskName } from "../kernel/mask.ts";
import { absolute, type Fen, parseSignedYuan, sum, ZERO } from "../kernel/money.ts";
import { type Bilingual, day, type Words } from "../platform/display.ts";
import type { Donations } from "../donations/public.ts";
import type { Funds } from "../funds/public.ts";
import type { Ledger } from "../ledger/public.ts";
import { bookingCase, payoutCase } from "./case-facts.ts";
import { differenceCount, differences, type Difference as Waiting } from "./differences.ts";
import { accountFigures } from "./figures.ts";
import { type LatePayout, latePayouts } from "./late-payouts.ts";
import { inOrder, type OpenPromise } from "./matching.ts";
import { providerLacks } from "./provider-lacks.ts";
import { memoOf } from "./row-facts.ts";
import type { Reconciliation } from "./reconciliation.ts";
import type { ReconciliationService } from "./service.ts";
import type { StatementRow } from "./statement-row.ts";
import type { Ambiguity, Difference, ReconciliationPage } from "./views.ts";

export type DeskBooks = {
  readonly reconciliation: Reconciliation;
  readonly donations: Donations;
  readonly funds: Funds;
  readonly ledger: Ledger;
};
type Asked = {
  readonly today: BusinessDate;
  readonly words: Words;
  /** The name of a member of staff by the actor of a command. */
  readonly nameOf: (by: string) => string;
};

/** What the desk of the statements shows. Names come masked: a person compares, the plain name stays in the vault. */
export const deskData = async (
  books: DeskBooks & { readonly service: Pick<ReconciliationService, "candidates" | "texts"> },
  asked: Asked & { readonly row?: string },
): Promise<Omit<ReconciliationPage, "mayRule" | "formKey">> => {
  const { proposed, ambiguous } = await books.service.candidates();
  const proposals = proposed.map(({ row, promise }) => ({
    line: row.key,
    gift: promise.gift,
    amount: row.amount,
    paidOn: row.on,
    promisedOn: promise.promisedOn,
    holder: maskName(promise.name),
    fund: fundOf(books, promise.gift),
  }));
  const unclear = ambiguousRows(books, ambiguous);
  const at = Math.max(
    0,
    unclear.findIndex(({ row }) => row.key === asked.row),
  );
  const shown = unclear[at];
  const statement = lastStatement(books);
  return {
    ...(statement === undefined ? {} : { statement }),
    matched: books.reconciliation.book.matchedOn(asked.today),
    unexplained: unexplainedOf(books, asked.today),
    differences: differenceRows(books, asked),
    proposals,
    ...(shown === undefined ? {} : { ambiguity: { ...(await ambiguityOf(books, shown)), ...placeOf(unclear, at) } }),
    today: asked.today,
  };
};

/** The rows that wait, with the words of their reason, the payouts that should have come (REC-10), and what a provider lacks (REC-11). */
export const differenceRows = (books: CaseBooks, asked: Asked): readonly Difference[] => [
  ...latePayoutRows(books, asked),
  ...lackRows(books, asked),
  ...waitingRows(books, asked),
];

/** How many of all there are. */
export const casesWaiting = ({ reconciliation: { book }, funds }: CaseBooks, today: BusinessDate): number =>
  differenceCount(book) + lateOf({ book, funds }, today).length + providerLacks(book, today).length;

/** The rows of bank accounts that no rule and no person has matched, in their order. */
export const bankRowsWaiting = ({ book }: Pick<Reconciliation, "book">): StatementRow[] =>
  [...book.waiting()].filter(({ kind, amount }) => kind === "entry" && amount !== 0n).sort(inOrder);

type CaseBooks = Pick<DeskBooks, "reconciliation" | "funds">;

const lateOf = (
  { book, funds }: { readonly book: Reconciliation["book"]; readonly funds: Funds },
  today: BusinessDate,
): readonly LatePayout[] =>
  latePayouts(book, { merchants: funds.merchants(), nonBusinessDays: funds.calendar(), today });

const latePayoutRows = ({ reconciliation: { book }, funds }: CaseBooks, { today, words }: Asked): Difference[] =>
  lateOf({ book, funds }, today).map(({ account, batch, on, due, amount }) => ({
    id: `${account}|${batch}`,
    href: caseHref(payoutCase({ account, batch })),
    code: "payout_late",
    detail: { batch, due: day(words, due) },
    channel: amount,
    amount,
    since: on,
    owner: words.t("role.bookkeeper"),
  }));

/** What the books have from a provider and its bill has not (REC-11). */
const lackRows = ({ reconciliation: { book } }: CaseBooks, { today, words }: Asked): Difference[] =>
  providerLacks(book, today).map(({ booking }) => ({
    id: booking.key,
    href: caseHref(bookingCase(booking)),
    code: "provider_missing",
    detail: { on: day(words, booking.on) },
    book: booking.amount,
    amount: booking.amount,
    since: booking.on,
    owner: words.t("role.bookkeeper"),
  }));

const caseHref = (key: string): string => `/desk/reconciliation/case?key=${encodeURIComponent(key)}`;

const waitingRows = (books: CaseBooks, { today, words, nameOf }: Asked): Difference[] =>
  differences(books.reconciliation.book, today).map((waiting) => ({
    id: waiting.row.key,
    href: `/desk/reconciliation/row?key=${encodeURIComponent(waiting.row.key)}`,
    ...reasonOf(waiting),
    ...(waiting.row.kind === "entry" ? { bank: waiting.row.amount } : { channel: waiting.row.amount }),
    amount: waiting.row.amount,
    since: waiting.row.on,
    owner: ownerOf(waiting.row, { words, nameOf }),
  }));

/** Who took a row on, else the office that looks after all of them. */
const ownerOf = ({ state }: StatementRow, { words, nameOf }: Pick<Asked, "words" | "nameOf">): string =>
  state.is === "suspended" && state.owner !== undefined ? nameOf(state.owner) : words.t("role.bookkeeper");

const REASONS = ["open", "taken_back", "unknown_credit", "unknown_debit", "ambiguous", "proposed", "no_order"] as const;

/** A reason that has no words of its own is the code of a refusal. */
const reasonOf = ({ reason, candidates }: Waiting): Pick<Difference, "code" | "detail"> => {
  const known = REASONS.find((code) => code === reason);
  return known === undefined
    ? { code: "refused", detail: { code: reason } }
    : { code: known, detail: { count: candidates.length } };
};

type Unclear = { readonly row: StatementRow; readonly promises: readonly OpenPromise[] };

/** Rows that a run found ambiguous and nobody has set aside. */
const ambiguousRows = (books: DeskBooks, ambiguous: ReadonlyMap<string, readonly OpenPromise[]>): Unclear[] =>
  [...ambiguous].flatMap(([key, promises]) => {
    const row = books.reconciliation.book.row(key);
    return row?.state.is === "suspended" && row.state.reason === "ambiguous" ? [{ row, promises }] : [];
  });

/** Where a row stands among the ambiguous ones, and its neighbours. */
const placeOf = (unclear: readonly Unclear[], at: number): Pick<Ambiguity, "no" | "of" | "previous" | "next"> => {
  const previous = unclear[at - 1]?.row.key;
  const next = unclear[at + 1]?.row.key;
  return {
    no: at + 1,
    of: unclear.length,
    ...(previous === undefined ? {} : { previous }),
    ...(next === undefined ? {} : { next }),
  };
};

const ambiguityOf = async (
  books: DeskBooks & { readonly service: Pick<ReconciliationService, "texts"> },
  { row, promises }: Unclear,
): Promise<Omit<Ambiguity, "no" | "of">> => {
  const text = (await books.service.texts([row])).get(row.key);
  return {
    line: row.key,
    amount: row.amount,
    at: row.at,
    holder: maskName(text?.counterparty ?? ""),
    memo: text ? memoOf(text) : "",
    candidates: promises.map((promise) => ({
      gift: promise.gift,
      code: promise.ref,
      amount: promise.amount,
      promisedOn: promise.promisedOn,
      holder: maskName(promise.name),
      fund: fundOf(books, promise.gift),
      differs: promise.promisedOn === row.on ? [] : (["date"] as const),
    })),
  };
};

const fundOf = (books: DeskBooks, gift: string): Bilingual => {
  const code = books.donations.gift(gift)?.fund ?? "";
  const fund = books.funds.fund(code);
  return fund ? { zh: fund.nameZh, en: fund.nameEn } : { zh: code, en: code };
};

const lastStatement = ({ reconciliation, funds }: DeskBooks): ReconciliationPage["statement"] => {
  const closed = reconciliation.book
    .statements()
    .filter(({ to, closing }) => to !== undefined && closing !== undefined);
  const last = closed.sort((a, b) => ((a.to ?? "") < (b.to ?? "") ? -1 : 1)).at(-1);
  if (last?.to === undefined) return undefined;
  const bank = funds.accounts().find(({ account }) => account === last.account)?.bank;
  const name = bank === undefined ? last.account : `${bank} ${last.account}`;
  const count = closed.filter(({ account }) => account === last.account).length;
  return { name: { zh: name, en: name }, on: last.to, count };
};

/** What no statement and no outstanding item explains, all accounts together, without their signs (LED-7). */
const unexplainedOf = (books: DeskBooks, today: BusinessDate): Fen => {
  const figures = accountFigures(
    {
      book: books.reconciliation.book,
      ledger: books.ledger,
      accounts: books.funds.accounts(),
      channels: books.funds.merchants(),
      openingDate: books.funds.federation()?.openingDate ?? "",
    },
    today,
  );
  return sum(figures.map(({ unexplained }) => absolute(parseSignedYuan(String(unexplained)) ?? ZERO)));
};
