import type { DeriveJobs } from "../journal/relay.ts";

export const REPORTS_QUEUE = "reports";

/** A report that was asked for is built. */
export const disclosureJobs: DeriveJobs = (line) =>
  line.kind === "report.requested"
    ? [{ queue: REPORTS_QUEUE, name: REPORTS_QUEUE, data: { report: String(line.data.report) } }]
    : [];
