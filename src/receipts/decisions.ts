import type { Command, Draft } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Donations } from "../donations/public.ts";
import type { Funds } from "../funds/public.ts";
import type { RenderedData, VoidReason } from "./facts.ts";
import type { Receipt, ReceiptStep } from "./receipt.ts";

/** Version of the printed form; a receipt keeps the one it was issued with (RCPT-13). */
const TEMPLATE = "1";

export type ReceiptBooks = {
  readonly donations: Donations;
  readonly funds: Funds;
  readonly next: (id: string) => ReceiptStep;
  readonly nextSerial: (year: string) => string;
  readonly stepsDone: (id: string) => number;
  readonly live: (id: string) => Receipt | undefined;
  readonly receipt: (serial: string) => Receipt | undefined;
};

/**
 * Does the next step of a gift's or a lot's receipts, whatever it is by now; the number is taken here, in the decision
 * that writes the record, so there is no gap and no twin (RCPT-2, RCPT-12). Refuses a step that was done meanwhile.
 */
export const decideFollow = (command: Command, books: ReceiptBooks, today: BusinessDate): Draft | Refusal => {
  const { of, step: number } = command.input as FollowInput;
  if (books.stepsDone(of) !== number) return refuse("receipt_step_passed", { of, step: number });
  const step = books.next(of);
  const source = sourceOf(books.donations, of);
  if (step.do === "done" || source === undefined) return refuse("receipt_step_passed", { of, step: number });
  const on = today < source.givenOn ? source.givenOn : today;
  switch (step.do) {
    case "issue":
      return issue(step, source, { books, on });
    case "void":
      return voidDraft(books, { serial: step.serial, reason: "refund", causeOn: step.causeOn, on });
    case "waive": {
      const { form, channel } = source;
      return { kind: "receipt.waived", on, data: { form, of, why: step.why, channel, cause_on: step.causeOn } };
    }
    case "prior_void":
      return { kind: "receipt.prior_voided", on, data: { gift: of, cause_on: step.causeOn } };
  }
};

/** Staff void a live receipt: to prepare a refund (RCPT-6) or because it is wrong (RCPT-3). A red one is never voided, no receipt twice (RCPT-4). */
export const decideVoid = (command: Command, books: ReceiptBooks, today: BusinessDate): Draft | Refusal => {
  const { serial, reason } = command.input as VoidInput;
  const receipt = books.receipt(serial);
  if (!receipt) return refuse("receipt_unknown", { serial });
  if (receipt.names !== undefined) return refuse("receipt_is_red", { serial, rule: "RCPT-4" });
  if (receipt.state !== "valid") return refuse("receipt_already_red", { serial, rule: "RCPT-4" });
  const on = today < receipt.issuedOn ? receipt.issuedOn : today;
  return voidDraft(books, { serial, reason, causeOn: on, on });
};

/** The bytes of a receipt are fixed once (RCPT-13, PIT-20). */
export const decideRendered = (command: Command, books: ReceiptBooks): Draft | Refusal => {
  const data = command.input as RenderedData;
  const receipt = books.receipt(data.serial);
  if (!receipt) return refuse("receipt_unknown", { serial: data.serial });
  if (receipt.rendered) return refuse("receipt_rendered", { serial: data.serial });
  return { kind: "receipt.rendered", data };
};

type Source = {
  readonly form: "gift" | "goods";
  readonly of: string;
  readonly fund: string;
  readonly donor?: string;
  readonly givenOn: BusinessDate;
  readonly channel: string;
};

/** Only a gift from outside can be receipted (RCPT-15): these two kinds are all there is. */
const sourceOf = (donations: Donations, of: string): Source | undefined => {
  const gift = donations.gift(of);
  if (gift?.settledOn !== undefined) {
    const donor = gift.donor === undefined ? {} : { donor: gift.donor };
    return { form: "gift", of, fund: gift.fund, ...donor, givenOn: gift.settledOn, channel: gift.via };
  }
  const lot = donations.goodsLot(of);
  if (lot === undefined) return undefined;
  return { form: "goods", of, fund: lot.fund, donor: lot.donor, givenOn: lot.receivedOn, channel: "goods" };
};

const issue = (
  step: ReceiptStep & { readonly do: "issue" },
  source: Source,
  { books, on }: { books: ReceiptBooks; on: BusinessDate },
): Draft | Refusal => {
  const issuer = books.funds.federation();
  if (!issuer?.nameZh || !issuer.creditCode) return refuse("issuer_incomplete", { rule: "RCPT-13" });
  if (books.live(source.of)) return refuse("receipt_live", { of: source.of, rule: "RCPT-14" });
  const data: JsonObject = {
    serial: books.nextSerial(on.slice(0, 4)),
    form: source.form,
    of: source.of,
    fund: source.fund,
    given_on: source.givenOn,
    covers: step.covers,
    cause_on: step.causeOn,
    template: TEMPLATE,
    ...(step.amount === undefined ? {} : { amount: step.amount.toString() }),
    ...(source.donor === undefined ? {} : { donor: source.donor }),
    ...(step.replaces === undefined ? {} : { replaces: step.replaces }),
  };
  return { kind: "receipt.issued", on, data };
};

type Voiding = {
  readonly serial: string;
  readonly reason: VoidReason;
  readonly causeOn: BusinessDate;
  readonly on: BusinessDate;
};

const voidDraft = (books: ReceiptBooks, { serial, reason, causeOn, on }: Voiding): Draft | Refusal => {
  const receipt = books.receipt(serial);
  if (!receipt) return refuse("receipt_unknown", { serial });
  const data: JsonObject = {
    serial,
    red: books.nextSerial(on.slice(0, 4)),
    of: receipt.gift,
    reason,
    cause_on: causeOn,
    ...(receipt.amount === undefined ? {} : { amount: receipt.amount.toString() }),
  };
  return { kind: "receipt.voided", on, data };
};

type FollowInput = { readonly of: string; readonly step: number };
type VoidInput = { readonly serial: string; readonly reason: VoidReason };
