import type { BusinessDate } from "../kernel/dates.ts";
import { displayYuan, type Fen } from "../kernel/money.ts";
import { type Bilingual, fullDay, fullMoment, pick, type Words, wholeNumber } from "../platform/display.ts";

/** What anybody who holds a code may see of a receipt: never a name, never the file (PII-1). */
export type CheckPage = {
  readonly asked: string;
  readonly result?:
    | { readonly state: "none" }
    | {
        readonly state: "valid" | "void" | "replaced" | "red";
        readonly no: string;
        /** Left out for goods without a reliable value. */
        readonly amount?: Fen;
        readonly givenOn: BusinessDate;
        readonly issuedAt: string;
        readonly line: number;
        readonly replacedBy?: string;
      };
};
const TONES = { valid: "done", void: "stop", replaced: "wait", red: "stop", none: "stop" } as const;

export const checkView = (page: CheckPage, words: Words) => ({
  code: page.asked,
  result: page.result ? resultView(page.result, words) : (false as const),
});

const resultView = (result: NonNullable<CheckPage["result"]>, words: Words) => {
  const head = {
    state: result.state,
    tone: TONES[result.state],
    word: words.t(`receipt.state.${result.state}`),
    title: words.t(`receipt.check.${result.state}.title`),
  };
  if (!("no" in result)) return { ...head, sentence: words.t("receipt.check.none"), facts: [] };
  const vars = { no: result.replacedBy ?? "" };
  const facts: readonly (readonly [string, string])[] = [
    [words.t("receipt.no"), result.no],
    ...(result.amount === undefined
      ? []
      : [[words.t("receipt.amount"), words.t("give.yuan", { amount: displayYuan(result.amount) })] as const]),
    [words.t("receipt.on"), fullDay(words, result.givenOn)],
    [words.t("receipt.issued"), fullMoment(words, result.issuedAt)],
    [words.t("receipt.line"), wholeNumber(result.line)],
  ];
  return { ...head, sentence: words.t(`receipt.check.${result.state}`, vars), facts };
};

/** The receipt itself on a screen, for its donor only; `qr` is a path in a square of `size` modules, quiet zone included. */
export type ReceiptPage = {
  readonly federation: Bilingual;
  readonly no: string;
  readonly code: string;
  readonly donor: string;
  readonly givenOn: BusinessDate;
  readonly issuedOn: BusinessDate;
  readonly fund: Bilingual;
  readonly method: string;
  readonly amount: Fen;
  readonly capital: string;
  readonly line: number;
  readonly copy: "first" | "again";
  readonly qr: { readonly size: number; readonly path: string };
};
export const receiptView = (page: ReceiptPage, words: Words) => ({
  federation: pick(words, page.federation),
  no: page.no,
  code: page.code,
  facts: [
    [words.t("receipt.donor"), page.donor],
    [words.t("receipt.on"), fullDay(words, page.givenOn)],
    [words.t("receipt.project"), pick(words, page.fund)],
    [words.t("receipt.method"), page.method],
  ] as const,
  capital: page.capital,
  amount: displayYuan(page.amount),
  issued: words.t("receipt.issued_on", { on: fullDay(words, page.issuedOn) }),
  copy: words.t(`receipt.copy.${page.copy}`),
  line: words.t("gift.booked.line", { line: wholeNumber(page.line) }),
  payee: words.t("receipt.payee", { name: pick(words, page.federation) }),
  seal: words.t("receipt.seal", { name: pick(words, page.federation) }),
  qr: page.qr,
});
