import { Busy } from "./errors.ts";
import type { Log } from "./state.ts";

export type FollowerDeps = {
  readonly catchUp: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly everyMs: number;
  readonly log: Log;
};

/** Polls for foreign batches until stopped. */
export const openFollower = ({ catchUp, sleep: wait, everyMs, log }: FollowerDeps) => {
  let following = false;
  const follow = async () => {
    while (following) {
      try {
        await catchUp();
      } catch (error) {
        if (!following) return;
        if (!(error instanceof Busy)) return log.error({ err: error }, "the book is followed no longer");
      }
      await wait(everyMs);
    }
  };
  return {
    start: () => {
      if (following) return;
      following = true;
      void follow();
    },
    stop: () => {
      following = false;
    },
  };
};
