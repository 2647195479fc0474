import type { BusinessDate } from "../kernel/dates.ts";
import { displayYuan, sum } from "../kernel/money.ts";
import { type Bilingual, counted, day, fullDay, pick, type Words } from "../platform/display.ts";
import { labelledErrors, labelsOf } from "../platform/form-errors.ts";
import type { Goods } from "./goods.ts";
import { type Handout, leftOf, quantityText } from "./goods-given.ts";
import type { GoodsQuery } from "./goods-input.ts";

type Named = { readonly code: string; readonly name: Bilingual };
export type GoodsListPage = {
  readonly lots: readonly Goods[];
  readonly funds: readonly Named[];
  readonly asked: GoodsQuery;
};

/** Lots with their value, place and what is left; the filter above them. */
export const goodsListView = ({ lots, funds, asked }: GoodsListPage, words: Words) => ({
  desk: true,
  funds: [
    { value: "", word: words.t("goods.all_funds"), selected: asked.fund === undefined },
    ...funds.map(({ code, name }) => ({ value: code, word: pick(words, name), selected: code === asked.fund })),
  ],
  shows: (["", "left", "gone", "memo"] as const).map((value) => ({
    value,
    word: words.t(`goods.show.${value === "" ? "all" : value}`),
    selected: value === (asked.show ?? ""),
  })),
  rows: [...lots]
    .sort((a, b) => (a.receivedOn < b.receivedOn ? 1 : a.receivedOn > b.receivedOn ? -1 : b.line - a.line))
    .map((lot) => rowOf(lot, funds, words)),
  count: counted(words, "goods.count", lots.length),
  total: displayYuan(sum(lots.flatMap((lot) => leftOf(lot).value ?? []))),
});

const nameOf = (funds: readonly Named[], code: string, words: Words): string => {
  const fund = funds.find((each) => each.code === code);
  return fund ? pick(words, fund.name) : code;
};

const rowOf = (lot: Goods, funds: readonly Named[], words: Words) => {
  const left = leftOf(lot);
  return {
    href: `/desk/goods/${encodeURIComponent(lot.no)}`,
    no: lot.no,
    item: lot.item,
    fund: nameOf(funds, lot.fund, words),
    on: day(words, lot.receivedOn),
    accepted: words.t("goods.quantity", { quantity: lot.quantity, unit: lot.unit }),
    left: words.t("goods.quantity", { quantity: quantityText(left.quantity), unit: lot.unit }),
    place: lot.place ?? "–",
    value: left.value === undefined ? words.t("goods.memo") : displayYuan(left.value),
  };
};

export type GoodsLotPage = {
  readonly lot: Goods;
  readonly today: BusinessDate;
  readonly fund: Bilingual;
  readonly handouts: readonly Handout[];
  readonly purposes: readonly Named[];
  readonly mayHandOut: boolean;
  readonly nameOf: (by: string) => string;
  readonly values: { readonly [field: string]: string };
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly done?: "given" | "placed";
  readonly formKey: string;
};

const LABELS = labelsOf("goods.field", [
  "quantity",
  "request",
  "household",
  "purpose",
  "slip",
  "on",
  "place",
  "usable_until",
]);

/** One lot: what it is, what went out, and the forms to hand out a part and to note its place. */
export const goodsLotView = (page: GoodsLotPage, words: Words) => {
  const { lot, values, errors } = page;
  const left = leftOf(lot);
  return {
    desk: true,
    title: words.t("goods.one", { no: lot.no, item: lot.item }),
    to: `/desk/goods/${encodeURIComponent(lot.no)}`,
    left: words.t("goods.quantity", { quantity: quantityText(left.quantity), unit: lot.unit }),
    facts: factsOf(page, words),
    handouts: page.handouts.map((row) => handoutRow(row, page, words)),
    purposes: page.purposes.map(({ code, name }) => ({ value: code, word: pick(words, name) })),
    mayHandOut: page.mayHandOut && left.quantity > 0n,
    mayPlace: page.mayHandOut,
    whyNot: page.mayHandOut ? "" : words.t("goods.not_yours"),
    value: (field: string) => values[field] ?? "",
    error: (field: string) => errors.find((error) => error.field === field)?.message ?? "",
    errors: labelledErrors(errors, LABELS, words),
    errorTitle: words.t("goods.errors"),
    done: page.done === undefined ? "" : words.t(`goods.done.${page.done}`),
    key: page.formKey,
  };
};

const factsOf = ({ lot, fund }: GoodsLotPage, words: Words) => {
  const left = leftOf(lot);
  const facts: readonly (readonly [string, string])[] = [
    ["fund", pick(words, fund)],
    [
      "accepted",
      words.t("goods.accepted_on", { on: fullDay(words, lot.receivedOn), quantity: lot.quantity, unit: lot.unit }),
    ],
    ["evidence", words.t(`goods.evidence.${lot.evidence}`)],
    ["value", lot.value === undefined ? words.t("goods.memo.long") : displayYuan(lot.value)],
    ["value_left", left.value === undefined ? "" : displayYuan(left.value)],
    ["place", lot.place ?? ""],
    ["usable_until", lot.usableUntil === undefined ? "" : fullDay(words, lot.usableUntil)],
  ];
  return facts
    .filter(([, value]) => value !== "")
    .map(([key, value]) => ({ name: words.t(`goods.fact.${key}`), value }));
};

const handoutRow = (row: Handout, { lot, purposes, nameOf: staff }: GoodsLotPage, words: Words) => ({
  on: day(words, row.on),
  quantity: words.t("goods.quantity", { quantity: quantityText(row.quantity), unit: lot.unit }),
  to: [row.request, row.household, row.slip].filter((each) => each !== undefined).join(words.t("list.comma")) || "–",
  purpose: nameOf(purposes, row.purpose, words),
  by: staff(row.by),
  line: String(row.line),
});
