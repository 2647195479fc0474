import { ZERO } from "../kernel/money.ts";
import { STEPS } from "./access.ts";
import type { Agencies } from "./agencies.ts";
import { type Caller, orderWhys, whysOf } from "./whys.ts";

/**
 * Steps with money of others for the queues of the desk (UI-10): mine to confirm, mine to release, and what I entered or
 * ordered and another has to let go. Orders are by their own number, agencies that wait for finance by theirs.
 */
export const heldSteps = (agencies: Agencies, caller: Caller) => {
  const confirmations = agencies
    .all()
    .filter(({ state }) => state === "opened")
    .map((row) => ({
      why: whysOf(row, caller, false).confirm,
      mine: "decide" as const,
      agency: row.no,
      no: row.no,
      what: "confirm" as const,
      amount: ZERO,
      left: ZERO,
      maker: row.maker,
      since: row.openedOn,
      waitingFor: STEPS.confirm,
      line: row.line,
    }));
  const releases = agencies
    .openOrders()
    .filter(({ state }) => state === "ordered")
    .map((order) => ({
      why: orderWhys(order, caller).release,
      mine: "pay" as const,
      agency: order.agency,
      no: order.no,
      what: order.pays,
      amount: order.amount,
      left: agencies.free(order.agency),
      maker: order.maker,
      since: order.orderedOn,
      waitingFor: STEPS.release,
      line: order.line,
    }));
  return [...confirmations, ...releases].flatMap(({ why, mine, ...step }) => {
    const queue = why === "" ? mine : step.maker === caller.by ? ("others" as const) : undefined;
    return queue === undefined ? [] : [{ ...step, queue }];
  });
};
