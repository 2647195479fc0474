import type { Named } from "../platform/page-form.ts";
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

/** Numbers of the rows that have something in them. */
const rowsOf = (values: Fields): string[] =>
  [...new Set(Object.keys(values).flatMap((field) => CELL.exec(field)?.[2] ?? []))].sort();
