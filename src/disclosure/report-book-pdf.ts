import type { BusinessDate } from "../kernel/dates.ts";
import { textWidth } from "../platform/sheet-font-pdf.ts";
import {
  addSheetPage,
  artifact,
  type Element,
  group,
  MM,
  put,
  putParagraph,
  rule,
  setLines,
  type Sheet,
  tag,
} from "../platform/sheet-pdf.ts";
import type { Flow } from "../platform/table-pdf.ts";
import type { Translate } from "../platform/words.ts";
import type { ReportSheet } from "./report-sheet.ts";

export type Layout = "portrait" | "landscape";
type PageNote = { readonly chapter: string; readonly layout: Layout };
export type Chapter = { readonly name: string; readonly title: string; readonly page: number };

/** A report while it is drawn: what the running heads and the contents need is noted on the way. */
export type ReportBook = {
  readonly sheet: Sheet;
  readonly report: ReportSheet;
  readonly t: Translate;
  readonly title: string;
  readonly pages: PageNote[];
  readonly chapters: Chapter[];
};

const SIZE = { portrait: { width: 210 * MM, height: 297 * MM }, landscape: { width: 297 * MM, height: 210 * MM } };
const LEFT = 25 * MM;
const RIGHT_MARGIN = 22 * MM;
const BODY_TOP = 32 * MM;
const HEAD = 20 * MM;

/** A new page and the room for text on it. */
export const openPage = (book: ReportBook, chapter: string, layout: Layout): Flow => {
  addSheetPage(book.sheet, "A4", layout);
  book.pages.push({ chapter, layout });
  const { width, height } = SIZE[layout];
  const flow: Flow = {
    sheet: book.sheet,
    x: LEFT,
    width: width - LEFT - RIGHT_MARGIN,
    y: BODY_TOP,
    top: BODY_TOP,
    bottom: height - 26 * MM,
    turn: () => {
      openPage(book, chapter, layout);
      flow.y = flow.top;
    },
  };
  return flow;
};

/** Opens a chapter: on its own page, or further down the given one when `room` points are left there. */
export const openChapter = (
  book: ReportBook,
  name: string,
  place: { layout: Layout; after?: Flow; room?: number },
): Flow => {
  const title = book.t(`chapter.${name}`);
  const { after, layout, room = 260 } = place;
  const fits = after !== undefined && after.y + 34 + room < after.bottom;
  const flow = fits ? continued(book, after, title) : openPage(book, title, layout);
  const { doc } = book.sheet;
  doc.addNamedDestination(`chapter-${name}`, "XYZ", LEFT, flow.y - 24, null);
  doc.outline.addItem(title.replace("　", " "));
  book.chapters.push({ name, title, page: book.pages.length });
  tag(book.sheet, book.sheet.body, "H1", () =>
    put(book.sheet, title, { x: flow.x, y: flow.y, face: "title", size: 17 }),
  );
  flow.y += 26;
  return flow;
};

const continued = (book: ReportBook, after: Flow, title: string): Flow => {
  const flow: Flow = { ...after, y: after.y + 34, turn: () => undefined };
  return Object.assign(flow, {
    turn: () => {
      openPage(book, title, "portrait");
      flow.y = flow.top;
    },
  });
};

export const subhead = (flow: Flow, text: string): void => {
  if (flow.y + 60 > flow.bottom) flow.turn();
  flow.y += 8;
  tag(flow.sheet, flow.sheet.body, "H2", () =>
    put(flow.sheet, text, { x: flow.x, y: flow.y, face: "title", size: 12.5 }),
  );
  flow.y += 19;
};

/** Body text, never wider than is easy to read. */
export const say = (flow: Flow, text: string, quiet = false): void => {
  const size = quiet ? 8.5 : 10.5;
  const leading = quiet ? 13.5 : 17.5;
  const width = quiet ? flow.width : Math.min(flow.width, 163 * MM);
  const lines = setLines(text, { size, width }).length;
  if (flow.y + leading * Math.max(2, lines) > flow.bottom) flow.turn();
  const set = {
    x: flow.x,
    y: flow.y,
    size,
    leading,
    width,
    ink: quiet ? "quiet" : "ink",
  } as const;
  tag(flow.sheet, flow.sheet.body, "P", () => {
    flow.y = putParagraph(flow.sheet, text, set);
  });
  flow.y += quiet ? 4 : 7;
};

