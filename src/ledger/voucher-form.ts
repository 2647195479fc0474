import type { Line } from "../journal/line.ts";
import { absolute, formatYuan } from "../kernel/money.ts";
import type { Words } from "../platform/display.ts";
import type { Named } from "../platform/page-form.ts";
import { accountOf } from "./chart-of-accounts.ts";
import { codeOfPath, postingAmount, reversed } from "./posting.ts";
import type { FieldError } from "../platform/problem.ts";
import type { Translate } from "../platform/words.ts";

export type Fields = { readonly [field: string]: string };

const CELL = /^(account|debit|credit)_([1-9])$/;
/** The fields at the head of the form, with the keys of their labels. */
export const VOUCHER_HEAD: { readonly [field: string]: string } = { on: "voucher.on", text: "voucher.text" };
const COLUMNS = { account: "trial.account", debit: "trial.debit", credit: "trial.credit" } as const;

/** The filled fields of a form, without its key. */
export const filledOf = (body: unknown): Fields => {
  const filled = Object.entries((body ?? {}) as object).filter(
    ([field, value]) => field !== "idempotency_key" && typeof value === "string" && value !== "",
  );
  return Object.fromEntries(filled) as Fields;
};

/** A voucher as the API takes it, from the rows of the form; and the fields that the form does not have. */
export const voucherInput = (values: Fields): { readonly form: object; readonly fields: readonly string[] } => {
  const entries = rowsOf(values).map((row) =>
    Object.fromEntries(
      (["account", "debit", "credit"] as const).flatMap((column) => {
        const value = values[`${column}_${row}`];
        return value === undefined ? [] : [[column, value.trim()]];
      }),
    ),
  );
  const fields = Object.keys(values).filter((field) => field !== "on" && field !== "text" && !CELL.test(field));
  const head = Object.fromEntries(Object.entries(values).filter(([field]) => field === "on" || field === "text"));
  return { form: { ...head, entries }, fields };
};

/** Faults of the API's entries, told by the row and column of the form; those of the head by their labels. */
export const voucherErrors = (
  errors: readonly FieldError[],
  { body }: { readonly body?: unknown },
  t: Translate,
): Named[] => {
  const rows = rowsOf(filledOf(body));
  return errors.map(({ field, message }) => {
    const found = /^entries(?:\.(\d+)(?:\.(account|debit|credit))?)?$/.exec(field);
    if (!found) return { field, label: t(VOUCHER_HEAD[field] ?? "voucher.lines"), message };
    const row = rows[Number(found[1] ?? 0)] ?? "1";
    const column = (found[2] ?? "account") as keyof typeof COLUMNS;
    return { field: `${column}_${row}`, label: t("voucher.cell", { row, what: t(COLUMNS[column]) }), message };
  });
};

const MOST_ROWS = 9;

/** The form filled with the reverse of a line; without entries when it has more than the form has rows. Reservations stay out. */
export const reversalFields = (line: Line, index: number, words: Words): Fields => {
  const post = reversed(line.post).filter(([path]) => accountOf(codeOfPath(path), line.on)?.class !== "budget");
  const entries = post.length > MOST_ROWS ? [] : post;
  return {
    text: words.t("voucher.reverses_line", { line: index }),
    ...Object.fromEntries(
      entries.flatMap((posting, i) => {
        const amount = postingAmount(posting);
        const side = amount > 0n ? "debit" : "credit";
        return [
          [`account_${i + 1}`, posting[0]],
          [`${side}_${i + 1}`, formatYuan(absolute(amount))],
        ];
      }),
    ),
  };
};

/** Numbers of the rows that have something in them. */
const rowsOf = (values: Fields): string[] =>
  [...new Set(Object.keys(values).flatMap((field) => CELL.exec(field)?.[2] ?? []))].sort();
