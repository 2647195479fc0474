import { parse } from "csv-parse/sync";
import { unzipSync } from "fflate";
import { SaxesParser } from "saxes";

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

export type SheetCell = { readonly kind: "text" | "number"; readonly value: string };

/** The sheets of a workbook by name: cells by address, numbers as they are written. */
export const readWorkbook = (bytes: Uint8Array): ReadonlyMap<string, ReadonlyMap<string, SheetCell>> => {
  const files = readArchive(bytes);
  const texts = readXml(files["xl/sharedStrings.xml"] ?? "").children.map(({ children }) => children[0]?.text ?? "");
  const named = readXml(files["xl/workbook.xml"] ?? "").children.flatMap(({ children }) => children);
  return new Map(
    named.map(({ attributes }, i) => [
      attributes.name ?? "",
      cellsOf(files[`xl/worksheets/sheet${i + 1}.xml`] ?? "", texts),
    ]),
  );
};

const cellsOf = (text: string, texts: readonly string[]): ReadonlyMap<string, SheetCell> => {
  const rows = readXml(text)
    .children.filter(({ name }) => name === "sheetData")
    .flatMap(({ children }) => children);
  return new Map(
    rows
      .flatMap(({ children }) => children)
      .map(({ attributes, children }) => {
        const value = children[0]?.text ?? "";
        const cell: SheetCell =
          attributes.t === "s" ? { kind: "text", value: texts[Number(value)] ?? "" } : { kind: "number", value };
        return [attributes.r ?? "", cell];
      }),
  );
};

export const readCsv = (text: string): string[][] => parse(text, { bom: true, relax_column_count: false });
