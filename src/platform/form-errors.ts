import type { Words } from "./display.ts";

type FieldFault = { readonly field: string; readonly message: string };

/** The faults of a form for the list above it: each leads to its field and begins with the field's label, if it has one. */
export const labelledErrors = (
  errors: readonly FieldFault[],
  labels: { readonly [field: string]: string },
  words: Words,
): { readonly href: string; readonly message: string }[] =>
  errors.map(({ field, message }) => {
    const label = labels[field];
    const told = label === undefined ? message : words.t("form.labelled", { label: words.t(label), message });
    return { href: `#${field}`, message: told };
  });

/** `amount` → `<prefix>.amount` for each of the fields. */
export const labelsOf = (prefix: string, fields: readonly string[]): { readonly [field: string]: string } =>
  Object.fromEntries(fields.map((field) => [field, `${prefix}.${field}`]));
