import { type Book, openBook } from "../../src/journal/book.ts";
import type { Command } from "../../src/journal/chapter.ts";
import { Busy, JournalDamaged } from "../../src/journal/errors.ts";
import type { JournalLimits } from "../../src/journal/limits.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import type { Table } from "../../src/journal/table.ts";
import type { Chance } from "./chance.ts";
import type { Engine } from "./engine.ts";
import type { Fault } from "./faults.ts";
import { accountOf, type Fund, openFundChapter } from "./fund.ts";
import type { Answer } from "./log.ts";
import type { Statistics } from "./statistics.ts";
import type { Weather } from "./weather.ts";
import { seenBy, type World } from "./world.ts";

/** A process with the production writer. It dies with everything it knows, and comes back by replay. */
export type Server = {
  /** Nothing is answered while the process is down. */
  readonly submit: (command: Command, reply: (answer: Answer | Busy) => void) => void;
  readonly balance: (fund: Fund, reply: (balance: bigint) => void) => void;
};

export type ServerDeps = {
  readonly world: World;
  readonly chance: Chance;
  readonly engine: Engine;
  readonly weather: () => Weather;
  readonly statistics: Statistics;
  readonly limits: Partial<JournalLimits>;
  readonly fault: Fault;
  /** Called when a process stops because the stored journal is not what it should be. */
  readonly damaged: (error: JournalDamaged) => void;
};

type Life = { readonly book: Book; readonly balances: Table<bigint> };

const BEGIN = Date.parse("2026-09-03T02:00:00.000Z");
const SILENT = { warn: () => undefined, error: () => undefined };

export const openServer = (deps: ServerDeps): Server => {
  const { world, chance, weather, statistics, fault } = deps;
  let life: Life | undefined;
  let lives = 0;

  const begin = async (): Promise<void> => {
    lives += 1;
    const number = lives;
    const alive = () => lives === number;
    const die = (): void => {
      lives += 1;
      life = undefined;
      statistics.writerCrashes += 1;
      world.after(chance.between(50, 3_000), () => void begin());
    };
    /** Asked to stop: finishes what waits, then ends. */
    const leave = (): void => {
      const leaving = life;
      life = undefined;
      void leaving?.book.close().then(die);
    };
    const stop = (error: JournalDamaged): void => {
      life = undefined;
      deps.damaged(error);
    };
    const onSend = (): void => {
      if (!chance.happens(weather().writerCrash)) return;
      own.after(chance.between(0, 5), chance.happens(0.2) ? leave : die);
    };
    const own = seenBy(world, alive);
    const ahead = BEGIN + chance.between(-2_000, 2_000);
    const { chapter, balances } = openFundChapter();
    const { store, isSending } = watched(fault.store(deps.engine.connect({ alive, onSend }), deps.engine));
    const bytes = (count: number): Uint8Array => {
      if (isSending()) statistics.decidedAhead += 1;
      return chance.bytes(count);
    };
    try {
      const book = await openBook({
        store,
        chapters: [fault.chapter(chapter)],
        clock: () => Math.floor(ahead + own.now()),
        randomBytes: bytes,
        log: SILENT,
        limits: deps.limits,
        timing: { sleep: own.sleep, defer: () => own.sleep(0) },
        onDamaged: stop,
      });
      life = { book, balances };
    } catch (error) {
      if (error instanceof JournalDamaged) stop(error);
      else own.after(chance.between(50, 500), () => void begin());
    }
  };
  void begin();

  return {
    submit: (command, reply) => {
      const now = life;
      now?.book.submit(command).then(reply, (error: unknown) => error instanceof Busy && reply(error));
    },
    balance: (fund, reply) => {
      const now = life;
      now?.book.catchUp().then(
        () => reply(now.balances.get(accountOf(fund)) ?? 0n),
        () => undefined,
      );
    },
  };
};

/** The store, and whether an insert is on its way. */
const watched = (store: JournalStore): { readonly store: JournalStore; readonly isSending: () => boolean } => {
  let sending = 0;
  const insert: JournalStore["insert"] = async (batch) => {
    sending += 1;
    try {
      return await store.insert(batch);
    } finally {
      sending -= 1;
    }
  };
  return { store: { ...store, insert }, isSending: () => sending > 0 };
};
