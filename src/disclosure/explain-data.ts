import { lastDay, type Period } from "../kernel/dates.ts";
import { type Fen, sum } from "../kernel/money.ts";
import type { Bilingual } from "../platform/display.ts";
import type { FundMonth } from "./fund-figures.ts";
import { closingOf, receivedOf, runningOf } from "./home-data.ts";
import type { Books } from "./month.ts";
import { publicMonths, REST } from "./public-months.ts";
import type { ExplainPage } from "./report-view.ts";

const FIGURES: { readonly [figure in ExplainPage["figure"]]: (month: FundMonth) => Fen } = {
  received: receivedOf,
  people: (month) => month.aidPaid,
  running: runningOf,
  waiting: closingOf,
};

const isFigure = (text: string): text is ExplainPage["figure"] => Object.hasOwn(FIGURES, text);

/** How a figure of the home page is counted: its part by fund. Undefined for a figure nobody shows. */
export const explainData = (books: Books, figure: string, period: Period): ExplainPage | undefined => {
  if (!isFigure(figure)) return undefined;
  const { months: own, rest } = publicMonths(books, period);
  const months = rest ? [...own, rest] : own;
  const amountOf = FIGURES[figure];
  return {
    figure,
    period,
    amount: sum(months.map(amountOf)),
    parts: months
      .filter((month) => amountOf(month) !== 0n)
      .map((month) => ({ name: nameOf(books, month.fund), amount: amountOf(month), lines: 1 })),
    asOf: `${lastDay(period)}T15:59:59.999Z`,
  };
};

const nameOf = (books: Books, code: string): Bilingual => {
  if (code === REST.code) return REST.name;
  const fund = books.funds.fund(code);
  return { zh: fund?.shortZh ?? code, en: fund?.nameEn ?? code };
};
