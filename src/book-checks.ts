import { agencyFaults } from "./agency/public.ts";
import type { Chapters } from "./chapters.ts";
import { dutyFaults, reservationFaults } from "./disbursements/public.ts";
import { floorFaults } from "./funds/public.ts";
import { balanceFaults, restrictedFaults, tieFaults, voucherFaults } from "./ledger/public.ts";
import { dueFaults, receiptFaults } from "./receipts/public.ts";
import { lackFaults, rowSumFaults, statementDays, statementFaults } from "./reconciliation/public.ts";

export type BookCheck = { readonly check: string; readonly ok: boolean; readonly detail: string };

/** The invariants over the tables of a replayed book (LED-2 … LED-10, RCPT-12). Each says how much it looked at. */
export const bookChecks = (chapters: Chapters): BookCheck[] => {
  const { ledger, funds, donations, disbursements, agencies, receipts, reconciliation } = chapters;
  const { balances } = ledger;
  const codes = funds.all().map(({ code }) => code);
  const requests = [...disbursements.requests()];
  const vouchers = ledger.vouchers.all();
  const read = {
    book: reconciliation.book,
    ledger,
    accounts: funds.accounts(),
    channels: funds.merchants(),
    openingDate: funds.federation()?.openingDate ?? "",
  };
  const closed = ledger.periods.all().map(({ period }) => period);
  const paid = requests.filter(({ paidOn }) => paidOn !== undefined).length;
  const days = statementDays(read, closed);
  const months = balances.periods();
  return [
    checked("LED-2 funds above floor", `${codes.length} funds`, floorFaults(funds.all(), balances.fund)),
    checked("LED-3 sum of 3102", `${codes.length} funds`, restrictedFaults(balances, codes)),
    checked(
      "LED-3 sum of 2601",
      `${agencies.all().length} agencies`,
      agencyFaults({ balances, movements: agencies.movements }),
    ),
    checked(
      "LED-4 reservations",
      `${requests.length} requests`,
      reservationFaults(requests, codes, (fund) => balances.fund(fund).reserved),
    ),
    checked("LED-5 voucher numbers", `${vouchers.length} vouchers`, voucherFaults(vouchers)),
    checked("LED-7 book = statement", `${days.length} account days`, statementFaults(read, days)),
    checked("REC-11 bills have the books", `${closed.length} closed months`, lackFaults(read.book, closed)),
    checked(
      "LED-8 statements tie",
      `${months.length} months`,
      months.flatMap((month) => tieFaults(balances, month)),
    ),
    checked("LED-9 separate hands", `${paid} paid requests`, dutyFaults(requests)),
    checked("LED-10 balances are sums", `${[...balances.accounts()].length} accounts`, balanceFaults(balances)),
    checked("LED-10 days of statements", `${reconciliation.book.rowCount()} rows`, rowSumFaults(reconciliation.book)),
    checked("RCPT-3 receipts due", `${receipts.due().length} wait`, dueFaults(receipts, donations)),
    checked("RCPT-12 receipts gapless", `${[...receipts.all()].length} receipts`, receiptFaults(receipts)),
  ];
};

/** One check from its faults; the first few are told. */
export const checked = (check: string, looked: string, faults: readonly string[]): BookCheck => ({
  check,
  ok: faults.length === 0,
  detail: faults.length === 0 ? looked : `${faults.slice(0, 5).join("; ")} (${faults.length} in all)`,
});
