import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Express, Router } from "express";
import {
  identityPages,
  identityRefusals,
  identityRoutes,
  type Identity,
  loadStaff,
  openIdentity,
} from "../../src/identity/public.ts";
import { newId } from "../../src/kernel/ids.ts";
import { createApp } from "../../src/platform/app.ts";
import { openAssets } from "../../src/platform/assets.ts";
import { keyedHash } from "../../src/platform/crypto.ts";
import { createLogger, type Logger } from "../../src/platform/logger.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import type { RefusalTable } from "../../src/platform/problem.ts";
import { signInLimits } from "../../src/platform/rate-limit.ts";
import { closeRedis, connectRedis } from "../../src/platform/redis.ts";
import { bookRefusals } from "../../src/platform/refusals.ts";
import { openRenderer } from "../../src/platform/render.ts";
import { sessions } from "../../src/platform/session.ts";
import { loadCatalogue } from "../../src/platform/words.ts";
import { mongoUri, redisUrl } from "./engines.ts";

const templates = join(import.meta.dirname, "../../templates");

export type TestApp = {
  readonly app: Express;
  readonly identity: Identity;
  readonly connection: Connection;
  readonly close: () => Promise<void>;
};

export type TestAppOptions = {
  readonly database: string;
  readonly routers?: readonly Router[];
  readonly refusals?: RefusalTable;
  readonly logger?: Logger;
  readonly publicUrl?: string;
  /** The clock of the sessions; left out: the real one. */
  readonly sessionClock?: () => number;
};

/** The real app with real engines, identity and whatever routers a test brings. The database is emptied first. */
export const openTestApp = async (options: TestAppOptions): Promise<TestApp> => {
  const connection = await connectMongo(await mongoUri(options.database), options.database);
  await connection.dropDatabase();
  const redis = connectRedis(await redisUrl());
  const salt = randomBytes(16).toString("hex");
  const limits = signInLimits(redis, (text) => keyedHash(Buffer.from(salt), text));
  const identity = openIdentity({ connection, limits, newId: (prefix) => newId(prefix, randomBytes) });
  const publicUrl = options.publicUrl ?? "http://127.0.0.1";
  const app = createApp({
    logger: options.logger ?? createLogger({ level: "silent", name: "test" }),
    catalogue: loadCatalogue(join(templates, "locales")),
    renderer: openRenderer({ folder: templates, cache: true }),
    assets: openAssets(join(templates, "assets")),
    session: sessions({
      redis,
      secret: salt,
      secure: publicUrl.startsWith("https:"),
      idleMilliseconds: 60_000,
      ...(options.sessionClock === undefined ? {} : { clock: options.sessionClock }),
    }),
    signedIn: loadStaff(identity),
    refusals: { ...bookRefusals, ...identityRefusals, ...options.refusals },
    routers: [identityRoutes({ identity }), identityPages({ identity }), ...(options.routers ?? [])],
    newRequestId: () => newId("R", randomBytes),
    health: async () => ({ database: connection.readyState === 1, redis: (await redis.ping()) === "PONG" }),
    publicUrl,
  });
  const close = async () => {
    await closeRedis(redis);
    await connection.close();
  };
  return { app, identity, connection, close };
};
