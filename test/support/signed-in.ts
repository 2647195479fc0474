import request from "supertest";
import type { NewUser } from "../../src/identity/public.ts";
import type { TestApp } from "./app.ts";

const PASSWORD = "correct horse battery";

/** A member of staff whose name is the sign-in, for all funds. */
export const staff = (user: string, ...roles: NewUser["roles"]): NewUser => ({
  user,
  name: user,
  password: PASSWORD,
  roles,
  funds: "all",
});

type SignedIn = { readonly agent: ReturnType<typeof request.agent>; readonly csrf: string; readonly id: string };

/** Makes these members of staff and signs them in; `post` and `get` speak to the API, `form` to the desk, for one of them. */
export const signIn = async ({ app, identity }: Pick<TestApp, "app" | "identity">, users: readonly NewUser[]) => {
  await identity.seedUsers(users);
  const people = new Map<string, SignedIn>();
  for (const { user } of users) {
    const agent = request.agent(app);
    const { body } = await agent.post("/api/v1/session").send({ user, password: PASSWORD }).expect(200);
    people.set(user, { agent, csrf: String(body.csrf), id: String(body.id) });
  }
  const as = (user: string): SignedIn => {
    const found = people.get(user);
    if (!found) throw new Error(`nobody is called ${user}`);
    return found;
  };
  let count = 0;
  const post = (user: string, path: string, body: object = {}, key = `key-${(count += 1)}`) =>
    as(user)
      .agent.post(`/api/v1${path}`)
      .set("X-CSRF-Token", as(user).csrf)
      .set("Idempotency-Key", key)
      .set("Accept-Language", "en")
      .send(body);
  const get = (user: string, path: string) => as(user).agent.get(`/api/v1${path}`).set("Accept-Language", "en");
  /** A form of the desk; with `_csrf` among the fields, that one. */
  const form = (user: string, path: string, fields: { readonly [name: string]: string } = {}) =>
    as(user)
      .agent.post(path)
      .type("form")
      .send({ _csrf: as(user).csrf, idempotency_key: `form-${(count += 1)}`, ...fields });
  return { as, post, get, form };
};
