import { negate } from "../kernel/money.ts";
import { type ByteSource, decodedText, textLines } from "../platform/byte-text.ts";
import { FileFault } from "../platform/file-fault.ts";
import { commaYuanCell, compactDayCell, filled } from "./statement-cells.ts";
import type { StatementEvent, StatementEvents, StatementLine } from "./statement-line.ts";
import { type Balance, type PageReader, pageReader } from "./statement-mt940-pages.ts";

type Field = { readonly tag: string; text: string };

const BALANCE = /^([CD])(\d{6})([A-Z]{3})(.*)$/;
const ENTRY = /^(\d{6})(\d{4})?(RC|RD|C|D)([A-Z])?([\d,.]+)([A-Z][A-Z0-9]{3})([^\n]*)/;

/** MT940, one or several statements of one or several pages (DOMAIN §6.6). Every page must balance (REC-2). */
export async function* readMt940(bytes: ByteSource): StatementEvents {
  const page = pageReader();
  let line: StatementLine | undefined;
  let row = 0;
  for await (const field of fieldsOf(textLines(decodedText(bytes)))) {
    if (line) yield { type: "line", line: field.tag === "86" ? { ...line, ...narrativeOf(field) } : line };
    line = undefined;
    if (field.tag === "61") {
      row += 1;
      line = page.entry(lineOf(field.text, row));
      continue;
    }
    const event = pageEvent(page, field);
    if (event) yield event;
  }
  page.end();
}

/** Continued on the next line without a blank. */
const narrativeOf = (field: Field) => filled({ narrative: field.text.replaceAll("\n", "") });

const pageEvent = (page: PageReader, field: Field): StatementEvent | undefined => {
  switch (field.tag) {
    case "25":
      page.account(field.text);
      return undefined;
    case "28C":
      page.number(field.text);
      return undefined;
    case "60F":
    case "60M": {
      const header = page.open(balanceOf(field));
      return header && { type: "header", header };
    }
    case "62F":
    case "62M": {
      const summary = page.close(balanceOf(field));
      return summary && { type: "summary", summary };
    }
    default:
      return undefined;
  }
};

/** Fields `:tag:text`; a line without a tag continues the field before it. Envelope blocks and page ends are left out. */
async function* fieldsOf(lines: AsyncIterable<string>): AsyncGenerator<Field> {
  let field: Field | undefined;
  for await (const line of lines) {
    const next = fieldStart(line);
    if (!next && !isBreak(line)) {
      if (!field) throw new FileFault("bad_row", { detail: "no_tag" });
      field.text += `\n${line}`;
      if (field.text.length > 4096) throw new FileFault("line_too_long", { detail: `:${field.tag}:` });
      continue;
    }
    if (field) yield field;
    field = next;
  }
  if (field) yield field;
}

const fieldStart = (line: string): Field | undefined => {
  const [, tag, text = ""] = /^:(\d{2}[A-Z]?):(.*)$/.exec(line) ?? [];
  return tag === undefined ? undefined : { tag, text };
};

/** An empty line, the hyphen at the end of a page, an envelope block. */
const isBreak = (line: string): boolean => /^\s*$|^-(\}.*)?$|^\{/.test(line);

const balanceOf = (field: Field): Balance => {
  const column = `:${field.tag}:`;
  const [, mark, day = "", currency = "", amount = ""] = BALANCE.exec(field.text.trimEnd()) ?? [];
  if (mark === undefined) throw new FileFault("bad_row", { detail: column });
  const size = commaYuanCell({ text: amount, column });
  const signed = mark === "D" ? negate(size) : size;
  return { final: field.tag.endsWith("F"), day: compactDayCell({ text: day, column }), currency, amount: signed };
};

/** An entry is dated by its booking day, the four digits beside the value date. RC takes a credit back, RD a debit. */
const lineOf = (text: string, row: number): Omit<StatementLine, "id"> => {
  const [, value = "", booked, mark, , amount = "", , references = ""] = ENTRY.exec(text) ?? [];
  if (mark === undefined) throw new FileFault("bad_row", { row, detail: ":61:" });
  const on = bookingDay(value, booked, row);
  const size = commaYuanCell({ text: amount, row, column: ":61:" });
  const isCredit = mark === "C" || mark === "RD";
  return {
    row,
    at: on,
    on,
    kind: "entry",
    side: isCredit ? "credit" : "debit",
    amount: isCredit ? size : negate(size),
    fee: 0n,
    ...referencesOf(references),
  };
};

/** Before `//` the other side's reference (`NONREF` is none), after it the bank's own. */
const referencesOf = (text: string): { ownReference?: string; serial?: string } => {
  const [own = "", ...serial] = text.split("//");
  return filled({ ownReference: own.trim() === "NONREF" ? "" : own.trim(), serial: serial.join("//").trim() });
};

const bookingDay = (value: string, booked: string | undefined, row: number): string => {
  const valueDay = compactDayCell({ text: value, row, column: ":61:" });
  if (booked === undefined) return valueDay;
  const year = Number(valueDay.slice(0, 4));
  const months = Number(booked.slice(0, 2)) - Number(valueDay.slice(5, 7));
  const bookedYear = months > 6 ? year - 1 : months < -6 ? year + 1 : year;
  return compactDayCell({ text: `${bookedYear}${booked}`, row, column: ":61:" });
};

/** True when the text holds the tags that every statement has. */
export const isMt940 = (text: string): boolean => /^:20:/m.test(text) && /^:25:/m.test(text) && /^:60[FM]:/m.test(text);
