import { hash, verify } from "@node-rs/argon2";
import { type Refusal, refuse } from "../kernel/result.ts";
import { problem } from "../platform/problem.ts";
import type { SignInLimits } from "../platform/rate-limit.ts";
import type { SignedIn } from "../platform/session.ts";
import { validate } from "../platform/validate.ts";
import { type NewUser, newUserSchema } from "./input.ts";
import { roleConflict } from "./roles.ts";
import type { Account, AccountStore } from "./store.ts";

export type StaffMember = Omit<SignedIn, "roles"> & { readonly roles: Account["roles"]; readonly active: boolean };

export type Identity = {
  /** Who this is, if name and password fit and the account is active. Throws 401 `sign_in_failed` or 429 `too_many_attempts`. */
  readonly signIn: (attempt: { user: string; password: string; address: string }) => Promise<StaffMember>;
  /** The active account behind a session; undefined when it is gone or was switched off. */
  readonly member: (user: string) => Promise<StaffMember | undefined>;
  readonly members: () => Promise<StaffMember[]>;
  /** Makes an account. Refuses a taken name and roles that exclude each other; throws 422 on faulty input. */
  readonly createUser: (user: NewUser) => Promise<StaffMember | Refusal>;
  /** Makes the accounts that are missing and leaves the others as they are. Throws on a refusal. */
  readonly seedUsers: (users: readonly NewUser[]) => Promise<void>;
};

export type IdentityDeps = {
  readonly store: AccountStore;
  readonly limits: SignInLimits;
  readonly newId: (prefix: string) => string;
};

/** OWASP's parameters for argon2id (this library's algorithm unless told otherwise): 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hash of nothing anybody knows: an unknown account costs the same time as a known one. */
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

export const identityService = ({ store, limits, newId }: IdentityDeps): Identity => {
  const createUser: Identity["createUser"] = async (input) => {
    const { password, ...given } = validate(newUserSchema, input);
    const conflict = roleConflict(given.roles);
    if (conflict !== undefined) return refuse(conflict);
    const account = { ...given, id: newId("U"), password: await hash(password, ARGON2), active: true };
    if (!(await store.insert(account))) return refuse("user_exists", { user: given.user });
    return memberOf(account);
  };
  return {
    signIn: async ({ user, password, address }) => {
      await limits.attempt({ account: user, address });
      const account = await store.find(user);
      const fits = await verify(account?.password ?? NOBODY, password);
      if (account === undefined || !fits || !account.active) throw problem({ status: 401, code: "sign_in_failed" });
      await limits.succeeded({ account: user, address });
      return memberOf(account);
    },
    member: async (user) => {
      const account = await store.find(user);
      return account?.active === true ? memberOf(account) : undefined;
    },
    members: async () => (await store.all()).map(memberOf),
    createUser,
    seedUsers: async (users) => {
      for (const user of users) {
        if ((await store.find(user.user)) !== undefined) continue;
        const made = await createUser(user);
        if ("refused" in made && made.refused !== "user_exists") throw new Error(`${user.user}: ${made.refused}`);
      }
    },
  };
};

const memberOf = ({ password: _password, ...member }: Account): StaffMember => member;
