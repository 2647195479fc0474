import type { Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, fen, formatYuan } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit } from "../ledger/public.ts";
import type { TransferPosted } from "./facts.ts";
import type { Fund } from "./fund.ts";

export type Transfer = {
  readonly no: string;
  readonly on: BusinessDate;
  readonly from: string;
  readonly to: string;
  readonly amount: Fen;
  readonly basisRef: string;
  readonly by: string;
  readonly proposedBy?: string;
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

export type TransferBooks = {
  readonly fund: (code: string) => Fund | undefined;
  readonly has: (no: string) => boolean;
  /** What the fund could spend on that day and can still spend now, in fen. */
  readonly available: (code: string, on: BusinessDate) => Fen;
  readonly postingDate: (on: BusinessDate) => BusinessDate;
};

/**
 * Moves money between two funds of equal restriction (ACC-8): internal, never income or cost. Guards in order:
 * known, new, basis, not the same fund, suspended (WF-7), restriction, floor (LED-2).
 */
export const decideTransfer = (command: Command, books: TransferBooks): Draft | Refusal => {
  const input = command.input as TransferInput;
  const from = books.fund(input.from);
  const to = books.fund(input.to);
  const amount = fen(BigInt(input.amount));
  if (!from || !to) return refuse("fund_unknown", { fund: from ? input.to : input.from });
  if (books.has(input.no)) return refuse("transfer_exists", { transfer: input.no });
  if (input.basis_ref === "") return refuse("transfer_without_basis", { rule: "ACC-8" });
  const unfit = refusalBetween(from, to);
  if (unfit) return unfit;
  const over = refusalOver(from, { amount, available: books.available(from.code, command.on) });
  if (over) return over;
  const on = books.postingDate(command.on);
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
    post: transferPostings({ from, to: to.code, amount, on }),
  };
};

/** From net assets to net assets of the same restriction. */
const transferPostings = (of: {
  readonly from: Fund;
  readonly to: string;
  readonly amount: Fen;
  readonly on: BusinessDate;
}) => {
  const { from, to, amount, on } = of;
  const key = from.restriction === "purpose" ? "restrictedNetAssets" : "unrestrictedNetAssets";
  return [debit(accountPath(key, on, from.code), amount), credit(accountPath(key, on, to), amount)];
};

const refusalOver = (from: Fund, of: { readonly amount: Fen; readonly available: Fen }): Refusal | undefined => {
  if (of.amount <= of.available) return undefined;
  const numbers = { available: formatYuan(of.available), amount: formatYuan(of.amount) };
  return refuse("over_available", { rule: "LED-2", fund: from.code, ...numbers });
};

const refusalBetween = (from: Fund, to: Fund): Refusal | undefined => {
  if (from.code === to.code) return refuse("transfer_same_fund", { fund: from.code });
  const suspended = [from, to].find((fund) => fund.status === "suspended");
  if (suspended) return refuse("fund_suspended", { rule: "WF-7", fund: suspended.code });
  if (from.restriction !== to.restriction)
    return refuse("restriction_differs", { rule: "ACC-8", from: from.code, to: to.code });
  return undefined;
};

/** The row a transfer makes; late papers keep the date they relate to. */
export const transferFrom = (line: Line, index: number): Transfer => {
  const data = line.data as TransferPosted;
  return {
    no: data.transfer,
    on: data.relates_to ?? line.on,
    from: data.from,
    to: data.to,
    amount: fen(BigInt(data.amount)),
    basisRef: data.basis_ref,
    by: line.by,
    ...(data.proposed_by === undefined ? {} : { proposedBy: data.proposed_by }),
    line: index,
  };
};
