import type { Gift, GiftRefund } from "../donations/public.ts";
import { absolute } from "../kernel/money.ts";
import type { StatementBook } from "./statement-book.ts";
import type { StatementRow } from "./statement-row.ts";

/**
 * The refund of a gift that is in the books already and that this row is: first by a number that both sides have (its sum
 * may differ, then a person must look), else one of the same sum that no row explains. A refund explains one row (REC-3),
 * so of two refunds of one sum each finds its own.
 */
export const bookedRefund = (book: StatementBook, gift: Gift, row: StatementRow): GiftRefund | undefined => {
  const free = gift.refunds.filter(({ ref }) => book.rowOfRefund(gift.id, ref) === undefined);
  return (
    free.find((refund) => hasNumberOf(refund, row)) ??
    free.find((refund) => mayBe(refund, row) && !isNamedElsewhere(book, refund, row))
  );
};

/**
 * What a booked refund is called: by the provider (`ref`: a card's balance transaction or refund, a wallet's refund
 * number) and by us (`asked`: 商户退款单号, 请求号). A wallet row's identity ends with the provider's number.
 */
const hasNumberOf = ({ ref, asked }: GiftRefund, row: StatementRow): boolean =>
  ref === row.id ||
  row.id.endsWith(`/${ref}`) ||
  (row.refundNo !== undefined && (ref === row.refundNo || asked === row.refundNo));

const mayBe = (refund: GiftRefund, row: StatementRow): boolean =>
  refund.amount === absolute(row.amount) &&
  refund.chargeback === (row.kind === "dispute") &&
  !hasOtherNumber(refund, row);

/** Both sides have a number of one sort, and it differs: another refund, however equal the sums are. */
const hasOtherNumber = ({ ref, asked }: GiftRefund, row: StatementRow): boolean => {
  if (row.charge === undefined) return asked !== undefined && row.refundNo !== undefined;
  const sort = /^[a-z]+_/.exec(ref)?.[0];
  return sort !== undefined && [row.id, row.refundNo].some((number) => number?.startsWith(sort) === true);
};

const isNamedElsewhere = (book: StatementBook, refund: GiftRefund, row: StatementRow): boolean => {
  const numbers = refund.asked === undefined ? [refund.ref] : [refund.ref, refund.asked];
  return numbers.some((number) =>
    [...book.numbered(row.account, number)].some((other) => other.key !== row.key && hasNumberOf(refund, other)),
  );
};