/** Name left, value right of a fixed column, hairlines between: the house's list of facts. */
export const facts = (flow: Flow, pairs: readonly (readonly [label: string, value: string])[]): void => {
  const list = group(flow.sheet, flow.sheet.body, "Table");
  for (const [label, value] of pairs) {
    if (flow.y + 24 > flow.bottom) flow.turn();
    const row = group(flow.sheet, list, "TR");
    const { x, y, width } = flow;
    tag(flow.sheet, row, "TH", () => put(flow.sheet, label, { x, y, size: 9.5, ink: "quiet" }), { scope: "Row" });
    tag(flow.sheet, row, "TD", () => {
      flow.y = putParagraph(flow.sheet, value, { x: x + 92, y, size: 9.5, leading: 14, width: width - 92 });
    });
    const below = flow.y - 6;
    artifact(flow.sheet, () => rule(flow.sheet, { x, y: below, to: x + width, weight: 0.5, ink: "line" }));
    flow.y = below + 15;
  }
};

/** Running heads and feet, when the number of pages is known. The cover has none. */
export const drawFurniture = (book: ReportBook): void => {
  const { sheet, report, t } = book;
  for (const [at, { chapter, layout }] of book.pages.entries()) {
    if (at === 0) continue;
    sheet.doc.switchToPage(at);
    const { width, height } = SIZE[layout];
    const to = width - RIGHT_MARGIN;
    const quiet = { size: 8.5, ink: "quiet" } as const;
    artifact(sheet, () => {
      const head = t("furniture.head", { name: report.federation.name, title: book.title });
      put(sheet, head, { x: LEFT, y: HEAD, ...quiet });
      put(sheet, chapter, { x: to, y: HEAD, ...quiet, align: "right" });
      rule(sheet, { x: LEFT, y: HEAD + 6, to, weight: 0.6 });
      const foot = height - 16 * MM;
      rule(sheet, { x: LEFT, y: foot - 13, to, weight: 0.5, ink: "line" });
      const { number, version } = report;
      put(sheet, t("furniture.foot", { number, version, date: dateText(t, report.cutOff) }), {
        x: LEFT,
        y: foot,
        ...quiet,
      });
      const page = t("furniture.page", { page: at + 1, pages: book.pages.length });
      put(sheet, page, { x: to, y: foot, ...quiet, align: "right" });
    });
  }
};

/** The contents on the page that was kept for them: dotted leaders, links to the chapters. */
export const drawContents = (book: ReportBook, contents: { flow: Flow; list: Element }): void => {
  const { sheet } = book;
  const { flow, list } = contents;
  const to = flow.x + flow.width;
  for (const { name, title, page } of book.chapters) {
    const item = group(sheet, list, "TOCI");
    const link = group(sheet, item, "Link");
    const y = flow.y;
    tag(sheet, link, "Span", () => {
      put(sheet, title, { x: flow.x, y, size: 10.5 });
      put(sheet, String(page), { x: to, y, size: 10.5, align: "right" });
    });
    sheet.doc.goTo(flow.x, y - 12, flow.width, 17, `chapter-${name}`, { structParent: link } as object);
    item.end();
    artifact(sheet, () => {
      const from = flow.x + textWidth(title, "text", 10.5) + 8;
      const end = to - textWidth(String(page), "text", 10.5) - 8;
      sheet.doc
        .moveTo(from, y - 1)
        .lineTo(end, y - 1)
        .dash(1, { space: 2.5 })
        .lineWidth(0.6)
        .stroke("#7d7263")
        .undash();
    });
    flow.y += 23;
  }
};

export const dateText = (t: Translate, day: BusinessDate): string => t("report.date", dateVars(day));
export const shortDate = (t: Translate, day: BusinessDate): string => t("report.short_date", dateVars(day));
const dateVars = (day: BusinessDate) => ({
  y: day.slice(0, 4),
  m: Number(day.slice(5, 7)),
  d: Number(day.slice(8, 10)),
});
