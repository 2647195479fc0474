import { Busy } from "../../src/journal/errors.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import type { Chance } from "./chance.ts";
import { type Fund, FUNDS, type Wish } from "./fund.ts";
import type { Attempt, ClientLog, Entry } from "./log.ts";
import { MINUTE, type Network } from "./network.ts";
import type { Server } from "./servers.ts";
import type { Statistics } from "./statistics.ts";
import type { Weather } from "./weather.ts";
import type { World } from "./world.ts";

export type ClientDeps = {
  readonly world: World;
  readonly chance: Chance;
  readonly network: Network;
  readonly weather: () => Weather;
  readonly servers: readonly Server[];
  readonly statistics: Statistics;
  readonly log: ClientLog;
  readonly keyAgain: (key: string) => string;
};

type Client = { readonly name: string; readonly beginsAt: number; readonly wishes: number };

/**
 * A person at a page: asks for one thing after another, at any writer; clicks twice now and then; asks again with the
 * same key when no answer comes, at once or after minutes; reads a balance; uses a key for something else by mistake.
 */
export const startClient = async (client: Client, deps: ClientDeps): Promise<void> => {
  const { world, chance, log } = deps;
  const written: string[] = [];
  await world.sleep(client.beginsAt);
  for (let i = 0; i < client.wishes; i += 1) {
    const old = chance.happens(0.05) ? written.at(-1) : undefined;
    const key = old ?? `${client.name}.${i}`;
    const entry: Entry = { wish: drawWish({ client: client.name, least: old ? REUSED : 1 }, chance), attempts: [] };
    log.entries.push(entry);
    await untilAnswered({ entry, key }, deps);
    if (wasWritten(entry)) written.push(key);
    if (chance.happens(0.2)) readBalance({ server: chance.pick(deps.servers), fund: chance.pick(FUNDS) }, deps);
    await world.sleep(chance.between(0, chance.pick([0, 5, 50, 500])));
  }
};

/** A key is reused for an amount that no other wish has. */
const REUSED = 500;

const drawWish = ({ client, least }: { client: string; least: number }, chance: Chance): Wish => {
  const name = chance.pick(["give", "give", "give", "aid", "aid", "aid", "aid", "forbid"]);
  const amount = least + chance.below(name === "give" ? 120 : 60);
  return {
    name: `fund.${name}`,
    by: `user:${client}`,
    on: "2026-09-03",
    input: { fund: chance.pick(FUNDS), amount: String(amount) },
  };
};

const untilAnswered = async (asked: { entry: Entry; key: string }, deps: ClientDeps): Promise<void> => {
  const { world, chance, statistics, keyAgain, weather } = deps;
  for (let { key } = asked; ; ) {
    const sent = [send({ ...asked, key }, deps)];
    if (chance.happens(0.15)) {
      await world.sleep(chance.between(0, 4));
      sent.push(send({ ...asked, key }, deps));
    }
    const result = await Promise.race(sent);
    if (result === "answered") return;
    if (result === "silence") {
      statistics.timeouts += 1;
      key = keyAgain(key);
    }
    const away = result === "silence" && chance.happens(weather().goesAway);
    await world.sleep(away ? chance.between(MINUTE, 9 * MINUTE) : chance.between(10, 300));
  }
};

/** Milliseconds a client waits for an answer. */
const PATIENCE = 1_000;

/** Sends once. Answers that come after the patience is over are noted in the log too. */
const send = (
  { entry, key }: { entry: Entry; key: string },
  { world, chance, network, servers, statistics }: ClientDeps,
): Promise<"answered" | "busy" | "silence"> =>
  new Promise((resolve) => {
    const attempt: Attempt = { key, sentAt: world.now(), answers: [] };
    entry.attempts.push(attempt);
    const server = chance.pick(servers);
    const reply = (answer: Attempt["answers"][number]["answer"] | Busy): void =>
      network.carry(() => {
        if (answer instanceof Busy) {
          statistics.busy += 1;
          return resolve("busy");
        }
        attempt.answers.push({ at: world.now(), answer });
        resolve("answered");
      });
    network.carry(() => server.submit({ ...entry.wish, key }, reply));
    world.after(PATIENCE, () => resolve("silence"));
  });

/** Asks a writer what a fund holds; whether an answer comes is left to chance. */
export const readBalance = (
  { server, fund }: { server: Server; fund: Fund },
  { world, network, log }: Pick<ClientDeps, "world" | "network" | "log">,
): void => {
  const sentAt = world.now();
  const note = (balance: bigint) => log.readings.push({ sentAt, answeredAt: world.now(), fund, balance });
  network.carry(() => server.balance(fund, (balance) => network.carry(() => note(balance))));
};

/** True when a client was told of its line. */
export const wasWritten = ({ attempts }: Entry): boolean =>
  attempts.some(({ answers }) => answers.some(({ answer }) => !isRefusal(answer)));
