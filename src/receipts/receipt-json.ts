import { formatYuan } from "../kernel/money.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { ReceiptSummary } from "../donations/public.ts";
import type { Receipt } from "./receipt.ts";

/** What anybody may know of a receipt: number, state, amount, dates, line; no name and no gift (RCPT-19). */
export const receiptStateJson = (receipt: Receipt): JsonObject => ({
  serial: receipt.serial,
  state: receipt.state,
  kind: receipt.names === undefined ? "blue" : "red",
  ...(receipt.amount === undefined ? {} : { amount: formatYuan(receipt.amount) }),
  given_on: receipt.givenOn,
  issued_on: receipt.issuedOn,
  line: receipt.line,
  ...(receipt.voided === undefined ? {} : { voided_on: receipt.voided.on, red: receipt.voided.by }),
  ...(receipt.replacedBy === undefined ? {} : { replaced_by: receipt.replacedBy }),
  ...(receipt.replaces === undefined ? {} : { replaces: receipt.replaces }),
  ...(receipt.names === undefined ? {} : { names: receipt.names }),
});

/** For staff: whose it is, by opaque ids, and the digest of its file. */
export const receiptJson = (receipt: Receipt): JsonObject => ({
  ...receiptStateJson(receipt),
  form: receipt.form,
  of: receipt.gift,
  fund: receipt.fund,
  ...(receipt.rendered === undefined ? {} : { sha256: receipt.rendered.digest, bytes: receipt.rendered.bytes }),
});

/** A row of the receipts of one gift. */
export const receiptSummary = (receipt: Receipt): ReceiptSummary => ({
  serial: receipt.serial,
  state: receipt.state,
  ...(receipt.amount === undefined ? {} : { amount: formatYuan(receipt.amount) }),
  issued_on: receipt.issuedOn,
  ...(receipt.replacedBy === undefined ? {} : { replaced_by: receipt.replacedBy }),
  ...(receipt.names === undefined ? {} : { names: receipt.names }),
  ...(receipt.rendered === undefined ? {} : { pdf: `/api/v1/receipts/${receipt.serial}/pdf` }),
});
