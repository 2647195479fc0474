import { type BatchDocument, batchId } from "../../src/journal/batch.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import type { Chance } from "./chance.ts";
import { MINUTE, type Network } from "./network.ts";
import type { Statistics } from "./statistics.ts";
import type { Weather } from "./weather.ts";
import { seenBy, type World } from "./world.ts";

/** A stored document. Until a majority has it, it takes its number but is neither shown nor acknowledged. */
type Held = { readonly document: BatchDocument; durable: boolean };
export type Memory = Map<string, Held>;

export type Engine = {
  readonly memory: Memory;
  /** A connection of a process, for as long as it is alive. `onSend` hears of every insert that leaves it. */
  readonly connect: (process: { readonly alive: () => boolean; readonly onSend: () => void }) => JournalStore;
  /** What is stored for good, by number: what the checker reads. */
  readonly journal: () => BatchDocument[];
};

export type EngineDeps = {
  readonly world: World;
  readonly chance: Chance;
  readonly network: Network;
  readonly weather: () => Weather;
  readonly statistics: Statistics;
  /** Takes out of the memory what a crash destroys. */
  readonly forget: (memory: Memory) => void;
};

/** Milliseconds a process waits for the engine. */
const PATIENCE = 400;
/** One for all: an error costs more than the rest of a request. */
const SILENCE = new Error("no answer in time");

/**
 * A simulated document engine with the one guarantee of DESIGN §1 and nothing more: an insert of a number succeeds at
 * most once. Messages both ways are carried by the network; a crash forgets what is not acknowledged.
 */
export const openEngine = (deps: EngineDeps): Engine => {
  const { world, chance, network, weather, statistics } = deps;
  const memory: Memory = new Map();
  let down = false;

  const insert = (document: BatchDocument, { sentAt, answer }: Sending<"inserted" | "duplicate">): void => {
    const there = memory.get(document._id);
    if (there) {
      if (there.document.nonce !== document.nonce) statistics.lostRaces += 1;
      return answer("duplicate");
    }
    const mine = { document, durable: false };
    memory.set(document._id, mine);
    if (world.now() - sentAt >= MINUTE) statistics.zombiesLanded += 1;
    if (chance.happens(weather().engineCrash)) world.after(2 * network.delay(), crash);
    world.after(network.delay(), () => {
      if (memory.get(document._id) !== mine) return;
      mine.durable = true;
      answer("inserted");
    });
  };
  const crash = (): void => {
    if (down) return;
    statistics.engineCrashes += 1;
    down = true;
    deps.forget(memory);
    world.after(chance.between(20, 2_000), () => {
      down = false;
    });
  };

  const connect: Engine["connect"] = ({ alive, onSend }) => {
    const own = seenBy(world, alive);
    const ask = <T>(perform: (sending: Sending<T>) => void): Promise<T> =>
      new Promise((resolve, reject) => {
        const sentAt = world.now();
        let open = true;
        const settle = (how: () => void): void => {
          if (alive() && open) how();
          open = false;
        };
        const answer = (result: T) => network.carry(() => settle(() => resolve(result)));
        network.carry(() => !down && perform({ sentAt, answer }));
        own.after(PATIENCE, () =>
          settle(() => {
            statistics.timeouts += 1;
            reject(SILENCE);
          }),
        );
      });
    return {
      insert: (document) => {
        onSend();
        return ask((sending) => insert(document, sending));
      },
      read: (after, limit) => ask(({ answer }) => answer(page(memory, { after, limit }))),
      count: () => ask(({ answer }) => answer(memory.size)),
      countExactly: () => ask(({ answer }) => answer(memory.size)),
    };
  };
  return { memory, connect, journal: () => durable(memory) };
};

type Sending<T> = { readonly sentAt: number; readonly answer: (result: T) => void };

const durable = (memory: Memory): BatchDocument[] =>
  [...memory.values()]
    .filter((held) => held.durable)
    .map(({ document }) => document)
    .sort((a, b) => (a._id < b._id ? -1 : 1));

const page = (memory: Memory, { after, limit }: { after: number; limit: number }): BatchDocument[] => {
  const [over, last] = [batchId(after), batchId(after + limit)];
  return durable(memory).filter(({ _id }) => _id > over && _id <= last);
};

/** The crash of an honest engine. */
export const forgetUnacknowledged = (memory: Memory): void => {
  for (const [id, held] of memory) if (!held.durable) memory.delete(id);
};
