import { type Bilingual, counted, pick, type Words } from "../platform/display.ts";

/** The form of a new request, with what was typed and what is wrong. */
export type NewRequestPage = {
  readonly funds: readonly { readonly code: string; readonly name: Bilingual }[];
  readonly purposes: readonly { readonly code: string; readonly name: Bilingual }[];
  readonly streets: readonly string[];
  readonly values: { readonly [field: string]: string };
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly formKey: string;
};
export const newRequestView = (page: NewRequestPage, words: Words) => {
  const errors = new Map(page.errors.map((error) => [error.field, error.message]));
  return {
    desk: true,
    funds: page.funds.map((fund) => ({ value: fund.code, word: pick(words, fund.name) })),
    purposes: page.purposes.map((purpose) => ({ value: purpose.code, word: pick(words, purpose.name) })),
    tiers: (["inside", "margin", "outside"] as const).map((tier) => ({
      value: tier,
      word: words.t(`tier.${tier}.long`),
    })),
    relations: (["self", "guardian", "institution", "other"] as const).map((relation) => ({
      value: relation,
      word: words.t(`relation.${relation}`),
    })),
    parties: (["no", "manager", "approver"] as const).map((party) => ({
      value: party,
      word: words.t(`party.${party}`),
    })),
    streets: page.streets.map((street) => ({ value: street, word: street })),
    value: (field: string) => page.values[field] ?? "",
    error: (field: string) => errors.get(field) ?? "",
    errors: page.errors.map((error) => ({ href: `#${error.field}`, message: error.message })),
    errorTitle: counted(words, "new_request.errors", page.errors.length),
    faulty: page.errors.length > 0,
    key: page.formKey,
  };
};
