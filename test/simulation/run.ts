import { setImmediate } from "node:timers/promises";
import type { BatchDocument } from "../../src/journal/batch.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { openChance } from "./chance.ts";
import { check } from "./checker.ts";
import { readBalance, startClient, wasWritten } from "./clients.ts";
import { openEngine } from "./engine.ts";
import { type Fault, NO_FAULT } from "./faults.ts";
import { FUNDS } from "./fund.ts";
import type { Violation } from "./journal-checks.ts";
import type { ClientLog } from "./log.ts";
import { MINUTE, openNetwork } from "./network.ts";
import { openServer, type Server } from "./servers.ts";
import { addStatistics, noStatistics, type Statistics } from "./statistics.ts";
import { CALM, drawWeather } from "./weather.ts";
import { openWorld } from "./world.ts";

export type Run = {
  readonly journal: readonly BatchDocument[];
  readonly log: ClientLog;
  readonly statistics: Statistics;
  readonly violations: readonly Violation[];
};

/** Troubles end here; by then the last zombie may still be on its way. */
const CALM_FROM = 10 * MINUTE;
/** Some clients come back when the last zombie has arrived. */
const LATE = 20 * MINUTE;
const LAST_LOOK = 39 * MINUTE;
/** Nobody waits longer for an answer: by now everything is calm for half an hour. */
const END = 40 * MINUTE;

/** One run: the seed decides everything that happens. */
export const runSeed = async (seed: number, fault: Fault = NO_FAULT): Promise<Run> => {
  const chance = openChance(seed);
  const world = openWorld();
  const statistics = noStatistics();
  const log: ClientLog = { entries: [], readings: [] };
  const stormy = drawWeather(chance);
  const weather = () => (world.now() < CALM_FROM ? stormy : CALM);
  const network = openNetwork({ world, chance, weather });
  const engine = openEngine({ world, chance, network, weather, statistics, forget: fault.forget });
  const stops: Violation[] = [];
  const limits = {
    batchLines: chance.pick([2, 1_024]),
    queuedCommands: chance.pick([2, 8_192]),
    aheadCommands: chance.pick([1, 64]),
    /** Without courtesy writers race for each number, with it seldom. */
    turnPatienceMost: chance.pick([0, 60]),
  };
  const damaged = ({ message }: Error) => void stops.push({ check: "no writer finds damage", detail: message });
  const servers = Array.from({ length: 1 + chance.below(3) }, () =>
    openServer({ world, chance, engine, weather, statistics, limits, fault, damaged }),
  );
  const deps = { world, chance, network, weather, servers, statistics, log, keyAgain: fault.keyAgain };
  const client = (name: string, { beginsAt, wishes }: { beginsAt: number; wishes: number }): void =>
    void startClient({ name, beginsAt, goesOn: (done) => done < wishes }, deps);
  for (let i = 1 + chance.below(4); i > 0; i -= 1)
    client(`c${i}`, { beginsAt: chance.between(0, 30), wishes: 2 + chance.below(5) });
  client("late", { beginsAt: LATE, wishes: chance.below(3) });
  const told = lastLook(servers, deps);
  await world.run(END);

  const journal = engine.journal();
  countAnswers(log, statistics);
  const silent = told() ? [] : [{ check: "every writer answers in the end", detail: `${servers.length} writers` }];
  return { journal, log, statistics, violations: [...check({ documents: journal, log }), ...stops, ...silent] };
};

/** Reads every fund at every writer when all is calm again. Returns whether all of them told. */
const lastLook = (servers: readonly Server[], deps: Parameters<typeof readBalance>[1]): (() => boolean) => {
  let before = 0;
  deps.world.after(LAST_LOOK, () => {
    before = deps.log.readings.length;
    for (const server of servers) for (const fund of FUNDS) readBalance({ server, fund }, deps);
  });
  return () => deps.log.readings.length === before + servers.length * FUNDS.length;
};

const countAnswers = ({ entries }: ClientLog, statistics: Statistics): void => {
  statistics.acknowledged += entries.filter(wasWritten).length;
  const answers = entries.flatMap(({ attempts }) => attempts.flatMap((attempt) => attempt.answers));
  for (const { answer } of answers) {
    if (!isRefusal(answer)) statistics.answeredFromKeys += answer.repeated ? 1 : 0;
    else if (answer.refused === "overdrawn") statistics.overdraftsRefused += 1;
  }
};

export type Summary = {
  readonly seeds: number;
  readonly acknowledged: number;
  readonly violations: number;
  readonly firstFailing: { readonly seed: number; readonly violations: readonly Violation[] } | undefined;
  readonly statistics: Statistics;
};

/** Runs seeds one after the other; goes on after a violation, so that the count is whole. */
export const runSeeds = async ({ from, count, fault }: Seeds): Promise<Summary> => {
  const statistics = noStatistics();
  let violations = 0;
  let firstFailing: Summary["firstFailing"];
  for (let seed = from; seed < from + count; seed += 1) {
    const run = await runSeed(seed, fault);
    addStatistics(statistics, run.statistics);
    violations += run.violations.length;
    if (run.violations.length > 0) firstFailing ??= { seed, violations: run.violations };
    await setImmediate();
  }
  return { seeds: count, acknowledged: statistics.acknowledged, violations, firstFailing, statistics };
};

export type Seeds = { readonly from: number; readonly count: number; readonly fault?: Fault };
