import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import { type DeskFile, readDesk } from "./desk-csv.ts";

/** Money moved from one fund to another of equal restriction. */
export type TransferRow = {
  readonly row: number;
  readonly transferNo: string;
  readonly on: BusinessDate;
  readonly fromFund: string;
  readonly toFund: string;
  readonly amount: Fen;
  readonly reason: string;
  readonly consentRef?: string;
};

const COLUMNS = {
  transferNo: "transfer_no",
  on: "on",
  fromFund: "from_fund",
  toFund: "to_fund",
  amount: "amount",
  reason: "reason",
  consentRef: "consent_ref",
} as const;

/** transfers.csv */
export const readTransfers = (bytes: ByteSource): Promise<DeskFile<TransferRow> | FileRefusal> =>
  readDesk(bytes, {
    columns: COLUMNS,
    row: (cells, row) => ({
      row,
      transferNo: cells.text("transferNo"),
      amount: cells.amount("amount"),
      on: cells.day("on"),
      fromFund: cells.text("fromFund"),
      toFund: cells.text("toFund"),
      reason: cells.text("reason"),
      ...cells.optionalText("consentRef"),
    }),
  });
