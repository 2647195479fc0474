import { type Request, type Response, Router } from "express";
import { csrfToken } from "../platform/csrf.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed, ProblemError, problemDocument } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { endSession, openSession, saveSession } from "../platform/session.ts";
import { validate, validateForm } from "../platform/validate.ts";
import { requireOperator, requireStaff, staffOf } from "./access.ts";
import { newUserSchema, signInFormSchema, signInSchema } from "./input.ts";
import type { Identity, StaffMember } from "./service.ts";

export type IdentityRoutes = { readonly identity: Identity };

/** `/api/v1/session`: sign in, who am I, sign out. `/api/v1/users`: staff with their roles. */
export const identityRoutes = ({ identity }: IdentityRoutes): Router => {
  describe();
  const router = Router();
  router.post("/api/v1/session", async (request, response) => {
    const input = validate(signInSchema, request.body);
    const member = await identity.signIn({ ...input, address: addressOf(request) });
    response.json(await signedInAnswer(request, member));
  });
  router.get("/api/v1/session", requireStaff, (request, response) => {
    response.set("Cache-Control", "no-store").json(answerOf(request, staffOf(request)));
  });
  router.delete("/api/v1/session", requireStaff, async (request, response) => {
    await endSession(request);
    response.status(204).end();
  });
  router.get("/api/v1/users", requireStaff, async (_request, response) => {
    response.json({ users: (await identity.members()).map(publicMember) });
  });
  router.post("/api/v1/users", requireOperator, async (request, response) => {
    const made = allowed(await identity.createUser(validate(newUserSchema, request.body)));
    response.status(201).json(publicMember(made));
  });
  return router;
};

/** The pages `/sign-in` and `/sign-out`. */
export const identityPages = ({ identity }: IdentityRoutes): Router => {
  const router = Router();
  router.get("/sign-in", (request, response) => {
    signInPage(response, { next: localPath(request.query["next"]) });
  });
  router.post("/sign-in", async (request, response) => {
    const input = validateForm(signInFormSchema, request.body);
    const next = localPath(input.next);
    try {
      const member = await identity.signIn({ ...input, address: addressOf(request) });
      await signedInAnswer(request, member);
      onward(response, next);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { t } = wordsFor(response);
      response.status(error.options.status).set(error.options.headers ?? {});
      signInPage(response, { next, account: input.user, problem: problemDocument(error.options, t).detail });
    }
  });
  router.post("/sign-out", requireStaff, async (request, response) => {
    await endSession(request);
    onward(response, "/sign-in");
  });
  return router;
};

const signedInAnswer = async (request: Request, member: StaffMember) => {
  await openSession(request, member.user);
  const answer = answerOf(request, member);
  await saveSession(request);
  return answer;
};

const answerOf = (
  request: Request,
  { id, user, name, roles, funds }: Omit<StaffMember, "active" | "roles"> & { roles: readonly string[] },
) => ({
  id,
  user,
  name,
  roles,
  funds,
  csrf: csrfToken(request),
});

const publicMember = ({ id, user, name, roles, funds, active }: StaffMember) => ({
  id,
  user,
  name,
  roles,
  funds,
  active,
});

type SignInView = { readonly next: string; readonly account?: string; readonly problem?: string };

const signInPage = (response: Response, view: SignInView): void => {
  const { t } = wordsFor(response);
  render(response, "identity/sign-in", { title: t("sign_in.title"), account: "", problem: "", ...view });
};

/** Where to go after signing in: a path of ours, never another site. */
const localPath = (next: unknown): string => {
  const safe = typeof next === "string" && /^\/(?![/\\])[\x21-\x7e]*$/.test(next);
  return safe ? next : "/desk";
};

const addressOf = (request: Request): string => request.ip ?? "unknown";

const describe = (): void => {
  const session = "/api/v1/session";
  const anyStaff = ["staff"];
  registerOperation({
    method: "POST",
    path: session,
    summary: "Sign in",
    body: signInSchema,
    responses: {
      200: "Signed in: user, name, roles, csrf",
      401: "Account or password wrong",
      429: "Too many attempts",
    },
  });
  registerOperation({
    method: "GET",
    path: session,
    summary: "Who is signed in",
    roles: anyStaff,
    responses: { 200: "The member of staff" },
  });
  registerOperation({
    method: "DELETE",
    path: session,
    summary: "Sign out",
    roles: anyStaff,
    responses: { 204: "Signed out" },
  });
  registerOperation({
    method: "GET",
    path: "/api/v1/users",
    summary: "Staff and their roles",
    roles: anyStaff,
    responses: { 200: "List" },
  });
  registerOperation({
    method: "POST",
    path: "/api/v1/users",
    summary: "Make a staff account",
    roles: ["operator"],
    body: newUserSchema,
    responses: { 201: "Made", 409: "The account exists" },
  });
};
