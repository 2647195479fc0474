import { create } from "qrcode";
import { capitals } from "../kernel/capitals.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { displayYuan } from "../kernel/money.ts";
import { pdfWords } from "../platform/pdf-words.ts";
import { textWidth } from "../platform/sheet-font-pdf.ts";
import {
  addSheetPage,
  artifact,
  closeSheet,
  doubleRule,
  figure,
  group,
  INK,
  MM,
  openSheet,
  put,
  putMark,
  putParagraph,
  rule,
  type Sheet,
  setLines,
  tag,
} from "../platform/sheet-pdf.ts";
import type { Lang, Translate } from "../platform/words.ts";
import { checkReceipt, type ReceiptSheet, receiptJson } from "./receipt-sheet.ts";

const LEFT = 14 * MM;
const RIGHT = 196 * MM;
const CODE = 28 * MM;
const QUIET_MODULES = 4;
const ROWS_RIGHT = RIGHT - CODE - 11 * MM;

type Page = { readonly sheet: Sheet; readonly receipt: ReceiptSheet; readonly t: Translate };

/**
 * The donation acknowledgement (捐赠确认函), A5 landscape: tagged PDF/A-3a with its data attached. The same receipt gives
 * the same bytes. Throws FaultyReceipt, and MissingGlyph when the font lacks a character of a name.
 */
export const renderReceipt = async (receipt: ReceiptSheet): Promise<Buffer> => {
  checkReceipt(receipt);
  const t = pdfWords(receipt.language);
  const sheet = openSheet({
    title: `${t("receipt.title")} ${receipt.serial}`,
    subject: t("receipt.subject"),
    author: receipt.federation.name,
    keywords: receipt.serial,
    lang: receipt.language,
    dated: receipt.issuedOn,
    attachments: [{ name: `${receipt.serial}.json`, description: t("receipt.file"), json: receiptJson(receipt) }],
  });
  addSheetPage(sheet, "A5", "landscape");
  const page = { sheet, receipt, t };
  drawHead(page);
  drawRows(page);
  drawCode(page);
  drawTail(page);
  return closeSheet(sheet);
};

const drawHead = ({ sheet, receipt, t }: Page): void => {
  const title = t("receipt.title");
  const size = receipt.language === "en" ? 21 : 25;
  tag(sheet, sheet.body, "H1", () => put(sheet, title, { x: LEFT, y: 60, face: "title", size }));
  if (receipt.copy) drawCopyMark({ sheet, receipt, t }, LEFT + textWidth(title, "title", size) + 12);
  tag(sheet, sheet.body, "P", () => {
    const serial = { x: RIGHT, y: 60, face: "strong", size: 10.5, align: "right" } as const;
    put(sheet, receipt.serial, serial);
    const label = RIGHT - textWidth(receipt.serial, "strong", 10.5) - 6;
    put(sheet, t("receipt.serial"), { x: label, y: 60, size: 9.5, ink: "quiet", align: "right" });
  });
  artifact(sheet, () => doubleRule(sheet, { x: LEFT, y: 71, to: RIGHT }));
  const note = receipt.amount === undefined ? "receipt.note.goods" : "receipt.note";
  tag(sheet, sheet.body, "P", () => {
    putParagraph(sheet, t(note), { x: LEFT, y: 90, size: 9, width: RIGHT - LEFT, leading: 13 });
  });
};

const drawCopyMark = ({ sheet, t }: Page, x: number): void => {
  const words = t("receipt.copy");
  const width = textWidth(words, "strong", 9.5) + 14;
  artifact(sheet, () => sheet.doc.rect(x, 45, width, 18).lineWidth(1).stroke(INK.seal));
  tag(sheet, sheet.body, "P", () => put(sheet, words, { x: x + 7, y: 57.5, face: "strong", size: 9.5, ink: "seal" }));
};

type Row = { readonly label: string; readonly value: string; readonly style: "plain" | "capitals" | "figures" };

const rowsOf = ({ receipt, t }: Page): Row[] => {
  const { amount, goods, purposeText } = receipt;
  const plain = (key: string, value: string): Row => ({ label: t(key), value, style: "plain" });
  return [
    plain("receipt.donor", receipt.donorName),
    plain("receipt.gift_on", dateOf(receipt.giftOn, receipt.language, t)),
    plain("receipt.fund", receipt.fundFullName),
    ...(purposeText === "" ? [] : [plain("receipt.purpose", purposeText)]),
    plain("receipt.channel", receipt.channelText),
    ...(goods === undefined ? [] : [plain("receipt.goods", t("receipt.goods.value", goods))]),
    ...(amount === undefined
      ? [plain("receipt.no_amount", "")]
      : [
          {
            label: t("receipt.capitals"),
            value: t("receipt.capitals.value", { amount: capitals(amount) }),
            style: "capitals",
          } as const,
          {
            label: t("receipt.figures"),
            value: t("receipt.figures.value", { amount: displayYuan(amount) }),
            style: "figures",
          } as const,
        ]),
  ];
};

const STYLES = {
  plain: { face: "text", size: 10.5, leading: 14 },
  capitals: { face: "title", size: 12.5, leading: 16 },
  figures: { face: "title", size: 14.5, leading: 18 },
} as const;

