import type { Disbursements, Request } from "../disbursements/public.ts";
import type { Donations, Gift, Goods } from "../donations/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import type { RecordKind } from "../people/public.ts";
import type { Receipts } from "../receipts/public.ts";
import { type Bound, lastBound } from "./retention.ts";

export type SubjectBooks = {
  readonly donations: Pick<Donations, "gift" | "byRef" | "goodsLot">;
  readonly disbursements: Pick<Disbursements, "request">;
  readonly receipts: Pick<Receipts, "receipt" | "byGift">;
};

/** What is held of a person because of one gift, lot of goods or request; opaque ids and counts only. */
export type Subject = {
  readonly record: RecordKind;
  readonly of: string;
  /** As the person knows it. */
  readonly number: string;
  readonly fund: string;
  readonly state: string;
  readonly on: BusinessDate;
  /** Left out for goods without a reliable value. */
  readonly amount?: Fen;
  /** Nobody for a gift of before the opening. */
  readonly person?: string;
  /** Payees of a request whom a change replaced: nothing was ever paid to them. */
  readonly former: readonly string[];
  readonly receipts: readonly string[];
  readonly evidence: number;
  /** What people wrote about a case. */
  readonly notes: number;
  /** Sealed files in which the person may be named: papers, notes, drawn receipts. */
  readonly files: readonly string[];
  /** A request that is under way: it has to be withdrawn or ended first. */
  readonly open: boolean;
  /** Undefined: nothing forbids erasing. */
  readonly bound?: Bound;
};

/** What the books hold under an id, as a line names it. */
export const subjectOf = (books: SubjectBooks, record: RecordKind, of: string): Subject | undefined => {
  switch (record) {
    case "gift": {
      const gift = books.donations.gift(of);
      return gift && giftSubject(books, gift);
    }
    case "goods": {
      const lot = books.donations.goodsLot(of);
      return lot && goodsSubject(books, lot);
    }
    case "request": {
      const request = books.disbursements.request(of);
      return request && requestSubject(request);
    }
  }
};

/** By what a donor or applicant can name: the number of a gift, a receipt, a lot of goods or a request. Never by a name. */
export const findSubject = (books: SubjectBooks, number: string): Subject | undefined => {
  const typed = number.normalize("NFKC").trim();
  const asked = [typed, typed.toUpperCase()];
  for (const text of asked) {
    const gift = books.donations.gift(text) ?? books.donations.byRef(text);
    if (gift) return giftSubject(books, gift);
    const receipt = books.receipts.receipt(text);
    if (receipt) return subjectOf(books, receipt.form, receipt.gift);
    const other = subjectOf(books, "goods", text) ?? subjectOf(books, "request", text);
    if (other) return other;
  }
  return undefined;
};

const giftSubject = (books: SubjectBooks, gift: Gift): Subject => {
  const settled = gift.settledOn === undefined ? [] : [gift.settledOn];
  return {
    record: "gift",
    of: gift.id,
    number: gift.ref,
    fund: gift.fund,
    state: gift.state,
    on: gift.settledOn ?? gift.promisedOn,
    amount: gift.amount,
    ...(gift.donor === undefined ? {} : { person: gift.donor }),
    ...given(books, gift.id, [...settled, ...gift.refunds.map(({ on }) => on)]),
  };
};

const goodsSubject = (books: SubjectBooks, lot: Goods): Subject => ({
  record: "goods",
  of: lot.no,
  number: lot.no,
  fund: lot.fund,
  state: "accepted",
  on: lot.receivedOn,
  ...(lot.value === undefined ? {} : { amount: lot.value }),
  person: lot.donor,
  ...given(books, lot.no, lot.value === undefined ? [] : [lot.receivedOn]),
});

/** What gifts and goods have in common: their receipts, and what their vouchers and receipts bind. */
const given = (books: SubjectBooks, id: string, voucher: readonly BusinessDate[]) => {
  const receipts = books.receipts.byGift(id);
  const bound = lastBound({ voucher, receipt: receipts.map(({ issuedOn }) => issuedOn) });
  return {
    former: [],
    receipts: receipts.map(({ serial }) => serial),
    evidence: 0,
    notes: 0,
    files: receipts.flatMap(({ rendered }) => rendered?.file ?? []),
    open: false,
    ...(bound === undefined ? {} : { bound }),
  };
};

/** Ended without a payment, or paid. */
const ENDED: ReadonlySet<string> = new Set(["rejected", "refused", "withdrawn", "paid", "returned", "confirmed"]);

const requestSubject = (request: Request): Subject => {
  const paid = [request.paidOn, request.returnedOn].filter((on) => on !== undefined);
  const bound = lastBound({ voucher: paid, receipt: [] });
  const evidence = new Set(request.evidence.map(({ file }) => file));
  return {
    record: "request",
    of: request.no,
    number: request.no,
    fund: request.fund,
    state: request.state,
    on: request.requestedOn,
    amount: request.amount,
    person: request.payee,
    former: [...new Set(request.formerPayees)].filter((payee) => payee !== request.payee),
    receipts: [],
    evidence: evidence.size,
    notes: request.files.filter((file) => !evidence.has(file)).length,
    files: request.files,
    open: !ENDED.has(request.state),
    ...(bound === undefined ? {} : { bound }),
  };
};
