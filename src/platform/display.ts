import { absolute, displayYuan, divideHalfUp, type Fen, fen } from "../kernel/money.ts";

/** How figures, dates and names are shown to people. Pure: every word comes from the catalogue behind `t`. */
export type Vars = Readonly<Record<string, string | number>>;
export type Words = { readonly lang: "zh-CN" | "en"; readonly t: (key: string, vars?: Vars) => string };
export type Bilingual = { readonly zh: string; readonly en: string };

export const pick = (words: Words, name: Bilingual): string => (words.lang === "en" ? name.en : name.zh);

/** A name inside a sentence: English ones begin small there. */
export const inSentence = (words: Words, name: Bilingual): string =>
  words.lang === "en" ? name.en.charAt(0).toLowerCase() + name.en.slice(1) : name.zh;

/** Words that depend on a number: `count` chooses the plural, `{n}` prints it in thousands. */
export const counted = (words: Words, key: string, count: number): string =>
  words.t(key, { count, n: wholeNumber(count) });

/** Name and legal line of the federation, as head and foot of every page print them (ORG-4). */
export const siteView = (
  of: { readonly name: Bilingual; readonly creditCode: string; readonly certificate: string },
  words: Words,
): { name: string; legal: string } => ({
  name: pick(words, of.name),
  legal: words.t("foot.legal", { code: of.creditCode, certificate: of.certificate }),
});

/** 12345 → `12,345`. */
export const wholeNumber = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

/** `+5.00` for money in, `−5.00` for money out (a real minus sign), `0.00` for nothing. */
export const signedYuan = (amount: Fen): string => (amount > 0n ? `+${displayYuan(amount)}` : displayYuan(amount));

/** Without the pennies when they are nought: `200`, `188.50`. */
export const shortYuan = (amount: Fen): string => displayYuan(amount).replace(/\.00$/, "");

/** Yuan in ten thousands with two decimals, for pictures only: 69900500 fen → `69.90`. */
export const tenThousands = (amount: Fen): string => {
  const hundredths = divideHalfUp(absolute(amount), 10_000n).toString().padStart(3, "0");
  return `${amount < 0n ? "−" : ""}${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`;
};

/** Yuan in whole thousands, for pictures only: 69900500 fen → `699`. */
export const thousands = (amount: Fen): string => displayYuan(fen(divideHalfUp(amount, 100_000n) * 100n)).slice(0, -3);

/** Share of a whole in percent with `decimals` places and a no-break space: `25.4 %`. A whole of zero gives `—`. */
export const percent = (part: Fen, whole: Fen, decimals = 0): string => {
  if (whole === 0n) return "—";
  const scaled = divideHalfUp(part * 100n * 10n ** BigInt(decimals), whole);
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return `${scaled < 0n ? "−" : ""}${text}\u00a0%`;
};

/** Rate in hundredths of a percent (basis points): 60 → `0.6 %`. */
export const rate = (basisPoints: number): string => `${String(basisPoints / 100)}\u00a0%`;

const dateVars = (words: Words, text: string): Vars => ({
  y: text.slice(0, 4),
  m: Number(text.slice(5, 7)),
  month: words.t(`month.${text.slice(5, 7)}`),
  d: Number(text.slice(8, 10)),
});

/** A business date or the Shanghai day of an instant: `9 月 28 日`, `28 September`. */
export const day = (words: Words, text: string): string => words.t("date.day", dateVars(words, shanghai(text)));
export const fullDay = (words: Words, text: string): string => words.t("date.full", dateVars(words, shanghai(text)));
/** A period or a date: `9 月`, `September`. */
export const monthOf = (words: Words, text: string): string => words.t("date.month", dateVars(words, text));
/** `2026 年 9 月`, `September 2026`. */
export const yearMonth = (words: Words, text: string): string => words.t("date.year_month", dateVars(words, text));
/** Day and time in Shanghai of an instant: `9 月 3 日 10:11`. */
export const moment = (words: Words, instant: string): string =>
  `${day(words, instant)} ${shanghai(instant).slice(11, 16)}`;
export const fullMoment = (words: Words, instant: string): string =>
  `${fullDay(words, instant)} ${shanghai(instant).slice(11, 16)}`;

/** An ISO instant as `YYYY-MM-DD HH:MM` in Shanghai; a plain date is left as it is. */
const shanghai = (text: string): string =>
  text.includes("T") ? clock.format(Date.parse(text)).replace(",", "") : text;
const clock = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** `38 kB`, `1.2 MB`: powers of 1,000, never 0 kB for a file that has bytes. */
export const fileSize = (bytes: number): string => {
  if (bytes >= 999_500) return `${(Math.ceil(bytes / 100_000) / 10).toString()}\u00a0MB`;
  return `${String(Math.max(1, Math.round(bytes / 1_000)))}\u00a0kB`;
};

/** A hex digest in groups of eight, so that it can be read aloud and wraps. */
export const digestGroups = (hex: string): string => hex.replace(/(.{8})(?=.)/g, "$1 ");
export const digestEnds = (hex: string): string => `${hex.slice(0, 8)} … ${hex.slice(-8)}`;
