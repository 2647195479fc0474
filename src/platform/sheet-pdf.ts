import PDFDocument from "pdfkit";
import { type BusinessDate, startOfDay } from "../kernel/dates.ts";
import { breakRuns, type Run } from "./line-break.ts";
import { type Face, fontOf, piecesOf, textWidth } from "./sheet-font-pdf.ts";
import type { Lang } from "./words.ts";

/** Ink on white paper: the colours of the pages (templates/assets/tokens.css). */
export const INK = {
  ink: "#211c15",
  quiet: "#574e42",
  line: "#d9cfbb",
  edge: "#7d7263",
  seal: "#a3291b",
  in: "#1d6347",
  wait: "#735000",
  mark: "#f6e3ac",
  white: "#ffffff",
} as const;
export type Ink = keyof typeof INK;
export type Element = PDFKit.PDFStructureElement;

/** Points in a millimetre. */
export const MM = 72 / 25.4;

export type Attachment = { readonly name: string; readonly description: string; readonly json: string };
export type SheetOptions = {
  /** Goes into the metadata: no name of a person (PDF-3). */
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  readonly keywords: string;
  readonly lang: Lang;
  /** The one date of the file, so that the same content gives the same bytes (PDF-5). */
  readonly dated: BusinessDate;
  readonly attachments: readonly Attachment[];
};

/** A tagged PDF/A-3a document under construction. Points, origin at the top left, y of text is its base line. */
export type Sheet = {
  readonly doc: PDFKit.PDFDocument;
  readonly body: Element;
  readonly finished: Promise<Buffer>;
};

/** An empty document with its fonts, metadata, language and attached files; pages are added by `addSheetPage`. */
export const openSheet = (options: SheetOptions): Sheet => {
  const midnight = new Date(startOfDay(options.dated));
  const doc = new PDFDocument({
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: "1.7",
    subset: "PDF/A-3a",
    tagged: true,
    lang: options.lang,
    displayTitle: true,
    font: null as unknown as string,
    info: { ...metadata(options), CreationDate: midnight, ModDate: midnight },
  });
  const finished = collect(doc);
  // A refused sheet is left half drawn, and then nobody waits for its bytes.
  finished.catch(() => undefined);
  for (const { name, description, json } of options.attachments) {
    const file = { name, description, type: "application/json", relationship: "Data" };
    doc.file(Buffer.from(json), { ...file, creationDate: midnight, modifiedDate: midnight });
  }
  const body = doc.struct("Document");
  doc.addStructure(body);
  return { doc, body, finished };
};

export const addSheetPage = (sheet: Sheet, size: "A4" | "A5", layout: "portrait" | "landscape"): void => {
  sheet.doc.addPage({ size, layout, margin: 0 });
};

/** Ends the document and gives its bytes. */
export const closeSheet = (sheet: Sheet): Promise<Buffer> => {
  sheet.body.end();
  sheet.doc.end();
  return sheet.finished;
};

/** pdfkit writes metadata into XML unescaped: the two signs that would break it become full-width. */
const metadata = (options: SheetOptions): { [key: string]: string } => {
  const plain = (text: string): string => text.replaceAll("&", "＆").replaceAll("<", "＜");
  return {
    Title: plain(options.title),
    Subject: plain(options.subject),
    Author: plain(options.author),
    Keywords: plain(options.keywords),
    Creator: "Shanzhang",
    Producer: "Shanzhang",
  };
};

const collect = (doc: PDFKit.PDFDocument): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });

export type Put = {
  readonly x: number;
  readonly y: number;
  readonly face?: Face;
  readonly size: number;
  readonly ink?: Ink;
  /** `right` puts the end of the text at x, `center` its middle. */
  readonly align?: "left" | "right" | "center";
};

/** Sets one line of text on its base line. Throws MissingGlyph. */
export const put = (sheet: Sheet, text: string, at: Put): void => {
  const { face = "text", ink = "ink", align = "left" } = at;
  const pieces = piecesOf(text, face);
  const { doc } = sheet;
  const width = align === "left" ? 0 : textWidth(text, face, at.size);
  let x = at.x - (align === "right" ? width : width / 2);
  for (const piece of pieces) {
    doc.registerFont(piece.file, fontOf(piece.file) as unknown as string);
    doc.font(piece.file).fontSize(at.size).fillColor(INK[ink]);
    doc.text(piece.text, x, at.y, { lineBreak: false, baseline: "alphabetic" });
    x += textWidth(piece.text, face, at.size);
  }
};

