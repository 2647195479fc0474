import { type Bilingual, pick, type Words } from "../platform/display.ts";
import { RELATIONS } from "./input.ts";

/** The form of a new request. */
export type NewRequestPage = {
  readonly funds: readonly { readonly code: string; readonly name: Bilingual }[];
  readonly purposes: readonly { readonly code: string; readonly name: Bilingual }[];
  readonly streets: readonly string[];
  readonly formKey: string;
};
export const newRequestView = (page: NewRequestPage, words: Words) => {
  return {
    desk: true,
    funds: page.funds.map((fund) => ({ value: fund.code, word: pick(words, fund.name) })),
    purposes: page.purposes.map((purpose) => ({ value: purpose.code, word: pick(words, purpose.name) })),
    tiers: (["inside", "margin", "outside"] as const).map((tier) => ({
      value: tier,
      word: words.t(`tier.${tier}.long`),
    })),
    relations: RELATIONS.map((relation) => ({
      value: relation,
      word: words.t(`relation.${relation}`),
    })),
    parties: (["no", "manager", "approver"] as const).map((party) => ({
      value: party,
      word: words.t(`party.${party}`),
    })),
    streets: page.streets.map((street) => ({ value: street, word: street })),
    key: page.formKey,
  };
};
