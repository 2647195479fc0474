import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import { limits } from "../config/limits.ts";
import { type Chapters, openChapters } from "./chapters.ts";
import { codeVersion } from "./code-version.ts";
import { CATCH_UP_QUEUE } from "./donations/public.ts";
import { openBook } from "./journal/book.ts";
import { openCalm } from "./journal/calm.ts";
import { openCheckpointStore } from "./journal/checkpoint-store.ts";
import { openCheckpoints } from "./journal/checkpoints.ts";
import { openMirror } from "./journal/mirror.ts";
import { openLists, openMirrorProgress } from "./journal/mirror-progress.ts";
import { openSnapshotStore } from "./journal/snapshot-store.ts";
import { openJournalStore } from "./journal/store.ts";
import { businessDate } from "./kernel/dates.ts";
import { newId } from "./kernel/ids.ts";
import { NIGHT_CHECK_QUEUE } from "./night-check.ts";
import { MIRROR_VERSION, mirrorsOf } from "./mirrors.ts";
import { openPeople, UNPACK_QUEUE } from "./people/public.ts";
import { ERASE_QUEUE } from "./privacy/public.ts";
import { openDocuments } from "./platform/documents.ts";
import { openFiles } from "./platform/files.ts";
import { createLogger } from "./platform/logger.ts";
import { connectMongo } from "./platform/mongo.ts";
import { openQueues } from "./platform/queue.ts";
import { closeRedis, connectRedis } from "./platform/redis.ts";
import { FOLLOW_QUEUE, MAIL_QUEUE, RENDER_QUEUE } from "./receipts/public.ts";
import { REPORTS_QUEUE } from "./disclosure/public.ts";

export type Process = Awaited<ReturnType<typeof openProcess>>;

export const TEMPLATES = join(import.meta.dirname, "../templates");
const QUEUES = [
  FOLLOW_QUEUE,
  RENDER_QUEUE,
  MAIL_QUEUE,
  REPORTS_QUEUE,
  CATCH_UP_QUEUE,
  NIGHT_CHECK_QUEUE,
  UNPACK_QUEUE,
  ERASE_QUEUE,
];

type Name = "web" | "worker";

/** What web and worker share: engines, the book over all chapters, the vault, files and queues. Stops in reverse. */
export const openProcess = async (config: Config, name: Name) => {
  const engines = await openEngines(config, name);
  const { connection, redis, queues, clock, random, ids } = engines;
  const ledger = await openLedgerBook(engines, name);
  const { book, calm, chapters, mirror, progress, snapshots } = ledger;
  const { vault: vaultKey, name: nameKey, checkpoint, checkpointBefore } = config.keys;
  const checkpoints = await openCheckpoints({
    store: openCheckpointStore(connection),
    book,
    seeds: { now: checkpoint, before: checkpointBefore },
    origin: `${new URL(config.publicUrl).host}/${config.database}`,
    now: clock,
    freshFor: limits.checkpointFresh,
  });
  const close = async (): Promise<void> => {
    await queues.close();
    await book.close();
    await mirror?.drained();
    await mirror?.stop();
    await closeRedis(redis);
    await connection.close();
  };
  return {
    ...engines,
    chapters,
    snapshots,
    book,
    calm,
    checkpoints,
    listed: openLists(progress, () => book.head().lines),
    people: await openPeople({ ...chapters, connection, vaultKey, nameKey, randomBytes: random, clock, newId: ids }),
    files: openFiles({ connection, masterKey: vaultKey, randomBytes: random }),
    today: () => businessDate(clock()),
    submit: book.submit,
    catchUp: book.catchUp,
    close,
  };
};

type Engines = Awaited<ReturnType<typeof openEngines>>;

/** The outside world of a process: clock and chance, documents, queue, log. */
const openEngines = async (config: Config, name: Name) => {
  const logger = createLogger({ level: config.logLevel, name });
  const random = (count: number) => randomBytes(count);
  const connection = await connectMongo(config.mongoUri, config.database);
  const redis = connectRedis(config.redisUrl);
  redis.on("error", (error) => logger.warn({ err: error }, "the queue's engine does not answer"));
  const queues = openQueues({
    redisUrl: config.redisUrl,
    prefix: config.database,
    names: QUEUES,
    retries: { [MAIL_QUEUE]: { attempts: limits.mailAttempts, backoff: limits.mailBackoff } },
    onError: (error) => logger.warn({ err: error }, "a queue does not answer"),
  });
  return {
    config,
    logger,
    clock: () => new Date(),
    random,
    ids: (prefix: string) => newId(prefix, random),
    sleep: (ms: number) => sleep(ms),
    connection,
    documents: openDocuments(connection),
    redis,
    queues,
  };
};

/** The book over all chapters. The worker writes the mirror; the others see how far it has come. */
const openLedgerBook = async ({ connection, documents, logger, clock, random, sleep: pause }: Engines, name: Name) => {
  const chapters: Chapters = openChapters();
  const snapshots = { store: openSnapshotStore(connection), version: codeVersion() };
  const behind = { documents, limits, sleep: pause, log: logger };
  const progress = await openMirrorProgress(behind);
  const rushes = openCalm({ sleep: pause, clock: () => clock().getTime(), limits });
  // Before the book, so that it hears which rows changed since its cursor.
  const mirroring = { ...behind, calm: rushes.calm, mirrored: mirrorsOf(chapters), version: MIRROR_VERSION };
  const mirror = name === "worker" ? await openMirror(mirroring) : undefined;
  const book = await openBook({
    store: openJournalStore(connection),
    snapshots,
    chapters: chapters.all,
    clock: () => clock().getTime(),
    randomBytes: random,
    log: logger,
    listeners: [progress.listener, rushes.listener, ...(mirror ? [mirror.listener] : [])],
    gate: (mirror ?? progress).gate,
    onDamaged: (error) => {
      logger.fatal({ err: error }, "the journal is damaged; this process stops");
      process.exit(1);
    },
  });
  mirror?.start(book.head().lines);
  book.follow();
  return { calm: rushes.calm, chapters, snapshots, progress, mirror, book };
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
