import { absolute, type Fen } from "../kernel/money.ts";
import { figure, INK, type Ink, put, tag } from "../platform/sheet-pdf.ts";
import type { Flow } from "../platform/table-pdf.ts";
import { widest } from "./report-cover-pdf.ts";

/** One line of a bar chart: its label and one or two bars, each with the text at its end. */
export type BarLine = {
  readonly label: string;
  readonly bars: readonly { readonly amount: Fen; readonly text: string; readonly ink: Ink }[];
};
export type BarChart = { readonly caption: string; readonly alt: string; readonly lines: readonly BarLine[] };

const SIZE = 9;

/** Horizontal bars from one axis, labels outside the bars. The same figures stand in a table (PIT-52). */
export const drawBars = (flow: Flow, chart: BarChart): void => {
  const thick = chart.lines.some(({ bars }) => bars.length > 1) ? 9 : 12;
  const pitch = (line: BarLine): number => line.bars.length * (thick + 2) + 8;
  const height = chart.lines.reduce((sum, line) => sum + pitch(line), 0);
  if (flow.y + height + 30 > flow.bottom) flow.turn();
  const { sheet, x, width } = flow;
  const axis =
    x +
    widest(
      chart.lines.map(({ label }) => label),
      SIZE,
    ) +
    10;
  const texts = chart.lines.flatMap(({ bars }) => bars.map(({ text }) => text));
  const room = x + width - axis - widest(texts, SIZE) - 8;
  const most = chart.lines.flatMap(({ bars }) => bars).reduce((top, { amount }) => (amount > top ? amount : top), 1n);
  const top = flow.y - 4;
  figure(sheet, sheet.body, {
    alt: chart.alt,
    box: [x, top, x + width, top + height],
    draw: () => {
      let y = top;
      for (const line of chart.lines) {
        const middle = y + (line.bars.length * (thick + 2)) / 2;
        put(sheet, line.label, { x: axis - 10, y: middle + 2.5, size: SIZE, align: "right" });
        for (const [at, bar] of line.bars.entries()) {
          // A length on paper, not money: rounding here changes no figure.
          const length = (room * Number((absolute(bar.amount) * 10_000n) / most)) / 10_000;
          const from = y + at * (thick + 2);
          if (length > 0) sheet.doc.rect(axis, from, length, thick).fill(INK[bar.ink]);
          put(sheet, bar.text, {
            x: axis + length + 6,
            y: from + thick / 2 + 3.1,
            size: line.bars.length > 1 ? SIZE - 0.5 : SIZE,
          });
        }
        y += pitch(line);
      }
      sheet.doc
        .moveTo(axis, top - 4)
        .lineTo(axis, y - 2)
        .lineWidth(0.6)
        .stroke(INK.edge);
    },
  });
  flow.y = top + height + 14;
  tag(sheet, sheet.body, "P", () => put(sheet, chart.caption, { x, y: flow.y, size: 8.5, ink: "quiet" }));
  flow.y += 22;
};
