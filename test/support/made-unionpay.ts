/** A payment of a UnionPay merchant file, or with `refundOf` the refund of the payment with that trace and moment. Amounts in fen. */
export type UnionpayRow = {
  /** `MMDDhhmmss`. */
  readonly moment: string;
  readonly trace: string;
  readonly order: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly refundOf?: { readonly trace: string; readonly moment: string };
};

const WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
  8, 32, 13, 13, 12, 2, 1, 32, 98,
];

/** The file ZM of DOMAIN §6.8, of the year 2026, all 42 fields. */
export const unionpayFile = (merchant: string, rows: readonly UnionpayRow[]): Buffer =>
  Buffer.from(rows.map((row) => lineOf(merchant, row)).join("\r\n"));

const lineOf = (merchant: string, { moment, trace, order, amount, fee, refundOf }: UnionpayRow): string => {
  const [plus, minus] = refundOf === undefined ? ["C", "D"] : ["D", "C"];
  const fields: Readonly<Record<number, string>> = {
    1: refundOf === undefined ? "S22" : "S30",
    2: "48020000",
    3: "00049992",
    4: trace,
    5: moment,
    6: "621700******0001",
    7: digits(amount),
    8: "8398",
    9: "07",
    10: `26${moment}${trace}001`,
    12: order,
    13: "01",
    14: refundOf?.trace ?? "",
    15: refundOf?.moment ?? "",
    16: `${minus}${digits(fee)}`,
    17: `${plus}${digits(amount - fee)}`,
    28: merchant,
  };
  return WIDTHS.map((width, i) => (fields[i + 1] ?? "").padEnd(width)).join(" ");
};

const digits = (amount: bigint): string => amount.toString().padStart(12, "0");
