import { type Fen, negate, ZERO } from "../kernel/money.ts";
import type { FlowRow } from "./flows.ts";
import { flowSums, type StatementBooks, sumOf, type Windows } from "./statement-sums.ts";

/** A row of 会民非03, fen; money out stands positive in its row and is taken off in the totals. */
export type CashRow = {
  readonly row: number;
  readonly kind: "row" | "total";
  readonly part: "operating" | "investing" | "financing" | "all";
  readonly month: Fen;
  readonly year: Fen;
};

type Section = {
  readonly part: "operating" | "investing" | "financing";
  readonly in: readonly number[];
  readonly inTotal: number;
  readonly out: readonly number[];
  readonly outTotal: number;
  readonly net: number;
};

/** Row numbers of the 2004 form (`set`). */
const SECTIONS: readonly Section[] = [
  { part: "operating", in: [1, 2, 3, 4, 5, 8], inTotal: 13, out: [14, 15, 16, 19], outTotal: 23, net: 24 },
  { part: "investing", in: [25, 26, 27, 30], inTotal: 34, out: [35, 36, 39], outTotal: 43, net: 44 },
  { part: "financing", in: [45, 48], inTotal: 50, out: [51, 52, 55], outTotal: 58, net: 59 },
];
const EXCHANGE = 60;
const INCREASE = 61;

type Sums = ReadonlyMap<FlowRow, Fen>;

/** 会民非03: where own money came from and went to, for the month and the year so far (DOMAIN §4.4). */
export const cashFlow = (books: StatementBooks, windows: Pick<Windows, "month" | "year">): CashRow[] => {
  const month = flowSums(books, windows.month);
  const year = flowSums(books, windows.year);
  const line =
    (part: CashRow["part"], kind: CashRow["kind"]) =>
    (row: number, amount: (sums: Sums) => Fen): CashRow => ({
      row,
      kind,
      part,
      month: amount(month),
      year: amount(year),
    });
  const rows = SECTIONS.flatMap((section) => {
    const [row, total] = [line(section.part, "row"), line(section.part, "total")];
    return [
      ...section.in.map((number) => row(number, (sums) => cash(sums, [number]))),
      total(section.inTotal, (sums) => cash(sums, section.in)),
      ...section.out.map((number) => row(number, (sums) => negate(cash(sums, [number])))),
      total(section.outTotal, (sums) => negate(cash(sums, section.out))),
      total(section.net, (sums) => cash(sums, [...section.in, ...section.out])),
    ];
  });
  const everything = SECTIONS.flatMap((section) => [...section.in, ...section.out]);
  return [
    ...rows,
    line("all", "row")(EXCHANGE, () => ZERO),
    line("all", "total")(INCREASE, (sums) => cash(sums, everything)),
  ];
};

const cash = (sums: Sums, rows: readonly number[]): Fen =>
  sumOf(
    sums,
    rows.map((row): FlowRow => `cash/${row}`),
  );
