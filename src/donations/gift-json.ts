import { formatYuan } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Gift } from "./gift.ts";
import type { NextStep } from "./service.ts";

/** A receipt as the donor's page and the API list it; what it is made of is another module's business. */
export type ReceiptSummary = {
  readonly serial: string;
  readonly state: "valid" | "red" | "replaced";
  readonly amount?: string;
  readonly issued_on: string;
  readonly replaced_by?: string;
  readonly names?: string;
  readonly pdf?: string;
};

/** A gift in JSON: amounts in yuan, no personal data. */
export const giftJson = (gift: Gift, receipts: readonly ReceiptSummary[]): JsonObject => ({
  ...giftRowJson(gift),
  receipts,
});

/** A gift as its own line tells it, without what other modules know of it. */
export const giftRowJson = (gift: Gift): JsonObject => ({
  id: gift.id,
  code: gift.ref,
  channel: gift.via,
  fund: gift.fund,
  ...(gift.purpose === undefined ? {} : { purpose: gift.purpose }),
  amount: formatYuan(gift.amount),
  currency: "CNY",
  state: gift.state,
  promised_on: gift.promisedOn,
  ...(gift.settledOn === undefined ? {} : { settled_on: gift.settledOn }),
  ...(gift.settledLine === undefined ? {} : { line: gift.settledLine }),
  ...(gift.attemptFailed ? { attempt_failed: true } : {}),
  refunded: formatYuan(gift.refunded),
  refunds: gift.refunds.map(({ on, amount, chargeback }) => ({ on, amount: formatYuan(amount), chargeback })),
  donor_type: gift.donorType,
  anonymous: gift.anonymous,
  display: gift.display,
  publish_consent: gift.publishConsent,
  ...(gift.withdrawnOn === undefined ? {} : { withdrawn_on: gift.withdrawnOn }),
  receipt_wanted: gift.receiptWanted,
});

export const nextJson = (next: NextStep): JsonObject => {
  switch (next.kind) {
    case "pay":
      return { kind: "pay", url: next.url };
    case "transfer": {
      const { bank, holder, no } = next.account;
      return {
        kind: "transfer",
        code: next.code,
        amount: formatYuan(next.amount),
        account: { bank, holder, account_no: no },
      };
    }
    case "none":
      return { kind: "none" };
  }
};
