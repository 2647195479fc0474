import type { Outcome, Submit } from "../journal/chapter.ts";
import { idFrom } from "../kernel/ids.ts";
import type { JsonObject, Refusal } from "../kernel/result.ts";
import type { People } from "../people/public.ts";
import type { OpenBody, OrderBody } from "./input.ts";

export type AgencyDeps = { readonly submit: Submit; readonly people: Pick<People, "keepMany"> };
export type AgencyService = ReturnType<typeof agencyService>;
type Told = { readonly by: string };
type Answer = Promise<Outcome | Refusal>;

/** Money of others: entered by one person, confirmed by finance; ordered by one person, released by another. */
export const agencyService = ({ submit, people }: AgencyDeps) => {
  /** A step that an agency or order takes once: its name is its key. */
  const step = (name: string, input: JsonObject & { readonly agency?: string; readonly order?: string }, by: string) =>
    submit({ name: `agency.${name}`, key: `agency-${name}:${input.order ?? input.agency ?? ""}`, by, input });
  return {
    /** Keeps who entrusts and who gets the money in the vault, and enters the agency under the next number. */
    open: async ({ key, by, ...body }: Told & OpenBody & { readonly key: string }): Answer => {
      const [principal, payee] = [idFrom("P", `agency-principal:${key}`), idFrom("P", `agency-payee:${key}`)];
      await people.keepMany([
        [principal, { name: body.principal_name }],
        [payee, { name: body.payee_name, ...bankOf(body) }],
      ]);
      const input = { purpose: body.purpose, principal, payee, agreement: body.agreement };
      return submit({ name: "agency.open", key, by, input });
    },
    confirm: (agency: string, { by }: Told): Answer => step("confirm", { agency }, by),
    close: (agency: string, { by }: Told): Answer => step("close", { agency }, by),
    order: ({
      key,
      by,
      agency,
      pays,
      amount,
    }: Told & OrderBody & { readonly agency: string; readonly key: string }): Answer =>
      submit({ name: "agency.order", key, by, input: { agency, pays, amount: amount.toString() } }),
    release: (order: string, { by }: Told): Answer => step("release", { order }, by),
    withdraw: (order: string, { by }: Told): Answer => step("withdraw", { order }, by),
  };
};

const bankOf = ({ payee_bank: bank, payee_account: account }: OpenBody) => ({
  ...(bank === undefined ? {} : { bank }),
  ...(account === undefined ? {} : { account }),
});
