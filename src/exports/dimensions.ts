import { accountIn, type BookExport, pathsOf } from "./book-export.ts";

/** What a part of an account path behind the code tells. */
export type Dimension = "fund" | "purpose" | "account" | "matter";
export type DimensionPart = { readonly dimension: Dimension; readonly code: string };

/** The dimensions of a path: bank or wallet of a money account, matter of a liability, else fund and purpose. */
export const dimensionsOf = (book: Pick<BookExport, "to">, path: string): DimensionPart[] => {
  const [, ...parts] = path.split("/");
  const { class: name } = accountIn(book, path);
  if (parts.length === 0) return [];
  if (name === "money") return [{ dimension: "account", code: parts.join("/") }];
  if (name === "liability") return [{ dimension: "matter", code: parts.join("/") }];
  const [fund = "", ...purpose] = parts;
  return [
    { dimension: "fund", code: fund },
    ...(purpose.length === 0 ? [] : [{ dimension: "purpose" as const, code: purpose.join("/") }]),
  ];
};

/** Every value of a dimension that the export uses, with its Chinese name where it has one, sorted. */
export const dimensionValues = (book: BookExport): (DimensionPart & { readonly name: string })[] => {
  const names = new Map<string, string>([
    ...book.funds.map(({ code, zh }) => [`fund ${code}`, zh] as const),
    ...book.purposes.map(({ code, zh }) => [`purpose ${code}`, zh] as const),
  ]);
  const values = new Map(
    pathsOf(book)
      .flatMap((path) => dimensionsOf(book, path))
      .map((part) => [`${part.dimension} ${part.code}`, part]),
  );
  return [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => ({ ...part, name: names.get(key) ?? part.code }));
};
