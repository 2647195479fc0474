import type { BusinessRole } from "../identity/public.ts";
import { STEPS, type Step } from "./access.ts";
import type { Agency } from "./agency.ts";
import type { Order } from "./order.ts";
import type { Whys } from "./views.ts";

/** Who looks: their id as the actor of a command, and what they may do. */
export type Caller = { readonly by: string; readonly roles: readonly string[] };

const may = ({ roles }: Caller, step: Step): boolean =>
  roles.some((role) => (STEPS[step] as readonly BusinessRole[]).includes(role as BusinessRole));
const whyNot = (caller: Caller, step: Step, self: boolean): string => {
  if (!may(caller, step)) return `role_${step}`;
  return self ? "same_person" : "";
};

/** The steps of an agency that are possible in its state, and why this person cannot take one (UI-15). */
export const whysOf = (row: Agency, caller: Caller, empty: boolean): Whys => {
  if (row.state === "closed") return {};
  const reveal = may(caller, "reveal") ? { reveal: "" } : {};
  if (row.state === "opened")
    return {
      ...reveal,
      confirm: whyNot(caller, "confirm", row.maker === caller.by),
      ...(may(caller, "close") ? { close: "" } : {}),
    };
  return {
    ...reveal,
    order: whyNot(caller, "order", false),
    ...(empty ? { close: whyNot(caller, "close", false) } : {}),
  };
};

/** The same of one order. */
export const orderWhys = (order: Order, caller: Caller): Whys => {
  const withdraw = may(caller, "withdraw") ? { withdraw: "" } : {};
  if (order.state === "ordered") return { ...withdraw, release: whyNot(caller, "release", order.maker === caller.by) };
  return order.state === "released" ? withdraw : {};
};
