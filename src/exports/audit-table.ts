import { xmlText } from "../platform/xml-text.ts";

export type Fields = { readonly [name: string]: string };

/** One row of a table of the standard: its element with the number of the table, its fields in order. */
export const auditTable = (locId: string, name: string, fields: Fields): string =>
  [
    ` <${name} locID="${locId}">`,
    ...Object.entries(fields).map(([field, value]) => `  <${field}>${xmlText(value)}</${field}>`),
    ` </${name}>`,
  ].join("\n");

/** `2026-09-30` → `20260930`, `2026-09` → `202609`. */
export const compactDay = (day: string): string => day.replaceAll("-", "");

export const periodFields = (period: string): Fields => ({
  会计年度: period.slice(0, 4),
  会计期间号: String(Number(period.slice(5))),
});
