import { limits } from "../../config/limits.ts";
import type { Provider } from "../payments/public.ts";
import { type EventDeps, handleEvent } from "./event-service.ts";

export const CATCH_UP_QUEUE = "payments.catch-up";

export type CatchUpDeps = EventDeps & {
  readonly clock: () => Date;
  /** Up to which instant (epoch milliseconds) the providers were asked; undefined before the first time. */
  readonly cursor: {
    readonly read: () => Promise<number | undefined>;
    readonly write: (instant: number) => Promise<void>;
  };
};

/**
 * Asks each provider which orders changed since the last time, and does as if it had told us (PIT-5, PIT-7). An order that
 * cannot be booked holds up no other; it throws in the end, and the next time asks from the same instant. Answers how
 * many orders had something new.
 */
export const askProviders = async (deps: CatchUpDeps): Promise<number> => {
  const now = deps.clock().getTime();
  const last = await deps.cursor.read();
  const since = last === undefined ? now - limits.providerFirstLook : last - limits.providerOverlap;
  const faults: unknown[] = [];
  let repaired = 0;
  for (const gateway of Object.values(deps.gateways)) {
    for (const order of await gateway.changedSince(since)) {
      try {
        if (await follow(deps, gateway.provider, order)) repaired += 1;
      } catch (error) {
        faults.push(error);
      }
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} orders: ${String(faults[0])}`);
  await deps.cursor.write(now);
  return repaired;
};

/** True when the order had something new. Only what is paid is followed: an open page is no event. */
const follow = async (deps: EventDeps, provider: Provider, order: string): Promise<boolean> => {
  const found = await deps.gateways[provider]?.read(order);
  if (found?.state !== "paid") return false;
  return (await handleEvent(deps, { provider, id: `poll:${order}`, type: "poll", order })) === "new";
};
