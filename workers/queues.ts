import { disclosureJobs, REPORTS_QUEUE } from "../src/disclosure/public.ts";
import type { DeriveJobs } from "../src/journal/relay.ts";
import type { JobData } from "../src/platform/queue.ts";
import type { Process } from "../src/process.ts";
import { FOLLOW_QUEUE, RENDER_QUEUE, receiptJobs } from "../src/receipts/public.ts";
import type { Services } from "../src/services.ts";
import { receiptsFollow } from "./receipts-follow.ts";
import { receiptsRender } from "./receipts-render.ts";
import { reportsBuild } from "./reports-build.ts";
import { renderDeps, reportDeps } from "./deps.ts";

type Handler = (job: { readonly data: JobData }) => Promise<void>;

/** What follows from a line, by module. */
export const derive: readonly DeriveJobs[] = [receiptJobs, disclosureJobs];

/** Queue → handler. */
export const handlers = (base: Process, services: Services): ReadonlyMap<string, Handler> =>
  new Map<string, Handler>([
    [FOLLOW_QUEUE, receiptsFollow({ receipts: services.receipts })],
    [RENDER_QUEUE, receiptsRender(renderDeps(base))],
    [REPORTS_QUEUE, reportsBuild(reportDeps(base))],
  ]);
