import type { Outcome, Submit } from "../journal/chapter.ts";
import { isRefusal, type Refusal } from "../kernel/result.ts";
import type { Donations } from "../donations/public.ts";
import type { VoidReason } from "./facts.ts";
import type { Receipts } from "./receipts.ts";

export type ReceiptDeps = {
  readonly submit: Submit;
  readonly receipts: Receipts;
  readonly donations: Donations;
  /** Absorbs what other processes have written. */
  readonly catchUp: () => Promise<void>;
};
export type ReceiptService = ReturnType<typeof receiptService>;

export const receiptService = (deps: ReceiptDeps) => ({
  /**
   * Brings the receipts of a gift or a lot of goods up to what happened to it. Each step is one keyed command, so any
   * number of workers may follow the same gift (RCPT-2). Answers how many lines were written here.
   */
  follow: (of: string): Promise<number> => follow(deps, of),
  /** A receipt clerk voids a live receipt: to prepare a refund (RCPT-6) or because it is wrong (RCPT-3). */
  void: (input: {
    readonly serial: string;
    readonly reason: Exclude<VoidReason, "refund">;
    readonly by: string;
    readonly key: string;
  }): Promise<Outcome | Refusal> =>
    deps.submit({
      name: "receipts.void",
      key: input.key,
      by: input.by,
      input: { serial: input.serial, reason: input.reason },
    }),
});

/** Two steps a refund and two for a correction: far more than a gift can need, so a loop that goes on is a fault. */
const STEPS_MOST = 200;
const PASSED = new Set(["key_reused", "receipt_step_passed"]);

const follow = async (deps: ReceiptDeps, of: string): Promise<number> => {
  await deps.catchUp();
  let written = 0;
  for (let round = 0; round < STEPS_MOST; round += 1) {
    if (deps.receipts.next(of).do === "done") return written;
    const step = deps.receipts.stepsDone(of);
    const outcome = await deps.submit({
      name: "receipts.follow",
      key: `receipt:${of}:${step}`,
      by: "job:receipts.follow",
      on: givenOn(deps.donations, of),
      input: { of, step },
    });
    if (!isRefusal(outcome)) written += outcome.repeated ? 0 : 1;
    else if (!PASSED.has(outcome.refused)) throw new Error(`receipts of ${of}: ${outcome.refused}`);
    if (isRefusal(outcome) || outcome.repeated) await deps.catchUp();
  }
  throw new Error(`receipts of ${of} never come to an end`);
};

/** The same for every worker; the day of issue is taken when the line is written. */
const givenOn = (donations: Donations, of: string): string =>
  donations.gift(of)?.settledOn ?? donations.goodsLot(of)?.receivedOn ?? "1970-01-01";
