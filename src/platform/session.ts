import { RedisStore } from "connect-redis";
import type { Request, RequestHandler } from "express";
import session from "express-session";
import type { Redis } from "ioredis";

/** Who is signed in, as a request sees it. `funds` is the scope: every fund, or the codes listed. */
export type SignedIn = {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly funds: "all" | readonly string[];
};

declare module "express-session" {
  interface SessionData {
    /** The sign-in name; roles are read anew for each request. */
    user?: string;
  }
}

declare module "express-serve-static-core" {
  interface Request {
    id: string;
    signedIn?: SignedIn;
  }
}

export type SessionOptions = {
  readonly redis: Redis;
  readonly secret: string;
  /** True when the public address is https. */
  readonly secure: boolean;
  readonly idleMilliseconds: number;
};

/** Server-side sessions in Redis. A visitor who does not sign in gets no cookie and no record. */
export const sessions = ({ redis, secret, secure, idleMilliseconds }: SessionOptions): RequestHandler =>
  session({
    name: secure ? "__Host-shanzhang" : "shanzhang",
    store: new RedisStore({ client: redis, prefix: "session:" }),
    secret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { path: "/", httpOnly: true, sameSite: "lax", secure, maxAge: idleMilliseconds },
  });

/** A new session under a new id (against fixation) that belongs to `user`; it is stored when the promise resolves. */
export const openSession = async (request: Request, user: string): Promise<void> => {
  await settle((done) => request.session.regenerate(done));
  request.session.user = user;
};

/** Writes the session before the answer goes out. */
export const saveSession = (request: Request): Promise<void> => settle((done) => request.session.save(done));

/** Ends the session here and in the store. */
export const endSession = (request: Request): Promise<void> => settle((done) => request.session.destroy(done));

const settle = (act: (done: (error?: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    act((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
