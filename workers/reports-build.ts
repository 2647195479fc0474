import { type BuildDeps, buildReport } from "../src/disclosure/public.ts";
import type { JobData } from "../src/platform/queue.ts";

/** Freezes the data of a report and draws its files; twice is once. */
export const reportsBuild =
  (deps: BuildDeps) =>
  async (job: { readonly data: JobData }): Promise<void> => {
    await buildReport(deps, String(job.data["report"]));
  };
