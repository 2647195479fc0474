import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import type { AgencyRow } from "../reconciliation/public.ts";
import { type DeskFile, RowFault, readDesk } from "./desk-csv.ts";

const COLUMNS = { account: "account", serial: "bank_serial", target: "agency", amount: "amount" } as const;
const TARGET = /^agency-\d{1,9}(-\d{1,9})?$/;

/** agency.csv: bank rows that are money of others; `agency` names an agency (`agency-7`) or one of its orders (`agency-7-2`). */
export const readAgencyRows = (
  bytes: ByteSource,
): Promise<DeskFile<AgencyRow & { readonly row: number }> | FileRefusal> =>
  readDesk(bytes, {
    columns: COLUMNS,
    row: (cells, row) => {
      const target = cells.text("target");
      if (!TARGET.test(target)) throw new RowFault("bad_code", "agency");
      return {
        row,
        account: cells.text("account"),
        serial: cells.text("serial"),
        target,
        amount: cells.amount("amount"),
      };
    },
  });
