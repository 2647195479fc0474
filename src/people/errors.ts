import type { RefusalTable } from "../platform/problem.ts";

export type PeopleRefusal = "person_blocked" | "person_erased" | "person_unknown";

export const peopleRefusals: RefusalTable<PeopleRefusal> = {
  person_unknown: { status: 404, key: "error.person_unknown" },
  person_blocked: { status: 403, key: "error.person_blocked" },
  person_erased: { status: 410, key: "error.person_erased" },
};
