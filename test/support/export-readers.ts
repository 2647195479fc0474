import { parse } from "csv-parse/sync";
import { unzipSync } from "fflate";
import { SaxesParser } from "saxes";
import { addDays } from "../../src/kernel/dates.ts";

export type Element = {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  text: string;
  readonly children: Element[];
};

/** The root of an XML document. Throws when it is not well formed. */
const readXml = (text: string): Element => {
  const parser = new SaxesParser();
  const open: Element[] = [];
  let root: Element | undefined;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: attributes as { [name: string]: string }, text: "", children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("text", (piece) => {
    const element = open.at(-1);
    if (element) element.text += piece;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  if (!root) throw new Error("no element");
  return root;
};

/** The rows of one table of an audit file: text by field. */
export const auditRows = (text: string, table: string): { readonly [field: string]: string }[] =>
  readXml(text)
    .children.filter(({ name }) => name === table)
    .map(({ children }) => Object.fromEntries(children.map((field) => [field.name, field.text])));

export const readArchive = (bytes: Uint8Array): { readonly [name: string]: string } =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, file]) => [name, new TextDecoder().decode(file)]));

export type SheetCell = { readonly kind: "text" | "number" | "date"; readonly value: string };

/** The sheets of a workbook by name: cells by address, numbers as they are written, days as `2026-09-30`. */
export const readWorkbook = (bytes: Uint8Array): ReadonlyMap<string, ReadonlyMap<string, SheetCell>> => {
  const files = readArchive(bytes);
  const texts = readXml(files["xl/sharedStrings.xml"] ?? "").children.map(({ children }) => children[0]?.text ?? "");
  const named = readXml(files["xl/workbook.xml"] ?? "")
    .children.flatMap(({ children }) => children)
    .filter(({ name }) => name === "sheet");
  const dates = datesIn(readXml(files["xl/styles.xml"] ?? ""));
  return new Map(
    named.map(({ attributes }, i) => [
      attributes.name ?? "",
      cellsOf(readXml(files[`xl/worksheets/sheet${i + 1}.xml`] ?? ""), { texts, dates }),
    ]),
  );
};

/** The numbers of the styles that show a day: ours is the only format that a workbook defines. */
const datesIn = (styles: Element): ReadonlySet<string> =>
  new Set(
    styles.children
      .filter(({ name }) => name === "cellXfs")
      .flatMap(({ children }) =>
        children.flatMap(({ attributes }, i) => (attributes.numFmtId === "164" ? [String(i)] : [])),
      ),
  );

const cellsOf = (
  sheet: Element,
  { texts, dates }: { readonly texts: readonly string[]; readonly dates: ReadonlySet<string> },
): ReadonlyMap<string, SheetCell> => {
  const rows = sheet.children.filter(({ name }) => name === "sheetData").flatMap(({ children }) => children);
  const cells = rows.flatMap(({ children }) => children).filter(({ children }) => children.length > 0);
  return new Map(
    cells.map(({ attributes, children }): [string, SheetCell] => {
      const value = children[0]?.text ?? "";
      const at = attributes.r ?? "";
      if (attributes.t === "s") return [at, { kind: "text", value: texts[Number(value)] ?? "" }];
      if (dates.has(attributes.s ?? "")) return [at, { kind: "date", value: addDays("1899-12-30", Number(value)) }];
      return [at, { kind: "number", value }];
    }),
  );
};

export const readCsv = (text: string): string[][] => parse(text, { bom: true, relax_column_count: false });
