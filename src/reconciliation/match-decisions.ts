import type { Command, Draft } from "../journal/chapter.ts";
import { absolute, divideHalfUp, type Fen, fen, negate } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit } from "../ledger/public.ts";
import type { GiftRefund } from "../donations/public.ts";
import { bookedRefund } from "./booked-refund.ts";
import type { Books } from "./books.ts";
import { matchData } from "./match-data.ts";
import type { BankRule } from "./matching.ts";
import type { StatementRow } from "./statement-row.ts";
import { moneySide } from "./suspense.ts";

/** A payment, charge or bank credit that is a gift: settles it, or only notes it, on the day on which a webhook settled it before. */
export const decideSettlement = (books: Books, row: StatementRow, command: Command): Draft | Refusal => {
  const gift = books.donations.gift(String(command.input.gift));
  if (!gift) return refuse("gift_unknown", { gift: String(command.input.gift) });
  const extra = matchData(row, command, books);
  if (gift.state !== "pledged") {
    const sameChannel = gift.settledLine !== undefined && gift.account === row.account && gift.amount === row.amount;
    if (!sameChannel || row.state.is === "suspended") return refuse("gift_already_settled", { gift: gift.id });
    return { kind: "line.matched", on: gift.settledOn ?? row.on, data: { ...extra.data, target: gift.id } };
  }
  const refusal = books.donations.refusalToSettle(gift, row.amount);
  if (refusal) return refusal;
  return books.donations.settlement({
    gift,
    on: extra.on,
    account: moneySide(row),
    amount: row.amount,
    extra: extra.data,
  });
};

/**
 * A refund or a lost dispute of a gift, whoever started it (PIT-7, GIFT-30). One that a webhook booked before is not
 * booked again: its row is tied to it, unless the sum differs.
 */
export const decideRefund = (books: Books, row: StatementRow, command: Command): Draft | Refusal => {
  const gift = books.donations.gift(String(command.input.gift));
  if (!gift) return refuse("gift_unknown", { gift: String(command.input.gift) });
  const amount = absolute(row.amount);
  const before = bookedRefund(books.book, gift, row);
  if (before?.amount === amount) return tiedRefund(books, row, { command, gift: gift.id, refund: before });
  if (before) return refuse("refund_known", { ref: before.ref });
  const refusal = books.donations.refusalToRefund(gift, amount, row.id);
  if (refusal) return refusal;
  const extra = matchData(row, command, books);
  const asked = gift.asked !== undefined && gift.asked.refund === row.refundNo ? { asked: gift.asked.refund } : {};
  return books.donations.refund({
    gift,
    ref: row.id,
    on: extra.on,
    amount,
    account: moneySide(row),
    chargeback: row.kind === "dispute",
    extra: { ...extra.data, ...asked },
  });
};

type Tie = { readonly command: Command; readonly gift: string; readonly refund: GiftRefund };

/**
 * Notes that a booked refund is this row. When the row's money waits in 2209, or the refund was paid from another account
 * by the books, the account it was posted to is cleared against where the row's money stands.
 */
const tiedRefund = (books: Books, row: StatementRow, { command, gift, refund }: Tie): Draft => {
  const { on, data } = matchData(row, command, books);
  const posted = refund.account ?? row.account;
  const tie = { ...data, target: gift, refund: refund.ref };
  if (posted === moneySide(row)) return { kind: "line.matched", on: refund.on, data: tie };
  const post = [debit(posted, refund.amount), credit(moneySide(row), refund.amount)];
  return { kind: "line.matched", on, data: tie, post };
};

/** A row that posts nothing of its own: a card payout that its rows explain, a charge of before the opening. */
export const decideNote = (books: Books, row: StatementRow, command: Command): Draft | Refusal => {
  if (row.kind === "entry") return refuse("statement_row_moves_money", { row: row.key });
  return {
    kind: "line.matched",
    on: row.on,
    data: { ...matchData(row, command, books).data, target: String(command.input.target) },
  };
};

/**
 * A fee of the provider that belongs to no charge: a bill of its own, or what a dispute costs beside the money it
 * takes; the general fund bears it (ACC-7).
 */
export const decideProviderFee = (books: Books, command: Command): Draft | Refusal => {
  const row = books.book.row(String(command.input.row));
  if (!row || row.kind === "charge" || row.kind === "payout")
    return refuse("statement_row_unknown", { row: String(command.input.row) });
  const { on, data } = matchData(row, command, books);
  const amount = row.kind === "fee" ? negate(row.amount) : feeInFen(row);
  const { statement_line: _row, ...rest } = data;
  return {
    kind: "provider.fee",
    on,
    data: row.kind === "fee" ? data : { ...rest, fee_of: row.key },
    post: [debit(accountPath("fundraising", on, books.bearers.general), amount), credit(row.account, amount)],
  };
};

/** A bank debit whose serial stands on released payment orders: their sum must be the debit's (LED-4, WF-11). */
export const decideAid = (books: Books, row: StatementRow, command: Command): Draft | Refusal => {
  const requests = books.disbursements.releasedBySerial(row.id);
  const refusal = books.disbursements.refusalToPay(row.id, requests, absolute(row.amount));
  if (refusal) return refusal;
  const extra = matchData(row, command, books);
  return books.disbursements.payment({ requests, on: extra.on, account: moneySide(row), extra: extra.data });
};

/** Aid that the bank gave back: held in 2209 for the recipient (WF-13). */
export const decideReturn = (books: Books, row: StatementRow, command: Command): Draft | Refusal => {
  const request = books.disbursements.request(String(command.input.request));
  if (!request) return refuse("request_unknown", { request: String(command.input.request) });
  const extra = matchData(row, command, books);
  return books.disbursements.returned({
    request,
    on: extra.on,
    account: moneySide(row),
    amount: row.amount,
    extra: extra.data,
  });
};

/** A bank row posted by a rule of the federation: running cost or other income of the general fund (samples rule 13). */
export const decideRule = (books: Books, row: StatementRow, command: Command): Draft | Refusal => {
  const rule = books.funds.bankRules()[Number(command.input.rule_index)] as BankRule | undefined;
  if (!rule || rule.account !== row.account) return refuse("bank_rule_unknown", { row: row.key });
  const extra = matchData(row, command, books);
  return {
    kind: "bank.ruled",
    on: extra.on,
    data: { ...extra.data, rule_index: Number(command.input.rule_index) },
    post: [debit(moneySide(row), row.amount), credit(`${rule.postsTo}/${rule.fund}`, row.amount)],
  };
};

const feeInFen = (row: StatementRow): Fen => fen(divideHalfUp(row.fee, 1000n));
