import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri, redisUrl } from "./engines.ts";

/** The environment of a process over the engines of the tests, with keys of its own and an empty database. */
export const emptyEnvironment = async (database: string) => {
  const uri = await mongoUri(database);
  const connection = await connectMongo(uri, database);
  await connection.dropDatabase();
  await connection.close();
  const key = () => randomBytes(32).toString("base64");
  return {
    MONGODB_URI: uri,
    REDIS_URL: await redisUrl(),
    DATABASE: database,
    DATA_DIR: tmpdir(),
    SESSION_SECRET: key(),
    VAULT_KEY: key(),
    NAME_KEY: key(),
    CHECKPOINT_KEY: key(),
    LOG_LEVEL: "silent",
    NODE_ENV: "test",
  };
};
