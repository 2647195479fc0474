import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../kernel/result.ts";

export type Answer = { readonly status: number; readonly body: JsonObject };
export type Call = {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly json?: JsonObject;
  readonly file?: { readonly name: string; readonly content: Uint8Array };
  /** Idempotency key; the same on every try. */
  readonly key?: string;
};
/** One member of staff. */
export type Member = { readonly call: (call: Call) => Promise<Answer> };

type Who = { readonly user: string; readonly password: string };
type Session = { readonly cookie: string; readonly csrf: string };
type Heard = Answer & { readonly headers: Headers };

const TRIES = 120;
const PAUSE_MS = 500;
/** The longest that a refused sign-in may ask us to wait; the window of the sign-in limit is shorter. */
const LONGEST_WAIT_S = 1_800;

/**
 * A member of staff, who signs in with the first call. Calls are tried again with the same key while the web process is
 * away or fails (no connection, half an answer, 5xx), for up to a minute.
 */
export const memberAt = (baseUrl: string, who: Who, log: (text: string) => void): Member => {
  let session: Promise<Session> | undefined;
  const call: Member["call"] = async (asked) => {
    session ??= openSession(baseUrl, who, log);
    const first = await send(baseUrl, asked, await session);
    if (first.status !== 401) return first;
    session = openSession(baseUrl, who, log);
    return send(baseUrl, asked, await session);
  };
  return { call };
};

const openSession = async (baseUrl: string, who: Who, log: (text: string) => void): Promise<Session> => {
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: who.user, password: who.password }),
  };
  for (;;) {
    const { status, body, headers } = await patiently(`${baseUrl}/api/v1/session`, request);
    const cookie = (headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
    if (status === 200) return { cookie, csrf: String(body.csrf) };
    const seconds = Number(headers.get("Retry-After") ?? Number.NaN);
    if (status !== 429 || !(seconds <= LONGEST_WAIT_S))
      throw new Error(`${who.user} cannot sign in: ${JSON.stringify(body)}`);
    log(`too many sign-ins from here; ${who.user} waits ${seconds} s`);
    await sleep(seconds * 1_000);
  }
};

const send = (baseUrl: string, call: Call, session: Session): Promise<Answer> =>
  patiently(`${baseUrl}/api/v1${call.path}`, {
    method: call.method ?? "POST",
    headers: {
      Cookie: session.cookie,
      "X-CSRF-Token": session.csrf,
      "Accept-Language": "en",
      ...(call.key === undefined ? {} : { "Idempotency-Key": call.key }),
      ...(call.file
        ? { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(call.file.name) }
        : {}),
      ...(call.json ? { "Content-Type": "application/json" } : {}),
    },
    ...(call.file ? { body: call.file.content } : {}),
    ...(call.json ? { body: JSON.stringify(call.json) } : {}),
  });

/** The whole answer: one that breaks off is tried again, like one that never came. */
const patiently = async (url: string, request: RequestInit): Promise<Heard> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, request);
      const text = await response.text();
      if (response.status < 500 || attempt >= TRIES)
        return { ...answerOf(response.status, text), headers: response.headers };
    } catch (error) {
      if (attempt >= TRIES) throw error;
    }
    await sleep(PAUSE_MS);
  }
};

const answerOf = (status: number, text: string): Answer => ({
  status,
  body: text === "" ? {} : (JSON.parse(text) as JsonObject),
});

/** The body of an answer that must be a success. */
export const must = async (answer: Promise<Answer>, what: string): Promise<JsonObject> => {
  const { status, body } = await answer;
  if (status >= 400) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return body;
};
