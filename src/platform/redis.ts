import { Redis, type RedisOptions } from "ioredis";

/** A connection for sessions, limits and caches: commands fail after three tries instead of waiting for ever. */
export const connectRedis = (url: string): Redis => new Redis(url, { ...COMMON, maxRetriesPerRequest: 3 });

/** A connection as Bull needs it for its blocking and its subscribing client. */
export const connectBullRedis = (url: string): Redis =>
  new Redis(url, { ...COMMON, maxRetriesPerRequest: null, enableReadyCheck: false });

/** Closes politely; an unreachable server does not hold the stop up. */
export const closeRedis = async (redis: Redis): Promise<void> => {
  if (redis.status === "ready") await redis.quit().catch(() => undefined);
  redis.disconnect();
};

const COMMON: RedisOptions = { retryStrategy: (attempt) => Math.min(attempt * 100, 2_000) };
