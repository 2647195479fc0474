import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { addressLimit } from "../../src/platform/rate-limit.ts";
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
