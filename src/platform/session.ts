import { RedisStore } from "connect-redis";
import type { Request, RequestHandler } from "express";
import session from "express-session";
import type { Redis } from "ioredis";
import { limits } from "../../config/limits.ts";

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
    /** When the sign-in was, in epoch milliseconds. */
    openedAt?: number;
  }
}

declare module "express-serve-static-core" {
  interface Request {
    id: string;
    signedIn?: SignedIn;
    /** The clock of the sessions, in epoch milliseconds. */
    sessionClock?: SessionClock;
  }
}

export type SessionOptions = {
  readonly redis: Redis;
  readonly secret: string;
  /** True when the public address is https. */
  readonly secure: boolean;
  readonly idleMilliseconds: number;
  /** Left out: the clock of Redis, one for all processes. */
  readonly clock?: SessionClock;
};

type SessionClock = () => number | Promise<number>;

/**
 * Server-side sessions in Redis. A visitor who does not sign in gets no cookie and no record. A session ends when it is
 * idle, and `limits.sessionHours` after the sign-in however busy it is.
 */
export const sessions = (options: SessionOptions): RequestHandler => {
  const load = stored(options);
  const clock = options.clock ?? (() => redisTime(options.redis));
  return (request, response, next) => {
    request.sessionClock = clock;
    load(request, response, (error?: unknown) => {
      if (error !== undefined) return next(error);
      endWhenOver(request, clock).then(() => next(), next);
    });
  };
};

const stored = ({ redis, secret, secure, idleMilliseconds }: SessionOptions): RequestHandler =>
  session({
    name: secure ? "__Host-shanzhang" : "shanzhang",
    store: new RedisStore({ client: redis, prefix: "session:" }),
    secret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { path: "/", httpOnly: true, sameSite: "lax", secure, maxAge: idleMilliseconds },
  });

/** A session that does not say when it began is over too. Its request goes on as a visitor's. */
const endWhenOver = async (request: Request, clock: SessionClock): Promise<void> => {
  const { user, openedAt = Number.NEGATIVE_INFINITY } = request.session;
  if (user === undefined || (await clock()) < openedAt + limits.sessionHours * limits.hour) return;
  await settle((done) => request.session.regenerate(done));
};

const redisTime = async (redis: Redis): Promise<number> => {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
};

/** A new session under a new id (against fixation) that belongs to `user`; it is stored when the promise resolves. */
export const openSession = async (request: Request, user: string): Promise<void> => {
  if (request.sessionClock === undefined) throw new Error("no sessions on this route");
  const openedAt = await request.sessionClock();
  await settle((done) => request.session.regenerate(done));
  request.session.user = user;
  request.session.openedAt = openedAt;
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
