import type { BatchDocument } from "../../src/journal/batch.ts";
import type { Chapter, Draft } from "../../src/journal/chapter.ts";
import type { JournalStore } from "../../src/journal/store.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { type Engine, forgetUnacknowledged, type Memory } from "./engine.ts";

/** Where a run can be broken on purpose, around the production writer: its port, its chapter, the engine, the clients. */
export type Fault = {
  readonly store: (store: JournalStore, engine: Engine) => JournalStore;
  readonly chapter: (chapter: Chapter) => Chapter;
  readonly forget: (memory: Memory) => void;
  /** The key with which a client asks again. */
  readonly keyAgain: (key: string) => string;
};

export const NO_FAULT: Fault = {
  store: (store) => store,
  chapter: (chapter) => chapter,
  forget: forgetUnacknowledged,
  keyAgain: (key) => key,
};

/** Six mistakes that a ledger can make; each must be caught by the checker. */
export const FAULTS: { readonly [name: string]: Fault } = {
  "a new key after a timeout": { ...NO_FAULT, keyAgain: (key) => `${key}+` },

  "acknowledged before the insert": {
    ...NO_FAULT,
    store: (store) => ({
      ...store,
      insert: (batch) => {
        store.insert(batch).catch(() => undefined);
        return Promise.resolve("inserted");
      },
    }),
  },

  "a duplicate key taken as ours": {
    ...NO_FAULT,
    store: (store) => ({ ...store, insert: (batch) => store.insert(batch).then(() => "inserted") }),
  },

  "an old decision on a new head": { ...NO_FAULT, chapter: (chapter) => rememberDecisions(chapter) },

  "read, then overwrite": {
    ...NO_FAULT,
    store: (store, { memory }) => ({
      ...store,
      insert: async (batch) => {
        const [there] = await store.read(Number(batch._id) - 1, 1);
        if (there !== undefined && (there as BatchDocument).nonce !== batch.nonce) return "duplicate";
        const result = await store.insert(batch);
        memory.set(batch._id, { document: batch, durable: true });
        return result === "duplicate" ? "inserted" : result;
      },
    }),
  },

  "an engine that loses its last acknowledged insert": {
    ...NO_FAULT,
    forget: (memory) => {
      forgetUnacknowledged(memory);
      const last = [...memory.keys()].sort().at(-1);
      if (last !== undefined) memory.delete(last);
    },
  },
};

/** Decides each command once, and keeps to it when the batch loses its number. */
const rememberDecisions = (chapter: Chapter): Chapter => {
  const drafts = new Map<string, Draft>();
  const decide = Object.entries(chapter.decide).map(([name, decideNow]) => [
    name,
    (...[command, now]: Parameters<typeof decideNow>) => {
      const decision = drafts.get(command.key) ?? decideNow(command, now);
      if (!isRefusal(decision)) drafts.set(command.key, decision);
      return decision;
    },
  ]);
  return { ...chapter, decide: Object.fromEntries(decide) as Chapter["decide"] };
};
