import type { Command, Draft } from "../journal/chapter.ts";
import type { Refusal } from "../kernel/result.ts";
import type { Books } from "./books.ts";
import { matchData } from "./match-data.ts";
import type { StatementRow } from "./statement-row.ts";
import { moneySide } from "./suspense.ts";

/** A bank row that moves money of others: in for an agency, out on a released order, or back from an order that was paid. */
export const decideAgency = (books: Books, row: StatementRow, command: Command): Draft | Refusal => {
  const { on, data } = matchData(row, command, books);
  const { account, amount } = row;
  const move = { by: command.by, on, account, moneySide: moneySide(row), amount, extra: data };
  const target = String(command.input.target);
  if (books.agencies.order(target) === undefined) return books.agencies.receipt(target, move);
  return amount > 0n ? books.agencies.bounce(target, move) : books.agencies.payment(target, move);
};