export type Paragraph = Omit<Put, "align"> & { readonly width: number; readonly leading: number };

/** Lines of a paragraph in which `**words**` are bold. */
export const setLines = (text: string, set: { face?: Face; size: number; width: number }): Run<Face>[][] => {
  const runs = text
    .split("**")
    .map((piece, at) => ({ text: piece, face: at % 2 === 1 ? "strong" : (set.face ?? "text") }) as const);
  return breakRuns<Face>(runs, set.width, (piece, face) => textWidth(piece, face, set.size));
};

/** Sets a paragraph from the base line `y` of its first line; gives the base line after its last. */
export const putParagraph = (sheet: Sheet, text: string, at: Paragraph): number => {
  let y = at.y;
  for (const line of setLines(text, at)) {
    let x = at.x;
    for (const run of line) {
      put(sheet, run.text, { ...at, face: run.face, x, y });
      x += textWidth(run.text, run.face, at.size);
    }
    y += at.leading;
  }
  return y;
};

/** What pdfkit takes beside its published types: `scope` of a table head, `bbox` of a picture. */
export type ElementOptions = {
  readonly alt?: string;
  readonly actual?: string;
  readonly title?: string;
  readonly scope?: "Row" | "Column";
  readonly bbox?: readonly [left: number, top: number, right: number, bottom: number];
};

/** A structure element whose content is drawn at once. */
export const tag = (
  sheet: Sheet,
  parent: Element,
  type: string,
  draw: () => void,
  options: ElementOptions = {},
): void => {
  parent.add(sheet.doc.struct(type, options as object, [draw]));
};

/** A picture with words for those who cannot see it. */
export const figure = (
  sheet: Sheet,
  parent: Element,
  about: { alt: string; box: readonly [number, number, number, number]; draw: () => void },
): void => tag(sheet, parent, "Figure", about.draw, { alt: about.alt, bbox: about.box });

/** An element that other elements are put into. */
export const group = (sheet: Sheet, parent: Element, type: string, options: ElementOptions = {}): Element => {
  const element = sheet.doc.struct(type, options as object);
  parent.add(element);
  return element;
};

/** Lines, frames and page furniture: drawn, but no part of the text. Not inside `tag`. */
export const artifact = (sheet: Sheet, draw: () => void): void => {
  sheet.doc.markContent("Artifact", { type: "Layout" });
  draw();
  sheet.doc.endMarkedContent();
};

export const rule = (sheet: Sheet, from: { x: number; y: number; to: number; weight: number; ink?: Ink }): void => {
  sheet.doc
    .moveTo(from.x, from.y)
    .lineTo(from.to, from.y)
    .lineWidth(from.weight)
    .stroke(INK[from.ink ?? "ink"]);
};

/** The house's double line, thick over thin; gives the y below it. */
export const doubleRule = (sheet: Sheet, at: { x: number; y: number; to: number }): number => {
  rule(sheet, { ...at, weight: 2.2 });
  rule(sheet, { ...at, y: at.y + 3.2, weight: 0.6 });
  return at.y + 3.5;
};

/** The house mark, 善 over 账 in white on red. It is a mark, not a stamp. */
export const putMark = (
  sheet: Sheet,
  at: { x: number; y: number; size: number; words: readonly [string, string] },
): void => {
  const { doc } = sheet;
  const scale = at.size / 48;
  doc.save().translate(at.x, at.y).scale(scale);
  doc.path("M3 2h41l2 3v38l-2 3H4l-2-3V4z").fill(INK.seal).restore();
  const middle = at.x + at.size / 2;
  const set = { x: middle, size: 19 * scale, face: "title", ink: "white", align: "center" } as const;
  put(sheet, at.words[0], { ...set, y: at.y + 21.5 * scale });
  put(sheet, at.words[1], { ...set, y: at.y + 41.5 * scale });
};
