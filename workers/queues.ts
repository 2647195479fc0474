import { childEnvironment } from "../config/config.ts";
import { limits } from "../config/limits.ts";
import { disclosureJobs, REPORTS_QUEUE } from "../src/disclosure/public.ts";
import { CATCH_UP_QUEUE } from "../src/donations/public.ts";
import type { DeriveJobs } from "../src/journal/relay.ts";
import { NIGHT_CHECK_QUEUE } from "../src/night-check.ts";
import { UNPACK_QUEUE } from "../src/people/public.ts";
import { ERASE_QUEUE } from "../src/privacy/public.ts";
import type { Appointment, JobData } from "../src/platform/queue.ts";
import type { Process } from "../src/process.ts";
import { FOLLOW_QUEUE, MAIL_QUEUE, RENDER_QUEUE, receiptJobs } from "../src/receipts/public.ts";
import type { Services } from "../src/services.ts";
import { reportDeps } from "../src/report-deps.ts";
import { verifyApart } from "../src/verify-apart.ts";
import { booksVerify } from "./books-verify.ts";
import { catchUpDeps, paymentsCatchUp } from "./payments-catch-up.ts";
import { receiptsFollow } from "./receipts-follow.ts";
import { receiptsMail } from "./receipts-mail.ts";
import { receiptsRender } from "./receipts-render.ts";
import { reportsBuild } from "./reports-build.ts";
import { mailDeps, renderDeps } from "./deps.ts";

type Handler = (job: { readonly data: JobData }) => Promise<void>;

/** What follows from a line, by module. */
export const derive: readonly DeriveJobs[] = [receiptJobs, disclosureJobs];

/** What comes by the clock and not from a line: queue → times. */
export const appointments: ReadonlyMap<string, readonly Appointment[]> = new Map([
  [CATCH_UP_QUEUE, [{ name: CATCH_UP_QUEUE, cron: "7 * * * *", timeout: limits.hour }]],
  [NIGHT_CHECK_QUEUE, [{ name: NIGHT_CHECK_QUEUE, cron: "17 3 * * *", timeout: limits.nightCheckTimeout }]],
  [ERASE_QUEUE, [{ name: ERASE_QUEUE, cron: "47 2 * * *", timeout: limits.hour }]],
  [UNPACK_QUEUE, [{ name: UNPACK_QUEUE, cron: "* * * * *", timeout: limits.jobTimeout }]],
]);

/** Queue → handler. */
export const handlers = (base: Process, services: Services): ReadonlyMap<string, Handler> =>
  new Map<string, Handler>([
    [FOLLOW_QUEUE, receiptsFollow({ receipts: services.receipts })],
    [RENDER_QUEUE, receiptsRender(renderDeps(base))],
    [MAIL_QUEUE, receiptsMail(mailDeps(base, services))],
    [REPORTS_QUEUE, reportsBuild(reportDeps(base))],
    [CATCH_UP_QUEUE, paymentsCatchUp({ ...catchUpDeps(base, services), catchUp: base.catchUp })],
    [NIGHT_CHECK_QUEUE, booksVerify({ ...base, verify: () => verifyApart(childEnvironment({})) })],
    [UNPACK_QUEUE, base.people.unpack],
    [ERASE_QUEUE, services.privacy.sweep],
  ]);
