import { displayYuan } from "../kernel/money.ts";
import { type Bilingual, counted, day, type Words } from "../platform/display.ts";
import type { CaseFacts, CaseRows } from "./case-facts.ts";
import { giftOf, takeBackView } from "./row-view.ts";
import type { Statement } from "./statement-facts.ts";
import type { Taken } from "./take-back-service.ts";

export type CasePage = {
  readonly fundOf: (code: string) => Bilingual;
  readonly formKey: string;
  readonly mayRule: boolean;
  /** Whether a booking can be taken back, and why not. */
  readonly taken?: Taken;
};
type Fact = readonly [key: string, value: string];

/** Everything known about a case that is no row: a late payout, or a booking that the provider's bill lacks (REC-10, REC-11). */
export const caseView = (facts: CaseFacts, page: CasePage, words: Words) => ({
  desk: true,
  key: page.formKey,
  mayRule: page.mayRule,
  ...takeBackView(page.taken, words),
  ...(facts.is === "payout" ? payoutView(facts, words) : bookingView(facts, page, words)),
});

const payoutView = (facts: Extract<CaseFacts, { is: "payout" }>, words: Words) => {
  const { payout, gross, fee, paid, alike } = facts;
  return {
    booking: "",
    byVoucher: "",
    title: words.t("case.payout", { batch: payout.batch }),
    why: words.t("difference.payout_late.why", { batch: payout.batch, due: day(words, payout.due) }),
    amount: displayYuan(payout.amount),
    facts: named(words, [
      ["row.account", payout.account],
      ["case.sums", words.t("case.sums.value", { gross: displayYuan(gross), fee: displayYuan(fee) })],
      ["case.age", counted(words, "desk.days", payout.days)],
      ["row.owner", words.t("role.bookkeeper")],
      ["case.bills", billsOf(facts.bills, words)],
    ]),
    next: words.t("case.payout.next"),
    lists: [list("case.payout.alike", alike, words), list("case.payout.paid", paid, words)],
  };
};

const bookingView = (facts: Extract<CaseFacts, { is: "booking" }>, { fundOf }: CasePage, words: Words) => {
  const { booking, days, gift, alike } = facts;
  const late = booking.bookedOn === booking.on ? "" : day(words, booking.bookedOn);
  return {
    booking: booking.key,
    byVoucher: `/desk/books?reverses=${booking.line}#h-new`,
    title: words.t(`case.booking.${booking.kind}`, { ref: gift?.ref ?? booking.gift }),
    why: words.t("difference.provider_missing.why", { on: day(words, booking.on) }),
    amount: displayYuan(booking.amount),
    facts: named(words, [
      ["row.account", booking.account],
      ["row.gift", gift ? giftOf(gift, { fundOf }, words) : booking.gift],
      ["case.day", day(words, booking.on)],
      ["case.booked", late],
      ["case.event", booking.event],
      ["row.line", String(booking.line)],
      ["case.age", counted(words, "desk.days", days)],
      ["row.owner", words.t("role.bookkeeper")],
      ["case.bills", billsOf(facts.bills, words)],
    ]),
    next: words.t("case.booking.next"),
    lists: [list("case.booking.alike", alike, words)],
  };
};

const named = (words: Words, facts: readonly Fact[]) =>
  facts.filter(([, value]) => value !== "").map(([key, value]) => ({ name: words.t(key), value }));

const billsOf = (bills: readonly Statement[], words: Words): string =>
  bills
    .map(({ file, since }) => words.t("row.file.since", { file, on: day(words, since) }))
    .join(words.t("list.comma"));

const list = (title: string, { rows, count }: CaseRows, words: Words) => ({
  title: words.t(title),
  more: count > rows.length ? words.t("case.more", { shown: rows.length, count }) : "",
  rows: rows.map((row) => ({
    href: `/desk/reconciliation/row?key=${encodeURIComponent(row.key)}`,
    name: row.orderNo ?? row.id,
    at: row.at,
    kind: words.t(`row.kind.${row.kind}`),
    amount: displayYuan(row.amount),
    state: words.t(`row.state.${row.state.is}`),
  })),
});
