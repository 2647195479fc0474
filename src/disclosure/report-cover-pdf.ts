import { displayYuan, type Fen } from "../kernel/money.ts";
import { digestGroups, wholeNumber } from "../platform/display.ts";
import { textWidth } from "../platform/sheet-font-pdf.ts";
import {
  addSheetPage,
  artifact,
  type Element,
  figure,
  group,
  INK,
  type Ink,
  MM,
  put,
  putMark,
  rule,
  type Sheet,
  tag,
} from "../platform/sheet-pdf.ts";
import type { Flow } from "../platform/table-pdf.ts";
import { dateText, facts, openPage, type ReportBook, say, subhead } from "./report-book-pdf.ts";
import { runningCosts, sumFunds, unexplained } from "./report-sheet.ts";

const FRAME = { x: 25 * MM, y: 20 * MM, width: 163 * MM, height: 261 * MM };
const INNER = FRAME.x + 9 * MM;

/** The cover: thick-and-thin frame, upright title in two columns, mark, five figures. */
export const drawCover = (book: ReportBook): void => {
  const { sheet, report, t } = book;
  addSheetPage(sheet, "A4", "portrait");
  book.pages.push({ chapter: "", layout: "portrait" });
  artifact(sheet, () => {
    sheet.doc.rect(FRAME.x, FRAME.y, FRAME.width, FRAME.height).lineWidth(2.6).stroke(INK.ink);
    sheet.doc
      .rect(FRAME.x + 5, FRAME.y + 5, FRAME.width - 10, FRAME.height - 10)
      .lineWidth(0.7)
      .stroke(INK.ink);
  });
  const { period } = report;
  const digits = period.slice(0, 4).replace(/\d/g, (digit) => t("han.digits").charAt(Number(digit)));
  const when = `${t("han.year", { digits })}${t(`han.month.${period.slice(5)}`)}`;
  drawUpright(sheet, { columns: [when, t("cover.report")], title: book.title });
  const mark = { x: INNER, y: 178 * MM, size: 46, words: [t("mark.top"), t("mark.bottom")] } as const;
  const box = [mark.x, mark.y, mark.x + mark.size, mark.y + mark.size] as const;
  figure(sheet, sheet.body, { alt: t("cover.mark.alt"), box, draw: () => putMark(sheet, mark) });
  const lines = [
    t("cover.version", { version: report.version, date: dateText(t, report.publishedOn) }),
    t("cover.cut_off", { date: dateText(t, report.cutOff) }),
  ];
  let y = 203 * MM;
  tag(sheet, sheet.body, "P", () => put(sheet, report.federation.name, { x: INNER, y, face: "title", size: 15 }));
  for (const line of lines) {
    y += 16;
    tag(sheet, sheet.body, "P", () => put(sheet, line, { x: INNER, y, size: 9.5, ink: "quiet" }));
  }
  drawFigures(book, y + 30);
};

/** Each column from top to bottom, the first one at the right, a thin rule to the left of each. */
const drawUpright = (sheet: Sheet, at: { columns: readonly string[]; title: string }): void => {
  const size = 31;
  const top = FRAME.y + 15 * MM;
  tag(
    sheet,
    sheet.body,
    "H1",
    () => {
      for (const [index, column] of at.columns.entries()) {
        const x = FRAME.x + FRAME.width - 22 * MM - index * 24 * MM;
        for (const [place, character] of [...column].entries()) {
          put(sheet, character, { x, y: top + size + place * (size + 5), face: "title", size, align: "center" });
        }
      }
    },
    { actual: at.title },
  );
  artifact(sheet, () => {
    for (const index of at.columns.keys()) {
      const x = FRAME.x + FRAME.width - 34 * MM - index * 24 * MM;
      sheet.doc
        .moveTo(x, top)
        .lineTo(x, top + 118 * MM)
        .lineWidth(0.6)
        .stroke(INK.edge);
    }
  });
};

const drawFigures = ({ sheet, report, t }: ReportBook, top: number): void => {
  const totals = sumFunds(report.funds);
  const rows: readonly (readonly [string, Fen, Ink])[] = [
    ["raised", totals.raised, "in"],
    ["aid", totals.aid, "ink"],
    ["running", runningCosts(totals), "ink"],
    ["waiting", totals.closing, "wait"],
    ["unexplained", unexplained(report), "ink"],
  ];
  const to = INNER + 92 * MM;
  const table = group(sheet, sheet.body, "Table");
  let y = top;
  for (const [name, amount, ink] of rows) {
    const row = group(sheet, table, "TR");
    tag(sheet, row, "TH", () => put(sheet, t(`cover.${name}`), { x: INNER, y, size: 10.5, ink: "quiet" }), {
      scope: "Row",
    });
    tag(sheet, row, "TD", () => put(sheet, displayYuan(amount), { x: to, y, size: 11.5, ink, align: "right" }));
    artifact(sheet, () => rule(sheet, { x: INNER, y: y + 7, to, weight: 0.5, ink: "line" }));
    y += 24;
  }
  tag(sheet, sheet.body, "P", () => put(sheet, t("cover.unit"), { x: INNER, y: y - 3, size: 8.5, ink: "quiet" }));
};

/** The contents page, its list still empty: page numbers are known at the end. */
export const openContents = (book: ReportBook, digest: string): { flow: Flow; list: Element } => {
  const { sheet, report, t } = book;
  const title = t("contents.title");
  const flow = openPage(book, title, "portrait");
  tag(sheet, sheet.body, "H1", () => put(sheet, title, { x: flow.x, y: flow.y, face: "title", size: 17 }));
  const list = group(sheet, sheet.body, "TOC");
  const below: Flow = { ...flow, y: flow.y + 290 };
  subhead(below, t("contents.check"));
  const { templateVersion: template, rulesVersion: rules } = report;
  say(below, t("contents.check.text", { lines: wholeNumber(report.journal.lines), template, rules }));
  below.y += 4;
  facts(below, proofs(book, digest));
  return { flow: Object.assign(flow, { y: flow.y + 34 }), list };
};

/** What a stranger needs to check the report (PDF-7). */
export const proofs = ({ report, t }: ReportBook, digest: string): (readonly [string, string])[] => [
  [t("contents.number"), report.number],
  [t("contents.digest"), digestGroups(digest)],
  [t("contents.root"), digestGroups(report.journal.root)],
  [t("contents.checkpoint"), signatureOf(report.journal.checkpoint)],
  [t("contents.verify"), report.verifyUrl],
  [t("contents.attached"), t("contents.attached.text")],
  [
    t("contents.issuer"),
    t("contents.issuer.text", { name: report.federation.name, code: report.federation.creditCode }),
  ],
  [t("contents.certificate"), report.federation.certificate],
];

/** The last line of a signed checkpoint, in groups so that it may be broken: who signed, and the signature. */
const signatureOf = (checkpoint: string): string => {
  const [, name = "", signature = ""] = checkpoint.trimEnd().split("\n").at(-1)?.split(" ") ?? [];
  return `${name} ${digestGroups(signature)}`;
};

/** Width of the widest text, for charts. */
export const widest = (texts: readonly string[], size: number): number =>
  Math.max(0, ...texts.map((text) => textWidth(text, "text", size)));
