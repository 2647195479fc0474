import type { CaseAct } from "./act-service.ts";

type Labels = { readonly [field: string]: string };

/** The id of an act's form and of its fields on the page of a case. */
export const formName = (act: CaseAct): string => (act === "financeCheck" ? "finance_check" : act);

const note = { note: "act_field.note" };
const reason = { reason: "act_field.reason" };

/** The fields of each form on the page of a case that a person sees, with the keys of their labels. */
export const CASE_FIELDS: { readonly [act in CaseAct | "reveal"]: Labels } = {
  reveal: { reason: "reveal.why" },
  check: { visited_on: "act_field.visited_on" },
  return: { missing: "act_field.missing", ...note },
  vote: { vote: "vote.form.title", reason: "vote.form.reason" },
  decide: { outcome: "act.decide", ...reason },
  financeCheck: {},
  remark: { remark: "act_field.remark" },
  order: {},
  release: { serial: "act_field.serial", paid_on: "act_field.paid_on" },
  confirm: { how: "act_field.how" },
  withdraw: reason,
};

const NEW = [
  "fund_code",
  "purpose",
  "amount",
  "tier",
  "fast_track",
  "other_sources_tried",
  "beneficiary_ref",
  "household_size",
  "street",
  "related_party",
  "payee_name",
  "payee_relation",
  "payee_bank",
  "payee_account",
];
/** The fields of a new request. */
export const NEW_FIELDS: Labels = Object.fromEntries(NEW.map((field) => [field, `new_request.${field}`]));

/** Refusals that are about one field of a form. */
export const ABOUT: { readonly [code: string]: string } = {
  recusal_without_reason: "reason",
  rejection_without_reason: "reason",
  wrong_purpose: "purpose",
  over_available: "amount",
  fund_suspended: "fund_code",
  fund_out_of_scope: "fund_code",
  related_party: "related_party",
};

/** A paper, and what an amendment may change. */
export const PAPER_FIELDS: Labels = { paper: "maker.paper", file: "maker.file" };
export const AMEND_FIELDS: Labels = Object.fromEntries(
  ["amount", "payee_name", "payee_relation", "payee_bank", "payee_account"].map((field) => [
    field,
    `new_request.${field}`,
  ]),
);

/** The filled fields of a form, without those of the machinery. */
export const fieldsOf = (body: unknown): { readonly [field: string]: string } => {
  const filled = Object.entries((body ?? {}) as object).filter(
    ([field, value]) => field !== "idempotency_key" && typeof value === "string" && value !== "",
  );
  return Object.fromEntries(filled);
};
