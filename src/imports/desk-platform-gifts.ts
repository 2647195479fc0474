import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import type { ByteSource } from "../platform/byte-text.ts";
import type { FileRefusal } from "../platform/file-fault.ts";
import { type DeskFile, type DonorType, readDesk } from "./desk-csv.ts";

/** A row of the fundraising platform's donor list. Money arrives only when its bill says so. */
export type PlatformGiftRow = {
  readonly row: number;
  readonly orderNo: string;
  /** `YYYY-MM-DD HH:MM:SS` in Shanghai. */
  readonly paidAt: string;
  readonly on: BusinessDate;
  readonly donorName?: string;
  readonly anonymous: boolean;
  readonly donorType: DonorType;
  readonly creditCode?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly amount: Fen;
  readonly fund: string;
  readonly purpose?: string;
  readonly publishConsent: boolean;
  readonly receiptWanted: boolean;
  readonly channel: "wechat" | "alipay" | "unionpay";
};

const COLUMNS = {
  orderNo: "订单号",
  paidAt: "支付时间",
  donorName: "捐赠人",
  anonymous: "是否匿名",
  donorType: "捐赠人类型",
  creditCode: "统一社会信用代码",
  phone: "手机号",
  email: "邮箱",
  amount: "金额(元)",
  fund: "基金编码",
  purpose: "用途",
  publishConsent: "同意公示",
  receiptWanted: "需要票据",
  channel: "支付渠道",
} as const;
const FLAG = { 是: true, 否: false } as const;
const DONORS = { 个人: "person", 企业: "enterprise" } as const;
const CHANNELS = { wechat: "wechat", alipay: "alipay", unionpay: "unionpay" } as const;

/** gifts-platform.csv; a row with an amount of nought or less is faulty (`amount_not_positive`). */
export const readPlatformGifts = (bytes: ByteSource): Promise<DeskFile<PlatformGiftRow> | FileRefusal> =>
  readDesk(bytes, {
    columns: COLUMNS,
    row: (cells, row) => {
      const orderNo = cells.text("orderNo");
      const amount = cells.amount("amount");
      const paidAt = cells.moment("paidAt");
      return {
        row,
        orderNo,
        paidAt,
        on: paidAt.slice(0, 10),
        ...cells.optionalText("donorName"),
        anonymous: cells.code("anonymous", FLAG),
        donorType: cells.code("donorType", DONORS),
        ...cells.optional("creditCode", cells.creditCode),
        ...cells.optionalText("phone"),
        ...cells.optionalText("email"),
        amount,
        fund: cells.text("fund"),
        ...cells.optionalText("purpose"),
        publishConsent: cells.code("publishConsent", FLAG),
        receiptWanted: cells.code("receiptWanted", FLAG),
        channel: cells.code("channel", CHANNELS),
      };
    },
  });
