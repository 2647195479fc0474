import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { expect } from "chai";
import { readConfig } from "../config/config.ts";
import { composeWeb } from "../src/compose.ts";
import { connectMongo } from "../src/platform/mongo.ts";
import { undescribed } from "../src/platform/openapi.ts";
import { routesOf } from "../src/platform/route-list.ts";
import { openProcess } from "../src/process.ts";
import { mongoUri, redisUrl } from "./support/engines.ts";

const DATABASE = "compose_test";

/** The configuration of a web process over the engines of the tests, with keys of its own and an empty database. */
const openConfig = async () => {
  const uri = await mongoUri(DATABASE);
  const connection = await connectMongo(uri, DATABASE);
  await connection.dropDatabase();
  await connection.close();
  const key = () => randomBytes(32).toString("base64");
  return readConfig({
    MONGODB_URI: uri,
    REDIS_URL: await redisUrl(),
    DATABASE,
    DATA_DIR: tmpdir(),
    SESSION_SECRET: key(),
    VAULT_KEY: key(),
    NAME_KEY: key(),
    CHECKPOINT_KEY: key(),
    LOG_LEVEL: "silent",
    NODE_ENV: "test",
  });
};

describe("the whole web app", () => {
  it("describes every route of the API that it mounts", async () => {
    const base = await openProcess(await openConfig(), "web");
    try {
      const app = await composeWeb(base);
      const mounted = routesOf(app.router).filter(({ path }) => path.startsWith("/api/v1/"));
      expect(mounted, "the test looked").to.have.length.above(40);
      expect(undescribed(app).map(({ method, path }) => `${method} ${path}`)).to.deep.equal([]);
    } finally {
      await base.close();
    }
  });
});
