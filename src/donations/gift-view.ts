import type { BusinessDate, Period } from "../kernel/dates.ts";
import { displayYuan, type Fen, minus, sum } from "../kernel/money.ts";
import {
  type Bilingual,
  digestEnds,
  fileSize,
  fullDay,
  fullMoment,
  moment,
  monthOf,
  percent,
  pick,
  type Words,
  wholeNumber,
} from "../platform/display.ts";
import { type ChannelFee, payLine } from "./give-view.ts";

/** What a secret link shows its donor. `uses` are already grouped: none stands for fewer than five households. */
export type GiftPage = {
  readonly gift: string;
  readonly fund: { readonly code: string; readonly name: Bilingual };
  readonly pledgedOn: BusinessDate;
  readonly amount: Fen;
  readonly method: "card" | "bank";
  readonly fee: ChannelFee;
  readonly state:
    | "waiting"
    | "confirming"
    | "failed"
    | "expired"
    | "settled"
    | "partly_refunded"
    | "refunded"
    | "charged_back";
  readonly code?: string;
  /** Its line in the book: place, hash (hex) and text, which is shown to the donor alone. */
  readonly settled?: {
    readonly at: string;
    readonly line: number;
    readonly batch: number;
    readonly leaf: string;
    readonly text: string;
  };
  readonly receipt:
    | { readonly state: "waiting" | "waived" }
    | {
        readonly state: "valid" | "void" | "replaced";
        readonly no: string;
        readonly issuedAt: string;
        readonly pdf?: { readonly href: string; readonly bytes: number };
        readonly replacedBy?: string;
      };
  readonly uses: readonly {
    readonly name: Bilingual;
    readonly households: number;
    readonly month: Period;
    readonly amount: Fen;
  }[];
  readonly refunds: readonly { readonly on: BusinessDate; readonly amount: Fen; readonly line: number }[];
  readonly confirmedShare?: { readonly paid: Fen; readonly confirmed: Fen };
  readonly publicChoice: "full" | "surname" | "neighbour" | "hidden";
  readonly publicLine: string;
  /** Set when the donor's personal data are blocked or erased. */
  readonly gone?: "blocked" | "erased";
  readonly actions: { readonly withdraw: string; readonly key: string };
  readonly notice?: "withdrawn";
};

export const giftView = (page: GiftPage, words: Words) => {
  const line =
    page.method === "bank"
      ? { pays: page.amount, fee: minus(page.amount, page.amount), gets: page.amount }
      : payLine(page.amount, page.fee);
  const used = sum(page.uses.map((use) => use.amount));
  const refunded = sum(page.refunds.map((refund) => refund.amount));
  return {
    gift: page.gift,
    on: fullDay(words, page.pledgedOn),
    state: page.state,
    title: words.t(titleKey(page.state, used), { amount: displayYuan(page.amount) }),
    lead: words.t(`gift.lead.${page.state}`),
    fund: { href: `/funds/${page.fund.code}`, name: pick(words, page.fund.name) },
    received: words.t(receivedKey(page), {
      pays: displayYuan(line.pays),
      fee: displayYuan(line.fee),
      fund: pick(words, page.fund.name),
      gets: displayYuan(line.gets),
    }),
    code: page.code ?? "",
    settled: page.settled ? settledView(page.settled, words) : false,
    receipt: receiptView(page, words),
    uses: usesView(page, { used, refunded, gets: line.gets }, words),
    refunds: page.refunds.map((refund) =>
      words.t("gift.refund", {
        on: fullDay(words, refund.on),
        amount: displayYuan(refund.amount),
        line: wholeNumber(refund.line),
      }),
    ),
    confirmed:
      page.confirmedShare && page.confirmedShare.paid > 0n
        ? words.t("gift.confirmed", { share: percent(page.confirmedShare.confirmed, page.confirmedShare.paid) })
        : "",
    ...personView(page, words),
    refundable: page.state === "settled" || page.state === "partly_refunded",
    key: page.actions.key,
    notice: page.notice ? { text: words.t(`gift.notice.${page.notice}`) } : (false as const),
  };
};

/** What is published of the donor, and what became of the donor's data. */
const personView = (page: GiftPage, words: Words) => ({
  publicChoice: words.t(`gift.public.${page.publicChoice}`),
  publicLine: page.publicChoice === "hidden" ? words.t("give.sample.hidden") : page.publicLine,
  withdraw: page.publicChoice === "hidden" ? "" : page.actions.withdraw,
  gone: page.gone === undefined ? "" : words.t(`gift.person.${page.gone}`),
});

const titleKey = (state: GiftPage["state"], used: Fen): string =>
  state === "settled" || state === "partly_refunded"
    ? used > 0n
      ? "gift.title.used"
      : "gift.title.settled"
    : `gift.title.${state}`;

const receivedKey = (page: GiftPage): string =>
  page.method === "bank"
    ? "gift.received.bank"
    : page.fee.bearer === "fund"
      ? "gift.received.fund"
      : "gift.received.federation";

const settledView = (settled: NonNullable<GiftPage["settled"]>, words: Words) => ({
  at: settled.at,
  moment: moment(words, settled.at),
  line: wholeNumber(settled.line),
  batch: wholeNumber(settled.batch),
  leaf: digestEnds(settled.leaf),
  text: settled.text,
  proof: `/api/v1/proofs/inclusion?line=${settled.line}`,
  verify: `/verify?line=${settled.line}&leaf=${settled.leaf}`,
});

const receiptView = ({ receipt, gone }: GiftPage, words: Words) => {
  if (!("no" in receipt))
    return {
      state: receipt.state,
      sentence: words.t(`gift.receipt.${receipt.state}`),
      no: "",
      pdf: false as const,
      moment: "",
      tone: "wait",
      word: "",
    };
  return {
    state: receipt.state,
    no: receipt.no,
    tone: receipt.state === "valid" ? "done" : "stop",
    word: words.t(`receipt.state.${receipt.state}`),
    sentence: receipt.state === "replaced" ? words.t("gift.receipt.replaced", { no: receipt.replacedBy ?? "" }) : "",
    pdf:
      receipt.pdf && receipt.state === "valid" && gone === undefined
        ? { href: receipt.pdf.href, label: words.t("gift.receipt.pdf", { size: fileSize(receipt.pdf.bytes) }) }
        : (false as const),
    moment: fullMoment(words, receipt.issuedAt),
  };
};

const usesView = (page: GiftPage, sums: { used: Fen; refunded: Fen; gets: Fen }, words: Words) => {
  const waiting = minus(minus(sums.gets, sums.refunded), sums.used);
  return {
    any: sums.used > 0n,
    done: waiting <= 0n,
    rows: page.uses.map((use) => ({
      name: words.t("entry.aid", { purpose: pick(words, use.name), count: wholeNumber(use.households) }),
      month: monthOf(words, use.month),
      amount: displayYuan(use.amount),
    })),
    caption: words.t("gift.uses", { amount: displayYuan(sums.gets) }),
    used: words.t("gift.used_share", { share: percent(sums.used, sums.gets) }),
    usedAmount: displayYuan(sums.used),
    waiting: words.t("gift.waiting_share", { share: percent(waiting, sums.gets) }),
    waitingAmount: displayYuan(waiting),
    refunded: sums.refunded > 0n ? displayYuan(sums.refunded) : "",
    total: displayYuan(sums.gets),
  };
};
