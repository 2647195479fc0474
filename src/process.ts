import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import { limits } from "../config/limits.ts";
import { type Chapters, openChapters } from "./chapters.ts";
import { codeVersion } from "./code-version.ts";
import { openBook } from "./journal/book.ts";
import { openSnapshotStore } from "./journal/snapshot-store.ts";
import { openCheckpointStore } from "./journal/checkpoint-store.ts";
import { openCheckpoints } from "./journal/checkpoints.ts";
import { openJournalStore } from "./journal/store.ts";
import { businessDate } from "./kernel/dates.ts";
import { newId } from "./kernel/ids.ts";
import { openPeople } from "./people/public.ts";
import { openDocuments } from "./platform/documents.ts";
import { openFiles } from "./platform/files.ts";
import { createLogger } from "./platform/logger.ts";
import { connectMongo } from "./platform/mongo.ts";
import { openQueues } from "./platform/queue.ts";
import { closeRedis, connectRedis } from "./platform/redis.ts";
import { FOLLOW_QUEUE, RENDER_QUEUE } from "./receipts/public.ts";
import { REPORTS_QUEUE } from "./disclosure/public.ts";

export type Process = Awaited<ReturnType<typeof openProcess>>;

export const TEMPLATES = join(import.meta.dirname, "../templates");
const QUEUES = [FOLLOW_QUEUE, RENDER_QUEUE, REPORTS_QUEUE];

/** What web and worker share: connections, the book over all chapters, the vault, files and queues. Stops in reverse. */
export const openProcess = async (config: Config, name: string) => {
  const logger = createLogger({ level: config.logLevel, name });
  const clock = () => new Date();
  const random = (count: number) => randomBytes(count);
  const ids = (prefix: string) => newId(prefix, random);
  const connection = await connectMongo(config.mongoUri, config.database);
  const redis = connectRedis(config.redisUrl);
  redis.on("error", (error) => logger.warn({ err: error }, "the queue's engine does not answer"));
  const queues = openQueues({
    redisUrl: config.redisUrl,
    prefix: config.database,
    names: QUEUES,
    onError: (error) => logger.warn({ err: error }, "a queue does not answer"),
  });
  const chapters: Chapters = openChapters();
  const snapshots = { store: openSnapshotStore(connection), version: codeVersion() };
  const book = await openBook({
    store: openJournalStore(connection),
    snapshots,
    chapters: chapters.all,
    clock: () => clock().getTime(),
    randomBytes: random,
    log: logger,
    onDamaged: (error) => {
      logger.fatal({ err: error }, "the journal is damaged; this process stops");
      process.exit(1);
    },
  });
  book.follow();
  const checkpoints = await openCheckpoints({
    store: openCheckpointStore(connection),
    book,
    seeds: { now: config.keys.checkpoint, before: config.keys.checkpointBefore },
    origin: `${new URL(config.publicUrl).host}/${config.database}`,
    now: clock,
    freshFor: limits.checkpointFresh,
  });
  const { vault: vaultKey, name: nameKey } = config.keys;
  const people = await openPeople({ connection, vaultKey, nameKey, randomBytes: random, clock, newId: ids });
  const files = openFiles({ connection, masterKey: vaultKey, randomBytes: random });
  const close = async (): Promise<void> => {
    await queues.close();
    await book.close();
    await closeRedis(redis);
    await connection.close();
  };
  return {
    config,
    logger,
    clock,
    random,
    ids,
    connection,
    documents: openDocuments(connection),
    redis,
    queues,
    chapters,
    snapshots,
    book,
    checkpoints,
    people,
    files,
    today: () => businessDate(clock()),
    submit: book.submit,
    catchUp: book.catchUp,
    sleep: (ms: number) => sleep(ms),
    close,
  };
};

/** Runs `stop` once on SIGTERM or SIGINT, then ends the process; a stop that hangs is cut off. */
export const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), limits.shutdownGrace).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
};
