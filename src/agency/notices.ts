import { displayYuan } from "../kernel/money.ts";
import type { Words } from "../platform/display.ts";
import type { Notices } from "../platform/notice.ts";
import type { Agencies } from "./agencies.ts";
import type { Agency } from "./agency.ts";
import type { Order } from "./order.ts";

/** What a form did to an agency (`of` is its number) or to one of its orders (`of` is the order's), and who is next. */
export const agencyNotices = ({ agency, order, held }: Agencies, words: Words): Notices => {
  const ofAgency = (key: string, is: Agency["state"]) => (of: string) =>
    agency(of)?.state === is ? { text: words.t(`agency.done.${key}`, { held: displayYuan(held(of)) }) } : undefined;
  const ofOrder = (key: string, is: Order["state"]) => (of: string) => {
    const row = order(of);
    return row?.state === is ? { text: words.t(`agency.done.${key}`, { amount: displayYuan(row.amount) }) } : undefined;
  };
  return {
    opened: ofAgency("opened", "opened"),
    confirm: ofAgency("confirm", "confirmed"),
    matched: ofAgency("matched", "confirmed"),
    close: ofAgency("close", "closed"),
    ordered: ofOrder("ordered", "ordered"),
    release: ofOrder("release", "released"),
    withdraw: ofOrder("withdraw", "withdrawn"),
  };
};
