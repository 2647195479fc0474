import type { Redis } from "ioredis";
import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { limits } from "../../config/limits.ts";
import { type ProblemError, problem } from "./problem.ts";

/** Counts failed sign-ins per account and per address (both opaque to this file). */
export type SignInLimits = {
  /**
   * Counts one attempt before the password is looked at, so that guesses made at once are counted too. Throws the 429
   * problem when either count is used up.
   */
  readonly attempt: (who: Attempt) => Promise<void>;
  /** Gives a good sign-in back to both counts: only failures stay, so an office behind one address is not shut out. */
  readonly succeeded: (who: Attempt) => Promise<void>;
};

type Attempt = { readonly account: string; readonly address: string };

export const signInLimits = (redis: Redis, keyedBy: (text: string) => string): SignInLimits => {
  const duration = limits.signInWindow / 1_000;
  const common = { storeClient: redis, duration, blockDuration: duration };
  const byAccount = new RateLimiterRedis({
    ...common,
    keyPrefix: "sign-in:account",
    points: limits.signInAttemptsPerAccount,
  });
  const byAddress = new RateLimiterRedis({
    ...common,
    keyPrefix: "sign-in:address",
    points: limits.signInAttemptsPerAddress,
  });
  return {
    attempt: async ({ account, address }) => {
      await consume(byAddress, keyedBy(address));
      await consume(byAccount, keyedBy(account));
    },
    succeeded: async ({ account, address }) => {
      await byAccount.reward(keyedBy(account));
      await byAddress.reward(keyedBy(address));
    },
  };
};

/**
 * Counts what one address does in a window; throws the 429 problem when `points` are used up. This machine itself is not
 * counted: a proxy in front of us hands on the address it saw.
 */
export const addressLimit = (
  redis: Redis,
  how: { readonly name: string; readonly points: number; readonly keyedBy: (text: string) => string },
): ((address: string) => Promise<void>) => {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: how.name,
    points: how.points,
    duration: limits.addressWindow / 1_000,
  });
  return async (address) => {
    if (!LOOPBACK.test(address)) await consume(limiter, how.keyedBy(address));
  };
};

const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/;

const consume = async (limiter: RateLimiterRedis, key: string): Promise<void> => {
  try {
    await limiter.consume(key);
  } catch (reason) {
    if (reason instanceof RateLimiterRes) throw tooMany(reason.msBeforeNext);
    throw reason;
  }
};

const tooMany = (milliseconds: number): ProblemError =>
  problem({
    status: 429,
    code: "too_many_attempts",
    vars: { minutes: Math.max(1, Math.ceil(milliseconds / 60_000)) },
    headers: { "Retry-After": String(Math.max(1, Math.ceil(milliseconds / 1_000))) },
  });
