import { type Fen, formatYuan } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { ActivityRow, Parts } from "./activities.ts";
import type { AccountLedger, AccountTotals, GeneralLedger } from "./general-ledger.ts";
import type { FinancialStatements } from "./statements.ts";

/** The three statements as JSON: rows by their number, amounts as yuan strings. */
export const statementsJson = ({ position, activities, cashFlow, notes }: FinancialStatements): JsonObject => ({
  position: position.map(({ row, opening, closing }) => ({ row, ...yuanOf({ opening, closing }) })),
  activities: activities.map(activityJson),
  cash_flow: cashFlow.map(({ row, month, year }) => ({ row, ...yuanOf({ month, year }) })),
  notes: notes.map(({ key, year, lastYear }) => ({ key, ...yuanOf({ year, last_year: lastYear }) })),
});

const activityJson = ({ row, month, year }: ActivityRow): JsonObject => ({
  row,
  month: partsJson(month),
  year: partsJson(year),
});
const partsJson = ({ unrestricted, restricted, total }: Parts): JsonObject =>
  yuanOf({ unrestricted, restricted, total });

export const generalLedgerJson = ({ from, to, accounts, debit, credit }: GeneralLedger): JsonObject => ({
  from,
  to,
  accounts: accounts.map(totalsJson),
  ...yuanOf({ debit, credit }),
});

export const accountLedgerJson = (ledger: AccountLedger): JsonObject => ({
  from: ledger.from,
  to: ledger.to,
  ...totalsJson(ledger),
  rows: ledger.rows.map(({ entry, debit, credit, balance, against }) => ({
    line: entry.line,
    number: entry.number,
    on: entry.on,
    kind: entry.kind,
    relates_to: entry.relatesTo ?? null,
    against,
    ...yuanOf({ debit, credit, balance }),
  })),
});

const totalsJson = ({ account, opening, debit, credit, closing }: AccountTotals): JsonObject => ({
  account,
  ...yuanOf({ opening, debit, credit, closing }),
});

const yuanOf = (amounts: { readonly [name: string]: Fen }): JsonObject =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, formatYuan(amount)]));
