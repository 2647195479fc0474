import type { WorkSheet } from "./work-sheet.ts";
import { sheetXml } from "./workbook-sheet.ts";
import { STYLES } from "./workbook-styles.ts";
import { xmlText } from "./xml-text.ts";
import { zipOf } from "./zip-writer.ts";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * Sheets as a workbook (ECMA-376), set up for A4. Amounts are number cells written as the decimals they are, so no binary
 * fraction ever stands for money; texts are never formulas. The same sheets give the same bytes: no clock is in the file.
 */
export const workbook = (sheets: readonly WorkSheet[]): Promise<Uint8Array> => {
  const texts = openTexts();
  const parts = sheets.map((sheet, i) => ({
    name: `xl/worksheets/sheet${i + 1}.xml`,
    content: xml(sheetXml(sheet, texts.numberOf)),
  }));
  return zipOf([
    {
      name: "[Content_Types].xml",
      content: xml(`<Types xmlns="${PACKAGE}/content-types">${contentTypes(sheets.length)}</Types>`),
    },
    { name: "_rels/.rels", content: relations([["officeDocument", "xl/workbook.xml"]]) },
    { name: "xl/workbook.xml", content: xml(bookXml(sheets)) },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: relations([
        ...sheets.map((_sheet, i): Relation => ["worksheet", `worksheets/sheet${i + 1}.xml`]),
        ["styles", "styles.xml"],
        ["sharedStrings", "sharedStrings.xml"],
      ]),
    },
    { name: "xl/styles.xml", content: xml(STYLES) },
    { name: "xl/sharedStrings.xml", content: texts.part() },
    ...parts,
  ]);
};

/** Each text stands once in the file; cells name it by number. */
const openTexts = () => {
  const numbers = new Map<string, number>();
  return {
    numberOf: (text: string): number => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    },
    part: (): string => {
      const items = [...numbers.keys()].map((text) => `<si><t xml:space="preserve">${xmlText(text)}</t></si>`);
      return xml(`<sst ${MAIN} uniqueCount="${numbers.size}">${items.join("")}</sst>`);
    },
  };
};

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const xml = (text: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`;

type Relation = readonly [type: string, target: string];
const relations = (list: readonly Relation[]): string => {
  const items = list.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return xml(`<Relationships xmlns="${PACKAGE}/relationships">${items.join("")}</Relationships>`);
};

const contentTypes = (sheets: number): string =>
  [
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>`,
    `<Override PartName="/xl/sharedStrings.xml" ContentType="${TYPE}.sharedStrings+xml"/>`,
    ...Array.from(
      { length: sheets },
      (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
    ),
  ].join("");

const bookXml = (sheets: readonly WorkSheet[]): string => {
  const names = sheets.map(({ name }) => tabName(name));
  const list = names.map((name, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const printed = sheets.flatMap(({ heads }, i) => {
    const area = `'${(names[i] ?? "").replaceAll("'", "''")}'!$1:$${heads}`;
    return heads === 0
      ? []
      : [`<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${xmlText(area)}</definedName>`];
  });
  const titles = printed.length === 0 ? "" : `<definedNames>${printed.join("")}</definedNames>`;
  return `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>${list.join("")}</sheets>${titles}</workbook>`;
};

/** A name of a sheet has 31 characters at most and none of []:*?/\ . */
const tabName = (name: string): string => name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31);
