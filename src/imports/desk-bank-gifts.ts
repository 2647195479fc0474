import { isDonationCode } from "../kernel/codes.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import { type DeskFile, DONOR_TYPES, type DonorType, RowFault, readDesk, YES_NO } from "./desk-csv.ts";

/** A gift promised by bank transfer. */
export type BankGiftRow = {
  readonly row: number;
  readonly donationCode: string;
  readonly promisedOn: BusinessDate;
  readonly donorName?: string;
  readonly donorType: DonorType;
  readonly creditCode?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly amount: Fen;
  readonly fund: string;
  readonly purpose?: string;
  /** Ledger path of the account where the money is expected. */
  readonly account: string;
  readonly publishConsent: boolean;
  readonly receiptWanted: boolean;
};

const COLUMNS = {
  donationCode: "donation_code",
  promisedOn: "promised_on",
  donorName: "donor_name",
  donorType: "donor_type",
  creditCode: "credit_code",
  phone: "phone",
  email: "email",
  amount: "amount",
  fund: "fund_code",
  purpose: "purpose",
  account: "account",
  publishConsent: "publish_consent",
  receiptWanted: "receipt_wanted",
} as const;

/** gifts-bank.csv; a donation code with a wrong check character is faulty (`bad_code`). */
export const readBankGifts = (bytes: ByteSource): Promise<DeskFile<BankGiftRow> | FileRefusal> =>
  readDesk(bytes, {
    columns: COLUMNS,
    row: (cells, row) => {
      const donationCode = cells.text("donationCode");
      if (!isDonationCode(donationCode)) throw new RowFault("bad_code", "donation_code");
      return {
        row,
        donationCode,
        amount: cells.amount("amount"),
        promisedOn: cells.day("promisedOn"),
        ...cells.optionalText("donorName"),
        donorType: cells.code("donorType", DONOR_TYPES),
        ...cells.optional("creditCode", cells.creditCode),
        ...cells.optionalText("phone"),
        ...cells.optionalText("email"),
        fund: cells.text("fund"),
        ...cells.optionalText("purpose"),
        account: cells.text("account"),
        publishConsent: cells.code("publishConsent", YES_NO),
        receiptWanted: cells.code("receiptWanted", YES_NO),
      };
    },
  });
