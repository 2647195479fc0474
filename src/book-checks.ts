import type { Chapters } from "./chapters.ts";
import { lastDay } from "./kernel/dates.ts";
import { formatYuan, minus, plus, sum, ZERO } from "./kernel/money.ts";
import { accountFigures } from "./reconciliation/public.ts";
import { receiptFaults } from "./receipts/public.ts";

export type BookCheck = { readonly check: string; readonly ok: boolean; readonly detail: string };

/** The invariants over the tables of a replayed book (LED-2 … LED-9, RCPT-12). Each says how much it looked at. */
export const bookChecks = (chapters: Chapters): BookCheck[] => [
  floors(chapters),
  restrictedSum(chapters),
  reservations(chapters),
  voucherNumbers(chapters),
  bankAgrees(chapters),
  duties(chapters),
  receiptSeries(chapters),
];

const checked = (check: string, looked: number, faults: readonly string[]): BookCheck => ({
  check,
  ok: faults.length === 0,
  detail: faults.length === 0 ? `${looked} looked at` : faults.slice(0, 5).join("; "),
});

/** LED-2: no fund holds less than nothing. */
const floors = ({ funds, ledger }: Chapters): BookCheck => {
  const all = funds.all();
  const below = all.filter(({ code }) => {
    const { unrestricted, restricted, goods } = ledger.balances.fund(code);
    return minus(plus(unrestricted, restricted), goods) < 0n;
  });
  return checked(
    "LED-2 funds above floor",
    all.length,
    below.map(({ code }) => code),
  );
};

/** LED-3: what the funds hold restricted before close is what account 3102 holds. */
const restrictedSum = ({ funds, ledger }: Chapters): BookCheck => {
  const byFund = sum(funds.all().map(({ code }) => ledger.balances.fund(code).earlierRestricted));
  let account = ZERO;
  for (const [path, amount] of ledger.balances.accounts())
    if (path.startsWith("3102/")) account = minus(account, amount);
  return checked(
    "LED-3 sum of 3102",
    funds.all().length,
    byFund === account ? [] : [`funds ${formatYuan(byFund)}, ledger ${formatYuan(account)}`],
  );
};

/** LED-4: what is reserved is what is approved and unpaid. */
const reservations = ({ funds, ledger, disbursements }: Chapters): BookCheck => {
  const open = [...disbursements.requests()].filter(({ state }) => ["approved", "ordered", "released"].includes(state));
  const faults = funds.all().flatMap(({ code }) => {
    const due = sum(open.filter(({ fund }) => fund === code).map(({ amount }) => amount));
    const reserved = ledger.balances.fund(code).reserved;
    return due === reserved ? [] : [`${code}: approved ${formatYuan(due)}, reserved ${formatYuan(reserved)}`];
  });
  return checked("LED-4 reservations", open.length, faults);
};

/** LED-5: numbers of manual vouchers have no gap. */
const voucherNumbers = ({ ledger }: Chapters): BookCheck => {
  const numbers = ledger.vouchers.all().flatMap(({ number }) => number ?? []);
  const periods = new Set(numbers.map((number) => number.slice(0, -5)));
  const faults = [...periods].filter((period) => {
    const taken = numbers.filter((number) => number.startsWith(period)).map((number) => Number(number.slice(-4)));
    return Math.max(...taken) !== taken.length;
  });
  return checked("LED-5 voucher numbers", numbers.length, faults);
};

/** LED-7: book + outstanding items = statement, for every account, at the end of each closed month. */
const bankAgrees = ({ ledger, funds, reconciliation }: Chapters): BookCheck => {
  const read = {
    book: reconciliation.book,
    ledger,
    accounts: funds.accounts(),
    channels: funds.merchants(),
    openingDate: funds.federation()?.openingDate ?? "",
  };
  const months = ledger.periods.all();
  const rows = months.flatMap(({ period }) => accountFigures(read, lastDay(period)).map((row) => ({ period, row })));
  const faults = rows.filter(({ row }) => row.unexplained !== "0.00");
  return checked(
    "LED-7 book = statement",
    rows.length,
    faults.map(({ period, row }) => `${period} ${String(row.account)} ${String(row.unexplained)}`),
  );
};

const DUTIES = ["file", "check", "decide", "financeCheck", "order", "release"] as const;

/** LED-9: the hands of one paid request are all different. */
const duties = ({ disbursements }: Chapters): BookCheck => {
  const paid = [...disbursements.requests()].filter(({ paidOn }) => paidOn !== undefined);
  const faults = paid.filter(({ acts }) => {
    const hands = DUTIES.map((duty) => acts.find(({ act }) => act === duty)?.by);
    return new Set(hands).size !== DUTIES.length;
  });
  return checked(
    "LED-9 separate hands",
    paid.length,
    faults.map(({ no }) => no),
  );
};

/** RCPT-12, RCPT-14: numbers without gap, one live receipt a gift. */
const receiptSeries = ({ receipts }: Chapters): BookCheck => {
  const faults = receiptFaults(receipts);
  return checked(
    "RCPT-12 receipts gapless",
    [...receipts.all()].length,
    faults.map((fault) => JSON.stringify(fault)),
  );
};
