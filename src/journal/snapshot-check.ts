import type { Chapter } from "./chapter.ts";
import { openRules } from "./rules.ts";
import { restore } from "./snapshot-read.ts";
import type { Manifest, SnapshotStore } from "./snapshot-store.ts";
import type { State } from "./state.ts";
import { stateDigest } from "./state-digest.ts";
import type { JournalStore } from "./store.ts";

export type SnapshotCheckDeps = {
  readonly store: SnapshotStore;
  readonly journal: JournalStore;
  readonly version: string;
  /** Fresh chapters to restore into. */
  readonly open: () => readonly Chapter[];
};

/** Compares every stored snapshot of this version with a book that replays the whole journal: show it that book after each batch. */
export const openSnapshotCheck = async ({ store, journal, version, open }: SnapshotCheckDeps) => {
  const faults: string[] = [];
  const all = await store.manifests((id) => faults.push(`${id}: its manifest is damaged`));
  const mine = all.filter((manifest) => manifest.version === version);
  const waiting = new Set(mine);
  const breathe = async (): Promise<void> => undefined;

  const compare = async (manifest: Manifest, state: State): Promise<string | undefined> => {
    if (manifest.head.hash !== state.head.hash || manifest.head.root !== state.head.root) return "has another head";
    const replayed = await stateDigest(state, { tables: state.rules.tables, breathe });
    if (replayed !== manifest.digest) return "does not say what the journal says";
    const { tables } = openRules(open());
    const restored = await restore(manifest, { store, journal, tables });
    if ((await stateDigest(restored, { tables, breathe })) !== replayed) return "does not hold what its manifest says";
    return undefined;
  };
  return {
    after: async (state: State): Promise<void> => {
      for (const manifest of waiting) {
        if (manifest.head.batch !== state.head.batch) continue;
        waiting.delete(manifest);
        const fault = await compare(manifest, state).catch((error: unknown) => String(error));
        if (fault !== undefined) faults.push(`${manifest.id}: ${fault}`);
      }
    },
    /** After the last batch: how many snapshots there are, how many of this version, and what is wrong. */
    result: () => ({
      all: all.length,
      mine: mine.length,
      faults: [...faults, ...[...waiting].map(({ id }) => `${id}: the journal does not reach it`)],
    }),
  };
};
