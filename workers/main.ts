import { setImmediate as defer } from "node:timers/promises";
import { readConfig } from "../config/config.ts";
import { limits } from "../config/limits.ts";
import { openCheckpointClock } from "../src/journal/checkpoint-clock.ts";
import { openLinesCollection } from "../src/journal/lines-collection.ts";
import { openRelay } from "../src/journal/relay.ts";
import { openSnapshotter } from "../src/journal/snapshotter.ts";
import { openProcess, stopOnSignal } from "../src/process.ts";
import { openServices } from "../src/services.ts";
import { appointments, derive, handlers } from "./queues.ts";

/** The worker process: jobs, the relay that makes them from lines, and the collection of lines for search. */
const config = (() => {
  try {
    return readConfig();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
})();
const base = await openProcess(config, "worker");
const { book, calm, documents, sleep, logger, queues, redis } = base;
const MARK = `${config.database}:relay-mark`;
const relay = openRelay({
  book,
  documents,
  sleep,
  calm,
  log: logger,
  derive,
  enqueue: queues.add,
  mark: {
    read: async () => {
      const text = await redis.get(MARK);
      return text === null ? undefined : Number(text);
    },
    write: async (next) => void (await redis.set(MARK, String(next))),
  },
});
const lines = openLinesCollection({ book, documents, sleep, calm, log: logger });
const checkpoints = openCheckpointClock({ ...base, everyMs: limits.checkpointEvery, log: logger });
const snapshotter = openSnapshotter({ book, ...base.snapshots, limits, breathe: () => defer(), log: logger });
const services = await openServices(base);
for (const [queue, handle] of handlers(base, services)) queues.work(queue, handle);
for (const [queue, times] of appointments) await queues.repeat(queue, times);
await Promise.all([relay.start(), lines.start(), snapshotter.start()]);
checkpoints.start();
process.stdout.write("worker ready\n");

stopOnSignal(async () => {
  checkpoints.stop();
  await Promise.all([relay.stop(), lines.stop(), snapshotter.stop()]);
  await base.close();
});
