import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { limits } from "../../config/limits.ts";
import { addressLimit, signInLimits } from "../../src/platform/rate-limit.ts";
import { closeRedis, connectRedis } from "../../src/platform/redis.ts";
import { redisUrl } from "../support/engines.ts";

describe("limits by address", () => {
  it("PIT-15 refuses the one too many with 429 and a time to wait; other addresses and this machine go on", async () => {
    const redis = connectRedis(await redisUrl());
    const name = `limit-${randomBytes(4).toString("hex")}`;
    const limit = addressLimit(redis, { name, points: 2, keyedBy: (text) => text });
    const refusal = async (address: string) => {
      try {
        await limit(address);
        return undefined;
      } catch (error) {
        return (error as { options: { status: number; headers: object } }).options;
      }
    };
    try {
      expect([await refusal("192.0.2.1"), await refusal("192.0.2.1")]).to.deep.equal([undefined, undefined]);
      const third = await refusal("192.0.2.1");
      expect(third?.status).to.equal(429);
      expect(third?.headers).to.have.property("Retry-After");
      expect(await refusal("192.0.2.2")).to.equal(undefined);
      for (let i = 0; i < 3; i += 1) expect(await refusal("::ffff:127.0.0.1")).to.equal(undefined);
    } finally {
      await closeRedis(redis);
    }
  });
});

describe("limits of the sign-in", () => {
  let redis: ReturnType<typeof connectRedis>;
  let signIns: ReturnType<typeof signInLimits>;
  const OFFICE = "192.0.2.7";

  beforeEach(async () => {
    redis = connectRedis(await redisUrl());
    const salt = randomBytes(4).toString("hex");
    signIns = signInLimits(redis, (text) => `${salt}:${text}`);
  });
  afterEach(() => closeRedis(redis));

  const tried = async (account: string, address: string): Promise<boolean> => {
    try {
      await signIns.attempt({ account, address });
      return true;
    } catch (error) {
      expect((error as { options: { status: number } }).options.status).to.equal(429);
      return false;
    }
  };
  const good = async (account: string): Promise<boolean> => {
    const allowed = await tried(account, OFFICE);
    if (allowed) await signIns.succeeded({ account, address: OFFICE });
    return allowed;
  };

  it("an office behind one address signs in as often as it likes: good sign-ins are given back", async () => {
    for (let i = 0; i < 2 * limits.signInAttemptsPerAddress; i += 1)
      expect(await good(`staff-${i % 3}`)).to.equal(true);
  });

  it("failures of an address stay counted, and a good sign-in of it gives back itself only", async () => {
    for (let i = 1; i < limits.signInAttemptsPerAddress; i += 1)
      expect(await tried(`guess-${i}`, OFFICE)).to.equal(true);
    expect(await good("own")).to.equal(true);
    expect(await good("own")).to.equal(true);
    expect(await tried("last", OFFICE)).to.equal(true);
    expect(await good("own")).to.equal(false);
    expect(await tried("own", "192.0.2.8"), "another address goes on").to.equal(true);
  });

  it("failures of an account stay counted over its good sign-ins", async () => {
    for (let i = 1; i < limits.signInAttemptsPerAccount; i += 1)
      expect(await tried("one", `203.0.113.${i}`)).to.equal(true);
    expect(await good("one")).to.equal(true);
    expect(await tried("one", OFFICE)).to.equal(true);
    expect(await tried("one", OFFICE)).to.equal(false);
  });

  it("guesses made at once are all counted", async () => {
    const guesses = Array.from({ length: 3 * limits.signInAttemptsPerAccount }, (_, i) =>
      tried("one", `203.0.113.${i}`),
    );
    const allowed = (await Promise.all(guesses)).filter(Boolean);
    expect(allowed).to.have.length(limits.signInAttemptsPerAccount);
  });
});
