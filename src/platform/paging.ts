import { limits } from "../../config/limits.ts";
import { type Words, wholeNumber } from "./display.ts";

/** One page of a list that is held whole. */
export type Paged<Row> = {
  readonly rows: readonly Row[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Rows before this page. */
  readonly before: number;
  /** Rows of the whole list. */
  readonly count: number;
};

/** The page that an address asks for; the first for what is no number, the last for one beyond it. */
export const pageOf = <Row>(all: readonly Row[], asked: unknown, size: number = limits.pageRows): Paged<Row> => {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const wanted = typeof asked === "string" && /^\d{1,6}$/.test(asked) ? Number(asked) : 1;
  const page = Math.min(Math.max(wanted, 1), pages);
  const before = (page - 1) * size;
  return { rows: all.slice(before, before + size), page, pages, before, count: all.length };
};

/** The same page with its rows told another way. */
export const mapPage = <Row, Told>(paged: Paged<Row>, tell: (row: Row) => Told): Paged<Told> => ({
  ...paged,
  rows: paged.rows.map(tell),
});

/** Where a page stands, and its neighbours; nothing when there is only one. */
export const pageLinks = (
  { page, pages, before, rows, count }: Paged<unknown>,
  href: (page: number) => string,
  words: Words,
) =>
  pages === 1
    ? (false as const)
    : {
        place: words.t("pages.place", {
          first: wholeNumber(before + 1),
          last: wholeNumber(before + rows.length),
          count: wholeNumber(count),
        }),
        previous: page > 1 ? href(page - 1) : "",
        next: page < pages ? href(page + 1) : "",
      };
