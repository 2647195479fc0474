import type { Checkpoints } from "./checkpoints.ts";
import type { Log } from "./state.ts";

export type CheckpointClockDeps = {
  readonly checkpoints: Pick<Checkpoints, "publishHead">;
  readonly catchUp: () => Promise<void>;
  readonly everyMs: number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Log;
};

/** Signs and keeps a checkpoint at the start and then in steady time, when lines were written since the last one. */
export const openCheckpointClock = ({ checkpoints, catchUp, everyMs, sleep, log }: CheckpointClockDeps) => {
  let running = false;
  const run = async (): Promise<void> => {
    while (running) {
      try {
        await catchUp();
        await checkpoints.publishHead();
      } catch (error) {
        log.warn({ err: error }, "no checkpoint was made");
      }
      await sleep(everyMs);
    }
  };
  return {
    start: (): void => {
      running = true;
      void run();
    },
    stop: (): void => {
      running = false;
    },
  };
};
