import { lastDay } from "../kernel/dates.ts";
import { type Fen, fen, minus, plus, sum } from "../kernel/money.ts";
import type { Bilingual } from "../platform/display.ts";
import type { Books } from "./month.ts";
import { REST } from "./public-months.ts";
import { type FundLine, type ReportSheet, runningCosts } from "./report-sheet.ts";
import type { ExplainPage } from "./report-view.ts";

/** What the sums of pages are made of, from a line of the funds' table. */
export const receivedIn = (fund: FundLine): Fen =>
  minus(sum([fund.raised, fund.otherIncome, fund.adjustments]), fund.refunds);
export const movedIn = (fund: FundLine): Fen => plus(fund.managementFee, fund.transfers);

const FIGURES: { readonly [figure in ExplainPage["figure"]]: (fund: FundLine) => Fen } = {
  received: receivedIn,
  people: ({ aid }) => aid,
  running: runningCosts,
  waiting: ({ closing }) => closing,
};

export const isFigure = (text: string): text is ExplainPage["figure"] => Object.hasOwn(FIGURES, text);

type Asked = {
  readonly figure: ExplainPage["figure"];
  readonly report: string;
  readonly published: ReportSheet;
  readonly now: Pick<ReportSheet, "funds">;
};

/** How a published figure is counted: its parts by fund as published then, and the same figure as known now (UI-25). */
export const explainData = (books: Books, { figure, report, published, now }: Asked): ExplainPage => {
  const amountOf = FIGURES[figure];
  const total = ({ funds }: Pick<ReportSheet, "funds">): Fen => sum(funds.map(amountOf));
  return {
    figure,
    period: published.period,
    report,
    published: total(published),
    now: total(now),
    parts: published.funds
      .filter((fund) => amountOf(fund) !== 0n)
      .map((fund) => ({ name: nameOf(books, fund), amount: fen(amountOf(fund)) })),
    lines: published.journal.lines,
    asOf: lastDay(published.period),
  };
};

/** The name as published; in English, as the register has it. */
export const nameOf = (books: Books, { code, name }: Pick<FundLine, "code" | "name">): Bilingual => {
  if (code === REST.code) return { zh: name, en: `* ${REST.name.en}` };
  const star = name.endsWith(" *") ? " *" : "";
  return { zh: name, en: `${books.funds.fund(code)?.nameEn ?? code}${star}` };
};
