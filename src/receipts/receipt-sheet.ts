import { canonicalJson } from "../kernel/canonical-json.ts";
import { capitals } from "../kernel/capitals.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Fen, formatYuan } from "../kernel/money.ts";
import type { Json } from "../kernel/result.ts";
import type { Lang } from "../platform/words.ts";

/** Everything an acknowledgement shows, frozen at issue (RCPT-13). Texts are in the language of the sheet. */
export type ReceiptSheet = {
  readonly federation: { readonly name: string; readonly creditCode: string };
  /** Our own serial, `CF-2026-00000001`. */
  readonly serial: string;
  readonly issuedOn: BusinessDate;
  readonly giftOn: BusinessDate;
  readonly donorName: string;
  /** Host and fund (ORG-4). */
  readonly fundFullName: string;
  readonly purposeText: string;
  /** Fen; undefined only for goods whose value cannot be measured (RCPT-16). */
  readonly amount: Fen | undefined;
  readonly goods?: { readonly item: string; readonly unit: string; readonly quantity: string };
  readonly channelText: string;
  /** The sentence on restriction and surplus the donor agreed to. */
  readonly restriction: string;
  /** Name of the handler, which §38 of the Charity Law demands. */
  readonly handler: string;
  /** Index of the line that issued it, and the hex SHA-256 of that line. */
  readonly ledgerLine: number;
  readonly lineHash: string;
  /** For the file inside. */
  readonly proof: {
    /** The line that issued it, as it stands in the journal. */
    readonly line: string;
    /** Audit path (hex) of that line in the tree that ends with it, and the signed checkpoint of that tree. */
    readonly path: readonly string[];
    readonly checkpoint: string;
    /** Where checkpoints, keys and leaf hashes of the journal are published. */
    readonly log: string;
  };
  readonly checkUrl: string;
  /** True for every print after the first. */
  readonly copy: boolean;
  readonly language: Lang;
  /** Serial of the void receipt that this one replaces. */
  readonly replaces?: string;
};

/** A receipt that may not be printed as it stands; `field` is the first field at fault. */
export class FaultyReceipt extends Error {
  readonly code = "faulty_receipt";
  readonly field: string;
  constructor(field: string) {
    super(`receipt without a valid ${field}`);
    this.name = "FaultyReceipt";
    this.field = field;
  }
}

const REQUIRED = ["donorName", "fundFullName", "channelText", "handler", "checkUrl"] as const;

/** Throws FaultyReceipt: an empty required field (RCPT-13), another serial than ours (RCPT-7), no amount without goods, an amount ≤ 0. */
export const checkReceipt = (receipt: ReceiptSheet): void => {
  for (const field of ["name", "creditCode"] as const) {
    if (receipt.federation[field].trim() === "") throw new FaultyReceipt(`federation.${field}`);
  }
  if (!/^CF-\d{4}-\d{8}$/.test(receipt.serial)) throw new FaultyReceipt("serial");
  if (!/^[0-9a-f]{64}$/.test(receipt.lineHash)) throw new FaultyReceipt("lineHash");
  for (const field of REQUIRED) if (receipt[field].trim() === "") throw new FaultyReceipt(field);
  if (receipt.amount === undefined ? receipt.goods === undefined : receipt.amount <= 0n)
    throw new FaultyReceipt("amount");
};

/** The file inside the PDF: the same fields for machines, canonical JSON, amounts in yuan. */
export const receiptJson = (receipt: ReceiptSheet): string => {
  const { amount, federation, goods, replaces } = receipt;
  const data: { [key: string]: Json } = {
    schema: "shanzhang-receipt/1",
    kind: "acknowledgement",
    federation: { name: federation.name, credit_code: federation.creditCode },
    serial: receipt.serial,
    issued_on: receipt.issuedOn,
    gift_on: receipt.giftOn,
    donor_name: receipt.donorName,
    fund: receipt.fundFullName,
    purpose: receipt.purposeText,
    channel: receipt.channelText,
    restriction: receipt.restriction,
    handler: receipt.handler,
    ledger_line: receipt.ledgerLine,
    line_hash: receipt.lineHash,
    proof: { ...receipt.proof },
    check_url: receipt.checkUrl,
    copy: receipt.copy,
  };
  if (amount !== undefined) data["amount"] = { currency: "CNY", yuan: formatYuan(amount), capitals: capitals(amount) };
  if (goods !== undefined) data["goods"] = { item: goods.item, unit: goods.unit, quantity: goods.quantity };
  if (replaces !== undefined) data["replaces"] = replaces;
  return canonicalJson(data);
};
