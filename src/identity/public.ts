import type { Connection } from "mongoose";
import type { SignInLimits } from "../platform/rate-limit.ts";
import { type Identity, identityService } from "./service.ts";
import { accountStore } from "./store.ts";

export {
  actorOf,
  demandFund,
  hasRole,
  isOperator,
  loadStaff,
  requireOperator,
  requireRole,
  requireStaff,
  roleMissing,
  staffOf,
} from "./access.ts";
export { identityRefusals } from "./errors.ts";
export type { NewUser } from "./input.ts";
export { type BusinessRole, inScope } from "./roles.ts";
export { identityPages, identityRoutes } from "./routes.ts";
export type { Identity } from "./service.ts";

/** Staff accounts over the database. */
export const openIdentity = (deps: {
  connection: Connection;
  limits: SignInLimits;
  newId: (prefix: string) => string;
}): Identity => identityService({ store: accountStore(deps.connection), limits: deps.limits, newId: deps.newId });
