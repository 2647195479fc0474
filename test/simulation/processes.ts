import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createCloser } from "../../config/embedded/closer.ts";
import { type Engines, startEngines } from "../../config/embedded/engines.ts";
import type { BatchDocument } from "../../src/journal/batch.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { openChance } from "./chance.ts";
import { check } from "./checker.ts";
import { startClient, wasWritten } from "./clients.ts";
import { openFaultProxy, type Troubles } from "./fault-proxy.ts";
import type { Violation } from "./journal-checks.ts";
import type { ClientLog } from "./log.ts";
import { noStatistics } from "./statistics.ts";
import { CALM } from "./weather.ts";
import { seenBy } from "./world.ts";
import { keepWriter, type WriterProcess } from "./writer-processes.ts";

export type ProcessesRun = {
  readonly acknowledged: number;
  readonly violations: readonly Violation[];
  readonly writerKills: number;
  readonly engineKills: number;
  readonly troubles: Troubles;
};

const WRITERS = 3;
const CLIENTS = 12;
const DATABASE = "simulation_test";
const KILL_EVERY = 1_000;
/** Every so many seconds the engine is killed too, from the third on; its launcher waits longer before each new start. */
const ENGINE_EVERY = 15;

/** Clients that have no answer this long after the last trouble get none; the checker says so. */
const ANSWERED_WITHIN = 30_000;

/** The clients live in real time here, and nothing stands between them and the writers but a pipe. */
const REAL = {
  now: () => performance.now(),
  after: (ms: number, run: () => void) => void setTimeout(run, ms),
};
const PIPE = { carry: (arrive: () => void) => arrive(), delay: () => 0 };

/**
 * Three writer processes on a real engine behind a fault proxy; one of them is killed with -9 each second, the engine
 * now and then. Afterwards every client's log is compared with the journal by the checker of the simulation.
 */
export const runProcesses = async (
  { seconds, seed }: { readonly seconds: number; readonly seed: number },
  signal?: AbortSignal,
): Promise<ProcessesRun> => {
  const closer = createCloser();
  try {
    const dataDir = await mkdtemp(join(tmpdir(), "shanzhang-processes-"));
    closer.add(() => rm(dataDir, { recursive: true, force: true }));
    const engines = await startEngines({ dataDir, log: () => undefined, given: { redisUrl: "redis://127.0.0.1:1" } });
    closer.add(engines.stop);
    const chance = openChance(seed);
    const proxy = await openFaultProxy({ target: Number(new URL(engines.mongoUri).port), chance });
    closer.add(proxy.stop);
    const damage: Violation[] = [];
    const damaged = (detail: string) => void damage.push({ check: "no writer finds damage", detail });
    const uri = `mongodb://127.0.0.1:${proxy.port}`;
    const writers = Array.from({ length: WRITERS }, () => keepWriter([uri, DATABASE], { damaged }));
    for (const writer of writers) closer.add(writer.stop);
    await Promise.all(writers.map((writer) => writer.ready()));

    let isOver = false;
    let isAbandoned = false;
    closer.add(async () => {
      isAbandoned = true;
    });
    const log: ClientLog = { entries: [], readings: [] };
    const world = seenBy(REAL, () => !isAbandoned);
    const deps = { world, chance, network: PIPE, weather: () => CALM, servers: writers, log };
    const clients = Array.from({ length: CLIENTS }, (_, i) =>
      startClient(
        { name: `c${i}`, beginsAt: 0, goesOn: () => !isOver },
        { ...deps, statistics: noStatistics(), keyAgain: (key) => key },
      ),
    );
    const kills = await killing({ seconds, writers, engines, signal });
    proxy.calm();
    isOver = true;
    await Promise.race([Promise.all(clients), sleep(ANSWERED_WITHIN, undefined, { ref: false })]);

    const documents = await readJournal(engines);
    const violations = [...check({ documents, log }), ...damage];
    return { acknowledged: log.entries.filter(wasWritten).length, violations, ...kills, troubles: proxy.troubles };
  } finally {
    await closer.close();
  }
};

type Killing = {
  readonly seconds: number;
  readonly writers: readonly WriterProcess[];
  readonly engines: Engines;
  readonly signal: AbortSignal | undefined;
};

/** Each second the writer dies that has been up for longest; on a machine too slow to bring one back, when one is up. */
const killing = async ({ seconds, writers, engines, signal }: Killing) => {
  const kills = { writerKills: 0, engineKills: 0 };
  const end = performance.now() + seconds * 1_000;
  for (let i = 1; performance.now() < end && !signal?.aborted; i += 1) {
    await sleep(KILL_EVERY);
    const [next] = writers.filter((one) => one.upSince() !== undefined).sort(byAge);
    next?.kill();
    if (next) kills.writerKills += 1;
    const { documents } = engines.pids();
    if (i % ENGINE_EVERY !== 3 || documents === undefined) continue;
    process.kill(documents, "SIGKILL");
    kills.engineKills += 1;
  }
  return kills;
};

const byAge = (a: WriterProcess, b: WriterProcess): number => (a.upSince() ?? 0) - (b.upSince() ?? 0);

const readJournal = async ({ mongoUri }: Engines): Promise<BatchDocument[]> => {
  const connection = await connectMongo(mongoUri, DATABASE);
  const store = openJournalStore(connection);
  const documents: BatchDocument[] = [];
  const count = await store.countExactly();
  for (let after = 0; after < count; after += 1_000)
    documents.push(...((await store.read(after, 1_000)) as BatchDocument[]));
  await connection.close();
  return documents;
};
