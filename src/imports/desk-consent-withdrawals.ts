import type { BusinessDate } from "../kernel/dates.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import { type DeskFile, readDesk } from "./desk-csv.ts";

/** A donor took back the consent to publish the name of one gift. */
export type ConsentWithdrawalRow = {
  readonly row: number;
  readonly withdrawnOn: BusinessDate;
  /** Order number or donation code. */
  readonly gift: string;
  readonly note?: string;
};

const COLUMNS = { withdrawnOn: "withdrawn_on", gift: "gift", note: "note" } as const;

/** consent-withdrawals.csv */
export const readConsentWithdrawals = (bytes: ByteSource): Promise<DeskFile<ConsentWithdrawalRow> | FileRefusal> =>
  readDesk(bytes, {
    columns: COLUMNS,
    row: (cells, row) => ({
      row,
      gift: cells.text("gift"),
      withdrawnOn: cells.day("withdrawnOn"),
      ...cells.optionalText("note"),
    }),
  });
