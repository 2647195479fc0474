import type { Receipts } from "./receipts.ts";

/** The receipt as the donor's page shows it; `pdf` leads to the file by the secret of the page. */
export type GiftReceipt =
  | { readonly state: "waiting" | "waived" }
  | {
      readonly state: "valid" | "void" | "replaced";
      readonly no: string;
      readonly issuedAt: string;
      readonly pdf?: { readonly href: string; readonly bytes: number };
    };

/** The valid receipt of a gift, else the last one, else whether one is to come. */
export const giftReceipt = (receipts: Receipts, gift: string, secret: string): GiftReceipt => {
  if (receipts.waived(gift)) return { state: "waived" };
  const blue = receipts.byGift(gift).filter((receipt) => receipt.names === undefined);
  const receipt = receipts.live(gift) ?? blue.at(-1);
  if (!receipt) return { state: "waiting" };
  const { serial: no, issuedAt, rendered } = receipt;
  if (receipt.state !== "valid") return { state: "void", no, issuedAt };
  const pdf = rendered && { href: `/gift/${secret}/receipts/${no}`, bytes: rendered.bytes };
  return { state: "valid", no, issuedAt, ...(pdf ? { pdf } : {}) };
};
