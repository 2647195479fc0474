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
/** One signed-in member of staff. */
export type Member = { readonly call: (call: Call) => Promise<Answer> };

const TRIES = 120;
const PAUSE_MS = 500;

/** Signs a member of staff in. Calls are tried again while the web process is away or busy (503), for up to a minute. */
export const signIn = async (
  baseUrl: string,
  who: { readonly user: string; readonly password: string },
): Promise<Member> => {
  let cookie = "";
  let csrf = "";
  const open = async (): Promise<void> => {
    const response = await patiently(() =>
      fetch(`${baseUrl}/api/v1/session`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ user: who.user, password: who.password }),
      }),
    );
    const body = (await response.json()) as JsonObject;
    if (response.status !== 200) throw new Error(`${who.user} cannot sign in: ${JSON.stringify(body)}`);
    cookie = (response.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
    csrf = String(body.csrf);
  };
  await open();
  const once = (call: Call): Promise<Response> =>
    patiently(() =>
      fetch(`${baseUrl}/api/v1${call.path}`, {
        method: call.method ?? "POST",
        headers: {
          Cookie: cookie,
          "X-CSRF-Token": csrf,
          "Accept-Language": "en",
          ...(call.key === undefined ? {} : { "Idempotency-Key": call.key }),
          ...(call.file
            ? { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(call.file.name) }
            : {}),
          ...(call.json ? { "Content-Type": "application/json" } : {}),
        },
        ...(call.file ? { body: call.file.content } : {}),
        ...(call.json ? { body: JSON.stringify(call.json) } : {}),
      }),
    );
  return {
    call: async (call) => {
      let response = await once(call);
      if (response.status === 401) {
        await open();
        response = await once(call);
      }
      const text = await response.text();
      return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as JsonObject) };
    },
  };
};

const patiently = async (ask: () => Promise<Response>): Promise<Response> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await ask();
      if ((response.status !== 503 && response.status !== 502) || attempt >= TRIES) return response;
    } catch (error) {
      if (attempt >= TRIES) throw error;
    }
    await sleep(PAUSE_MS);
  }
};

/** The body of an answer that must be a success. */
export const must = async (answer: Promise<Answer>, what: string): Promise<JsonObject> => {
  const { status, body } = await answer;
  if (status >= 400) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return body;
};
