import { limits } from "../config/limits.ts";
import type { Chapters } from "./chapters.ts";
import { mirroredRequests } from "./disbursements/store.ts";
import { mirroredGifts } from "./donations/store.ts";
import { openMirror } from "./journal/mirror.ts";
import { openMirrorProgress } from "./journal/mirror-progress.ts";
import type { Mirrored } from "./journal/mirrored.ts";
import type { Log } from "./journal/state.ts";
import type { Documents } from "./platform/documents.ts";
import { mirroredReceipts } from "./receipts/store.ts";
import { mirroredRows } from "./reconciliation/store.ts";

/** Raise it when a document's shape changes: the worker then compares all documents at its start, and writes what differs. */
export const MIRROR_VERSION = "1";

/** The tables that have a collection behind them (DESIGN §3): what grows without end and is listed. */
export const mirrorsOf = ({ donations, disbursements, receipts, reconciliation }: Chapters): Mirrored<unknown>[] => [
  mirroredGifts(donations),
  mirroredRequests(disbursements),
  mirroredReceipts(receipts),
  mirroredRows(reconciliation.book),
];

type Deps = {
  readonly chapters: Chapters;
  readonly documents: Documents;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Log;
};

/** The worker writes the mirrors, a web process sees how far they have come. Give `listeners` and `gate` to the book. */
export const openMirrors = async (process: "web" | "worker", { chapters, ...deps }: Deps) => {
  const { listener, gate, reach } = await openMirrorProgress({ ...deps, limits });
  if (process === "web")
    return { listeners: [listener], gate, reach, start: () => undefined, stop: async () => undefined };
  const mirror = await openMirror({ ...deps, limits, mirrored: mirrorsOf(chapters), version: MIRROR_VERSION });
  return {
    listeners: [listener, mirror.listener],
    gate: mirror.gate,
    reach,
    start: mirror.start,
    /** Writes what is left, once the book is closed. */
    stop: async (): Promise<void> => {
      await mirror.drained();
      await mirror.stop();
    },
  };
};
