import { type Feed, type FeedDeps, openFeed } from "./feed.ts";
import type { Line } from "./line.ts";

/** Work that follows from a line. `data` holds ids only; who runs it reads the book. */
export type Job = {
  readonly queue: string;
  readonly name: string;
  readonly data: { readonly [field: string]: string | number | boolean };
};

/** A module's jobs.ts gives these: pure, the same jobs for the same line. */
export type DeriveJobs = (line: Line, index: number) => readonly Job[];

/** The queue as the relay needs it: adding an id twice does nothing. */
export type Enqueue = (queue: string, job: { name: string; id: string; data: Job["data"] }) => Promise<void>;

export type RelayDeps = Omit<FeedDeps, "name" | "handle"> & {
  readonly derive: readonly DeriveJobs[];
  readonly enqueue: Enqueue;
  /**
   * A mark kept in the queue engine itself: index of the next line. When it is gone or behind, the engine has lost jobs
   * and is refilled from there.
   */
  readonly mark: { readonly read: () => Promise<number | undefined>; readonly write: (next: number) => Promise<void> };
};

export type Relay = Feed & {
  /** Enqueues the jobs of all lines from `index` on again: finished ones do nothing a second time. */
  readonly refill: (index: number) => void;
};

/** Enqueues the jobs of each line after its commit, at least once, with the line's index and the job's name as id. */
export const openRelay = (deps: RelayDeps): Relay => {
  const feed = openFeed({
    ...deps,
    name: "relay",
    beginAt: async (cursor) => {
      const mark = (await deps.mark.read()) ?? 0;
      if (mark < cursor) deps.log.warn({ mark, cursor }, "the queue has lost jobs and is refilled");
      return Math.min(mark, cursor);
    },
    handle: async (lines) => {
      const jobs = lines.flatMap(({ line, index }) =>
        deps.derive.flatMap((derive) => derive(line, index)).map((job) => ({ job, id: jobId(index, job) })),
      );
      for (let i = 0; i < jobs.length; i += AT_ONCE) {
        const some = jobs.slice(i, i + AT_ONCE);
        await Promise.all(some.map(({ job, id }) => deps.enqueue(job.queue, { name: job.name, id, data: job.data })));
      }
      const last = lines.at(-1);
      if (last) await deps.mark.write(last.index + 1);
    },
  });
  return { ...feed, refill: feed.rewind };
};

const AT_ONCE = 100;

const jobId = (index: number, job: Job): string => `${index}-${job.name}`;
