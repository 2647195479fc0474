import type { BatchDocument } from "../../src/journal/batch.ts";
import type { Command } from "../../src/journal/chapter.ts";
import type { JournalLimits } from "../../src/journal/limits.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import { openChance } from "./chance.ts";
import { forgetUnacknowledged, openEngine } from "./engine.ts";
import { NO_FAULT } from "./faults.ts";
import { openNetwork } from "./network.ts";
import { openServer, type Server } from "./servers.ts";
import { noStatistics } from "./statistics.ts";
import { CALM } from "./weather.ts";
import { openWorld, type World } from "./world.ts";

/** One of several writers that always have something to write. */
export type Contestant = {
  /** Milliseconds that it works at each line, to decide it or to take it over. */
  readonly msPerLine: number;
  readonly clients: number;
  readonly beginsAt: number;
  /** Its clients ask for nothing more from then on. */
  readonly endsAt?: number;
};

/** What a contestant's clients saw from `COUNTED_FROM` on. The wait is milliseconds. */
export type Score = { lines: number; longestWait: number };

const COUNTED_FROM = 2_500;
const END = 3_500;

/** Writers on one journal in calm weather, with the production limits. The seed decides how long each message takes. */
export const runContest = async (
  seed: number,
  contestants: readonly Contestant[],
  limits: Partial<JournalLimits> = {},
): Promise<Score[]> => {
  const chance = openChance(seed);
  const world = openWorld();
  const statistics = noStatistics();
  const weather = () => CALM;
  const network = openNetwork({ world, chance, weather });

  const engine = openEngine({ world, chance, network, weather, statistics, forget: forgetUnacknowledged });
  const damaged = (error: Error): never => {
    throw error;
  };
  const scores = contestants.map((contestant, number) => {
    const fault = { ...NO_FAULT, store: (store: JournalStore) => working(store, { world, contestant }) };
    const server = openServer({ world, chance, engine, weather, statistics, limits, fault, damaged });
    const score: Score = { lines: 0, longestWait: 0 };
    for (let i = 0; i < contestant.clients; i += 1)
      world.after(contestant.beginsAt, () => ask({ name: `${number}.${i}`, server, score, world, contestant }));
    return score;
  });
  await world.run(END);
  return scores;
};

/** The same store for a process that needs time for its lines: before it sends them, and when it has read them. */
const working = (
  store: JournalStore,
  { world, contestant: { msPerLine } }: { world: World; contestant: Contestant },
): JournalStore => ({
  ...store,
  insert: async (batch) => {
    await world.sleep(batch.lines.length * msPerLine);
    return store.insert(batch);
  },
  read: async (after, limit) => {
    const page = (await store.read(after, limit)) as BatchDocument[];
    await world.sleep(page.reduce((sum, { lines }) => sum + lines.length, 0) * msPerLine);
    return page;
  },
});

type Asking = {
  readonly name: string;
  readonly server: Server;
  readonly score: Score;
  readonly world: World;
  readonly contestant: Contestant;
};

/** A client that asks for the next thing when it has the answer to the last. */
const ask = (asking: Asking, count = 0): void => {
  const { name, server, score, world, contestant } = asking;
  const command: Command = {
    name: "fund.give",
    key: `${name}.${count}`,
    by: `user:${name}`,
    on: "2026-09-03",
    input: { fund: "east", amount: "1" },
  };
  const sentAt = world.now();
  server.submit(command, () => {
    const now = world.now();
    if (now >= COUNTED_FROM) {
      score.lines += 1;
      score.longestWait = Math.max(score.longestWait, now - Math.max(sentAt, COUNTED_FROM));
    }
    if (now < (contestant.endsAt ?? END)) ask(asking, count + 1);
  });
};