/** Label left, value right, a hairline under each row; then the restriction as a paragraph. */
const drawRows = (page: Page): void => {
  const { sheet, receipt, t } = page;
  const rows = rowsOf(page);
  const list = group(sheet, sheet.body, "Table");
  const pitch = rows.length > 7 ? 23.5 : 26;
  const labelWidth = Math.max(...rows.map(({ label }) => textWidth(label, "text", 9.5))) + 14;
  let y = 119;
  for (const row of rows) {
    const style = STYLES[row.style];
    const lines = setLines(row.value, { ...style, width: ROWS_RIGHT - LEFT - labelWidth });
    const line = group(sheet, list, "TR");
    const label = { x: LEFT, y, size: 9.5, ink: "quiet" } as const;
    tag(sheet, line, "TH", () => put(sheet, row.label, label), { scope: "Row" });
    tag(sheet, line, "TD", () => {
      for (const [at, runs] of lines.entries()) {
        const text = runs.map((run) => run.text).join("");
        put(sheet, text, { ...style, x: ROWS_RIGHT, y: y + at * style.leading, align: "right" });
      }
    });
    const below = y + Math.max(0, lines.length - 1) * style.leading + 8.5;
    artifact(sheet, () => rule(sheet, { x: LEFT, y: below, to: ROWS_RIGHT, weight: 0.5, ink: "line" }));
    y = below + pitch - 8.5;
  }
  const sentences = [
    receipt.restriction,
    receipt.replaces && t("receipt.replaces.value", { serial: receipt.replaces }),
  ];
  for (const sentence of sentences) {
    if (sentence === undefined || sentence === "") continue;
    const set = { x: LEFT, y: y - 2, size: 8.5, ink: "quiet", width: ROWS_RIGHT - LEFT, leading: 12.5 } as const;
    tag(sheet, sheet.body, "P", () => {
      y = putParagraph(sheet, sentence, set) + 2;
    });
  }
  if (y - 12 > 348) throw new Error(`receipt ${receipt.serial} does not fit on its sheet`);
};

/** 28 mm square without its quiet zone, which stays free of everything (4 modules). */
const drawCode = ({ sheet, receipt, t }: Page): void => {
  const { modules } = create(receipt.checkUrl, { errorCorrectionLevel: "M" });
  const module = CODE / modules.size;
  const quiet = QUIET_MODULES * module;
  const [x, y] = [RIGHT - CODE, 110];
  figure(sheet, sheet.body, {
    alt: t("receipt.qr.alt", { url: receipt.checkUrl }),
    box: [x, y, x + CODE, y + CODE],
    draw: () => {
      for (let row = 0; row < modules.size; row++) {
        for (let from = 0; from < modules.size; from++) {
          let to = from;
          while (to < modules.size && modules.get(row, to)) to++;
          if (to > from) sheet.doc.rect(x + from * module, y + row * module, (to - from) * module, module);
          from = to;
        }
      }
      sheet.doc.fill(INK.ink);
    },
  });
  const below = y + CODE + quiet;
  tag(sheet, sheet.body, "P", () => {
    put(sheet, t("receipt.qr"), { x: RIGHT, y: below + 9, size: 8.5, align: "right" });
  });
  tag(sheet, sheet.body, "P", () => {
    const set = { size: 6.5, width: CODE + 8 * MM };
    const lines = setLines(receipt.checkUrl, set);
    for (const [at, runs] of lines.entries()) {
      const text = runs.map((run) => run.text).join("");
      put(sheet, text, { x: RIGHT, y: below + 20 + at * 8.5, size: 6.5, ink: "quiet", align: "right" });
    }
  });
};

const drawTail = ({ sheet, receipt, t }: Page): void => {
  const date = dateOf(receipt.issuedOn, receipt.language, t);
  artifact(sheet, () => rule(sheet, { x: LEFT, y: 352, to: RIGHT, weight: 0.6, ink: "edge" }));
  const column = (x: number, lines: readonly string[]): void => {
    for (const [at, text] of lines.entries()) {
      tag(sheet, sheet.body, "P", () => put(sheet, text, { x, y: 366 + at * 12, size: 8.5, ink: "quiet" }));
    }
  };
  column(LEFT, [
    t("receipt.unit", { name: receipt.federation.name }),
    t("receipt.credit_code", { code: receipt.federation.creditCode }),
    `${t("receipt.handler", { name: receipt.handler })} · ${t(receipt.copy ? "receipt.issued.copy" : "receipt.issued.first", { date })}`,
  ]);
  const middle = 108 * MM;
  const line = String(receipt.ledgerLine).replace(/\B(?=(\d{3})+$)/g, ",");
  column(middle, [t("receipt.line", { line })]);
  const hash = receipt.lineHash.replace(/(.{4})(?=.)/g, "$1 ");
  tag(sheet, sheet.body, "P", () => {
    put(sheet, t("receipt.hash"), { x: middle, y: 378, size: 6.5, ink: "quiet" });
    const x = middle + textWidth(t("receipt.hash"), "text", 6.5) + 5;
    put(sheet, hash.slice(0, 40), { x, y: 378, size: 6.5, ink: "quiet" });
    put(sheet, hash.slice(40), { x, y: 387.5, size: 6.5, ink: "quiet" });
  });
  const mark = { x: RIGHT - 26, y: 359, size: 26, words: [t("mark.top"), t("mark.bottom")] } as const;
  const box = [mark.x, mark.y, RIGHT, mark.y + mark.size] as const;
  figure(sheet, sheet.body, { alt: t("receipt.mark.alt"), box, draw: () => putMark(sheet, mark) });
  tag(sheet, sheet.body, "P", () => {
    put(sheet, t("receipt.mark.note"), { x: RIGHT, y: 394, size: 6, ink: "quiet", align: "right" });
  });
};

const MONTHS = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });

const dateOf = (day: BusinessDate, language: Lang, t: Translate): string => {
  const month = language === "en" ? MONTHS.format(Date.parse(`${day}T00:00:00Z`)) : "";
  return t("receipt.date", { y: day.slice(0, 4), m: Number(day.slice(5, 7)), d: Number(day.slice(8)), month });
};
