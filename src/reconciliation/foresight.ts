import type { Gift } from "../donations/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { absolute, type Fen } from "../kernel/money.ts";
import type { Refusal } from "../kernel/result.ts";
import type { StatementLine } from "./statement-line.ts";

/** What a gift must tell for a row to be compared with it. */
export type SeenGift = Pick<Gift, "id" | "state" | "amount" | "via" | "account">;

/** What is asked of the books about rows that are not in them. */
export type Foresight = {
  readonly openingDate: BusinessDate;
  readonly byRef: (ref: string) => SeenGift | undefined;
  readonly refusalToSettle: (gift: SeenGift, amount: Fen) => Refusal | undefined;
};

/** The rule by which a run will match a row, or the reason for which it will wait. */
export type Foreseen = { readonly rule: string } | { readonly waits: string };

/**
 * What a run will do with a row of a wallet or of cards, by its order number (REC-9, first rule). Refunds are compared
 * with the whole gift: an earlier refund may still make one wait. Rows of banks need the words of all others: `bank`.
 */
export const foresee = (books: Foresight, line: StatementLine, account: string): Foreseen => {
  switch (line.kind) {
    case "entry":
      return { rule: "bank" };
    case "fee":
    case "payout":
      return { rule: line.kind };
    case "refund":
    case "dispute":
      return line.charge === undefined ? refundOf(books, line) : { rule: "charge" };
    case "payment":
    case "charge":
      return paymentOf(books, line, account);
  }
};

const paymentOf = (books: Foresight, line: StatementLine, account: string): Foreseen => {
  if (line.on < books.openingDate) return { rule: "before_opening" };
  if (line.gift) return { rule: "gift" };
  const gift = line.orderNo === undefined ? undefined : books.byRef(line.orderNo);
  if (!gift) return { waits: "no_order" };
  if (gift.state !== "pledged" && gift.account === account && gift.amount === line.amount) return { rule: "order_no" };
  const refusal = books.refusalToSettle(gift, line.amount);
  return refusal ? { waits: refusal.refused } : { rule: "order_no" };
};

const refundOf = (books: Foresight, line: StatementLine): Foreseen => {
  const gift = line.orderNo === undefined ? undefined : books.byRef(line.orderNo);
  if (!gift) return { waits: "no_order" };
  return absolute(line.amount) > gift.amount ? { waits: "refund_over_gift" } : { rule: "refund_order_no" };
};
