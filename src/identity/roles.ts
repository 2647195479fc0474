/** Roles of DOMAIN §1.3. `applicant` is a social worker who files for people; donors do not sign in. */
export const BUSINESS_ROLES = [
  "applicant",
  "streetOfficer",
  "fundSecretary",
  "committeeMember",
  "committeeChair",
  "supervisor",
  "financeChecker",
  "secretaryGeneral",
  "council",
  "cashier",
  "bookkeeper",
  "receiptClerk",
  "disclosureOfficer",
  "privacyOfficer",
  "auditor",
] as const;

export type BusinessRole = (typeof BUSINESS_ROLES)[number];
export type Role = BusinessRole | "operator";
export const ROLES: readonly Role[] = [...BUSINESS_ROLES, "operator"];

/** The funds a member of staff acts for: all, or those with these codes. */
export type Scope = "all" | readonly string[];

export type RoleConflict = "operator_alone" | "cashier_and_bookkeeper";

/** Roles that one person cannot hold together: ORG-23 (operator) and ORG-22, Accounting Law §25 (cashier and books). */
export const roleConflict = (roles: readonly Role[]): RoleConflict | undefined => {
  if (roles.includes("operator") && roles.length > 1) return "operator_alone";
  if (roles.includes("cashier") && roles.includes("bookkeeper")) return "cashier_and_bookkeeper";
  return undefined;
};

export const inScope = (scope: Scope, fund: string): boolean => scope === "all" || scope.includes(fund);
