import type { RefusalTable } from "../platform/problem.ts";
import type { RoleConflict } from "./roles.ts";

export type IdentityRefusal = RoleConflict | "user_exists";

export const identityRefusals: RefusalTable<IdentityRefusal> = {
  user_exists: { status: 409, key: "error.user_exists" },
  operator_alone: { status: 422, key: "error.operator_alone" },
  cashier_and_bookkeeper: { status: 422, key: "error.cashier_and_bookkeeper" },
};
