import type { Chapter, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { isPeriod } from "../kernel/dates.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { openBalances } from "./balances.ts";
import { accountOf } from "./chart-of-accounts.ts";
import { decideClose, decideProposeClose, decideProposeReopen, decideReopen, openPeriods } from "./period.ts";
import { codeOfPath, postingFaults } from "./posting.ts";
import { openVouchers } from "./voucher.ts";

/** The kinds that close a month and open it again. */
const LOCKING = new Set(["period.closed", "period.reopened"]);

export type Ledger = ReturnType<typeof openLedger>;

/** The books: posts every line of every chapter, locks closed months, keeps manual vouchers. Knows nothing of gifts. */
export const openLedger = () => {
  const balances = openBalances();
  const periods = openPeriods();
  const vouchers = openVouchers(periods);

  const guard = (draft: Draft, on: string): Refusal | undefined => {
    const post = draft.post ?? [];
    if (post.length === 0) return undefined;
    if (postingFaults(post, on).length > 0) return refuse("voucher_not_balanced", { rule: "LED-1" });
    const unknown = post.find(([path]) => !accountOf(codeOfPath(path), on));
    if (unknown) return refuse("account_unknown", { account: unknown[0], on });
    if (!LOCKING.has(draft.kind) && periods.isClosed(on)) return refuse("period_closed", { rule: "LED-6", on });
    return undefined;
  };

  const chapter: Chapter = {
    name: "ledger",
    tables: [...balances.tables, ...periods.tables, ...vouchers.tables],
    guard,
    everyLine: (line: Line, index: number) => balances.post(line, index),
    decide: {
      propose: (command) => vouchers.decidePropose(command),
      post: (command) => vouchers.decidePost(command),
      attach: (command) => vouchers.decideAttach(command),
      withdraw: (command) => vouchers.decideWithdraw(command),
      proposeClose: (command, now) => {
        const period = String(command.input.period);
        return isPeriod(period)
          ? decideProposeClose({ balances, periods }, period, now.at)
          : refuse("bad_period", { period });
      },
      close: (command) => decideClose({ balances, periods }, { period: String(command.input.period), by: command.by }),
      proposeReopen: ({ input }) => {
        const { period, reason } = input as { period: string; reason: string };
        return decideProposeReopen({ balances, periods }, { period, reason });
      },
      reopen: (command) =>
        decideReopen({ balances, periods }, { period: String(command.input.period), by: command.by }),
    },
    apply: {
      "voucher.proposed": vouchers.applyProposed,
      "voucher.attached": vouchers.applyAttached,
      "voucher.withdrawn": vouchers.applyWithdrawn,
      "voucher.posted": vouchers.applyPosted,
      "voucher.reversed": vouchers.applyPosted,
      "close.proposed": periods.applyProposed,
      "period.closed": periods.applyClosed,
      "reopen.proposed": periods.applyReopenProposed,
      "period.reopened": periods.applyReopened,
    },
  };

  return { chapter, balances, periods, vouchers };
};
