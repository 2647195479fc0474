import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import { type DeskFile, DONOR_TYPES, type DonorType, RowFault, readDesk, YES_NO } from "./desk-csv.ts";

const EVIDENCE = {
  invoice: "invoice",
  agreement: "agreement",
  customs: "customs",
  appraisal: "appraisal",
  none: "none",
} as const;

/** Goods given in kind. */
export type GoodsRow = {
  readonly row: number;
  readonly goodsNo: string;
  readonly receivedOn: BusinessDate;
  readonly donorName?: string;
  readonly donorType: DonorType;
  readonly creditCode?: string;
  readonly fund: string;
  readonly item: string;
  readonly unit: string;
  /** A decimal, above nought, as written. */
  readonly quantity: string;
  readonly evidenceType: keyof typeof EVIDENCE;
  readonly evidenceRef?: string;
  /** Of the whole lot; absent when it cannot be measured (GIFT-12). */
  readonly value?: Fen;
  readonly publishConsent: boolean;
  readonly receiptWanted: boolean;
};

const COLUMNS = {
  goodsNo: "goods_no",
  receivedOn: "received_on",
  donorName: "donor_name",
  donorType: "donor_type",
  creditCode: "credit_code",
  fund: "fund_code",
  item: "item",
  unit: "unit",
  quantity: "quantity",
  evidenceType: "evidence_type",
  evidenceRef: "evidence_ref",
  value: "value",
  publishConsent: "publish_consent",
  receiptWanted: "receipt_wanted",
} as const;

/** goods.csv; a value that is given must be positive, a quantity a decimal above nought (`bad_number`). */
export const readGoods = (bytes: ByteSource): Promise<DeskFile<GoodsRow> | FileRefusal> =>
  readDesk(bytes, {
    columns: COLUMNS,
    row: (cells, row) => {
      const goodsNo = cells.text("goodsNo");
      const value = cells.optional("value", cells.amount);
      const quantity = cells.text("quantity");
      if (!/^\d{1,9}(\.\d{1,3})?$/.test(quantity) || !/[1-9]/.test(quantity))
        throw new RowFault("bad_number", "quantity");
      return {
        row,
        goodsNo,
        receivedOn: cells.day("receivedOn"),
        ...cells.optionalText("donorName"),
        donorType: cells.code("donorType", DONOR_TYPES),
        ...cells.optional("creditCode", cells.creditCode),
        fund: cells.text("fund"),
        item: cells.text("item"),
        unit: cells.text("unit"),
        quantity,
        evidenceType: cells.code("evidenceType", EVIDENCE),
        ...cells.optionalText("evidenceRef"),
        ...value,
        publishConsent: cells.code("publishConsent", YES_NO),
        receiptWanted: cells.code("receiptWanted", YES_NO),
      };
    },
  });
