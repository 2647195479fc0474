import type { Command, Draft } from "../journal/chapter.ts";
import { type BusinessDate, businessDate } from "../kernel/dates.ts";
import { type Fen, ZERO } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit, type Ledger } from "../ledger/public.ts";
import type { Fund } from "./fund.ts";

/**
 * What of a fund is restricted by a date alone that has passed on a day, in fen: it is released in full at once (ACC-2). A
 * purpose beside the date is released by use, not here.
 */
export const releaseDue = (ledger: Ledger, fund: Fund, on: BusinessDate): Fen => {
  if (fund.restriction !== "none" || fund.restrictedUntil === undefined || fund.restrictedUntil > on) return ZERO;
  const { earlierRestricted } = ledger.balances.fundOn(fund.code, on);
  return earlierRestricted > 0n ? earlierRestricted : ZERO;
};

/** Dr 3102, Cr 3101 of one fund on the day its date is reached, or on the first open day after. Refuses when nothing is due. */
export const decideDatedRelease = (
  command: Command,
  books: { readonly ledger: Ledger; readonly fund: (code: string) => Fund | undefined },
  now: { readonly at: string },
): Draft | Refusal => {
  const code = String(command.input.fund);
  const fund = books.fund(code);
  if (!fund) return refuse("fund_unknown", { fund: code });
  const due = fund.restrictedUntil;
  if (due === undefined || due > businessDate(Date.parse(now.at))) return refuse("nothing_due", { fund: code });
  const on = books.ledger.periods.postingDate(due);
  const amount = releaseDue(books.ledger, fund, on);
  if (amount === 0n) return refuse("nothing_due", { fund: code });
  return {
    kind: "restriction.released",
    on,
    data: { fund: code, amount: amount.toString(), until: due, ...(on === due ? {} : { relates_to: due }) },
    post: [
      debit(accountPath("restrictedNetAssets", on, code), amount),
      credit(accountPath("unrestrictedNetAssets", on, code), amount),
    ],
  };
};
