import type { StatementFormat, StatementLine } from "./statement-line.ts";
import { type RowData, toRowData } from "./statement-row.ts";

/** The accounts and merchants of the federation, by which a file is recognised as ours. */
export type OurAccounts = {
  readonly accounts: () => readonly { readonly account: string; readonly accountNo?: string }[];
  readonly merchants: () => readonly {
    readonly account: string;
    readonly channel: string;
    readonly merchantId: string;
  }[];
};

/** The channel whose merchant a bill names; banks name an account. */
const CHANNELS: Partial<Readonly<Record<StatementFormat, string>>> = {
  "wechat-bill": "wechat",
  "alipay-bill": "alipay",
  "stripe-balance": "stripe",
  unionpay: "unionpay",
};

/** The ledger path of what a statement is of; undefined when it is not ours. A bill without rows names nobody. */
export const targetOf = (ours: OurAccounts, format: StatementFormat, named: string | undefined): string | undefined => {
  const channel = CHANNELS[format];
  if (channel === undefined)
    return ours.accounts().find(({ accountNo }) => accountNo !== undefined && namesAccount(named, accountNo))?.account;
  return ours
    .merchants()
    .find(
      (merchant) =>
        merchant.channel === channel && (named === undefined || namesMerchant(named, merchant.merchantId, channel)),
    )?.account;
};

/** MT940 may set the bank's code before the number: `SHLIHKHH/999-888`. */
const namesAccount = (named: string | undefined, accountNo: string): boolean =>
  named === accountNo || named?.endsWith(`/${accountNo}`) === true;

/** Alipay's account number is the merchant's PID and four digits. */
const namesMerchant = (named: string, merchantId: string, channel: string): boolean =>
  named === merchantId ||
  (channel === "alipay" && /^\d{4}$/.test(named.slice(merchantId.length)) && named.startsWith(merchantId));

/** A line of a file as the journal keeps it: without names, account numbers and words. */
export const rowDataOf = (line: StatementLine): RowData =>
  toRowData({
    id: line.id,
    on: line.on,
    at: line.at,
    kind: line.kind,
    amount: line.amount,
    fee: line.fee,
    ...(line.orderNo === undefined ? {} : { orderNo: line.orderNo }),
    ...(line.refundNo === undefined || line.refundNo === "" ? {} : { refundNo: line.refundNo }),
    ...(line.charge === undefined ? {} : { charge: line.charge }),
    ...(line.payout === undefined ? {} : { payout: line.payout }),
    ...(line.traceId === undefined ? {} : { traceId: line.traceId }),
    ...(line.gift === undefined ? {} : { fund: line.gift.fund }),
    ...(line.availableOn === undefined ? {} : { available: line.availableOn }),
    ...(line.created === undefined ? {} : { created: line.created }),
  });
