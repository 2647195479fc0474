import { counted, fullMoment, type Words } from "./display.ts";

/** Jobs that failed for the last time and wait for somebody to run them again. */
export type JobsPage = {
  readonly failed: readonly {
    readonly queue: string;
    readonly id: string;
    readonly name: string;
    readonly attempts: number;
    readonly failedAt: string;
    readonly reason: string;
  }[];
  readonly queues: readonly {
    readonly name: string;
    readonly waiting: number;
    readonly active: number;
    readonly failed: number;
  }[];
  readonly mayRun: boolean;
  readonly formKey: string;
};

export const jobsView = (page: JobsPage, words: Words) => ({
  desk: true,
  counts: { jobs: page.failed.length },
  failed: page.failed.map((job) => ({
    ...job,
    key: `${page.formKey}-${job.queue}-${job.id}`,
    tries: counted(words, "jobs.tries", job.attempts),
    when: fullMoment(words, job.failedAt),
  })),
  queues: page.queues,
  mayRun: page.mayRun,
});
