import type { Command, Draft } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, formatYuan } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit } from "../ledger/public.ts";
import type { Fund } from "./fund.ts";

export type Transfer = {
  readonly no: string;
  readonly on: BusinessDate;
  readonly from: string;
  readonly to: string;
  readonly amount: Fen;
  readonly basisRef: string;
  readonly by: string;
  readonly line: number;
};

export type TransferInput = {
  readonly no: string;
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly basis_ref: string;
  readonly reason?: string;
};

type Books = {
  readonly fund: (code: string) => Fund | undefined;
  readonly has: (no: string) => boolean;
  /** What the fund could spend on that day and can still spend now, in fen. */
  readonly available: (code: string, on: BusinessDate) => Fen;
  readonly postingDate: (on: BusinessDate) => BusinessDate;
};

/**
 * Moves money between two funds of equal restriction (ACC-8): internal, never income or cost. Guards in order:
 * known, new, not the same fund, basis, suspended (WF-7), restriction, floor (LED-2).
 */
export const decideTransfer = (command: Command, books: Books): Draft | Refusal => {
  const input = command.input as TransferInput;
  const from = books.fund(input.from);
  const to = books.fund(input.to);
  const amount = fen(BigInt(input.amount));
  if (!from || !to) return refuse("fund_unknown", { fund: from ? input.to : input.from });
  if (books.has(input.no)) return refuse("transfer_exists", { transfer: input.no });
  if (from.code === to.code) return refuse("transfer_same_fund", { fund: from.code });
  if (input.basis_ref === "") return refuse("transfer_without_basis", { rule: "ACC-8" });
  const suspended = [from, to].find((fund) => fund.status === "suspended");
  if (suspended) return refuse("fund_suspended", { rule: "WF-7", fund: suspended.code });
  if (from.restriction !== to.restriction)
    return refuse("restriction_differs", { rule: "ACC-8", from: from.code, to: to.code });
  const available = books.available(from.code, command.on);
  if (amount > available)
    return refuse("over_available", {
      rule: "LED-2",
      fund: from.code,
      available: formatYuan(available),
      amount: formatYuan(amount),
    });
  const on = books.postingDate(command.on);
  const key = from.restriction === "purpose" ? "restrictedNetAssets" : "unrestrictedNetAssets";
  return {
    kind: "transfer.posted",
    on,
    data: {
      transfer: input.no,
      from: from.code,
      to: to.code,
      amount: input.amount,
      basis_ref: input.basis_ref,
      ...(input.reason ? { reason: input.reason } : {}),
      ...(on === command.on ? {} : { relates_to: command.on }),
    },
    post: [debit(accountPath(key, on, from.code), amount), credit(accountPath(key, on, to.code), amount)],
  };
};
