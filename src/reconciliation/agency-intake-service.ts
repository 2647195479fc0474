import type { RowAnswer, Submit } from "../journal/chapter.ts";
import { absolute, type Fen, formatYuan } from "../kernel/money.ts";
import { isRefusal, refuse } from "../kernel/result.ts";
import type { StatementBook } from "./statement-book.ts";
import { rowKey } from "./statement-row.ts";

/** A bank row by its account and serial, and the agency or order that it is money of (ACC-9). */
export type AgencyRow = {
  readonly account: string;
  readonly serial: string;
  readonly target: string;
  /** Without its sign, in fen: must be the bank row's. */
  readonly amount: Fen;
};

type Deps = { readonly submit: Submit; readonly book: Pick<StatementBook, "row" | "matchKey"> };

/** Many bank rows of money of others at once, each the command that a person at the desk would send; no row makes money that the bank has not. */
export const takeAgencyRows = async (
  { submit, book }: Deps,
  rows: readonly AgencyRow[],
  by: string,
): Promise<readonly RowAnswer[]> => {
  const answers: RowAnswer[] = [];
  for (const { account, serial, target, amount } of rows) {
    const key = rowKey(account, serial);
    const row = book.row(key);
    if (!row) answers.push(refuse("statement_row_unknown", { row: key }));
    else if (absolute(row.amount) !== amount)
      answers.push(refuse("agency_order_differs", { amount: formatYuan(absolute(row.amount)) }));
    else {
      const input = { row: key, rule: "agency", target };
      const outcome = await submit({ name: "reconciliation.agency", key: book.matchKey(key), by, on: row.on, input });
      const taken = isRefusal(outcome) && outcome.refused === "key_reused";
      answers.push(taken ? refuse("statement_row_matched", { row: key, rule: "REC-3" }) : outcome);
    }
  }
  return answers;
};

/** Whether the books have this bank row as money of this agency or order: taking it again changes nothing. */
export const hasAgencyRow = (
  book: Pick<StatementBook, "row">,
  { account, serial, target, amount }: AgencyRow,
): boolean => {
  const row = book.row(rowKey(account, serial));
  return row?.state.is === "matched" && row.state.target === target && absolute(row.amount) === amount;
};
