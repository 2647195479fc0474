import { ConfigError, childEnvironment, readSettings, type Settings } from "../config.ts";
import { type Closer, createCloser } from "./closer.ts";
import { descent, isIntact } from "./process-identity.ts";
import type { StartStack } from "./stack.ts";

export type Launch = StartStack & {
  /** Resolves when somebody asked for the end: Ctrl-C, SIGTERM, or a part that cannot be kept running. */
  readonly ended: Promise<void>;
};

/**
 * The frame of every command: reads the environment, runs `work`, stops all it started in order, and sets the exit
 * code. A failure is told in its own words, without a stack trace, because it is the reader who must act.
 */
export const launch = async (work: (launch: Launch) => Promise<number>): Promise<void> => {
  const log = (text: string): void => void process.stderr.write(`${text}\n`);
  const closer = createCloser();
  let code = 0;
  try {
    code = await work(prepare({ settings: readSettings(), closer, log }));
  } catch (error) {
    if (!closer.closing()) {
      log(error instanceof Error ? error.message : String(error));
      code = error instanceof ConfigError ? 2 : 1;
    }
  }
  await closer.close().catch((error: unknown) => {
    log(`Stopping was not clean: ${String(error)}`);
    code = 1;
  });
  process.exit(failed || code);
};

let failed = 0;

const prepare = (base: { settings: Settings; closer: Closer; log: (text: string) => void }): Launch => {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const stop = (): void => {
    end();
    void base.closer.close().catch(() => undefined);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  if (childEnvironment({}).npm_lifecycle_event !== undefined) whenStarterIsGone(stop);
  const gaveUp = (reason: string): void => {
    base.log(reason);
    failed = 1;
    stop();
  };
  return { ...base, gaveUp, ended };
};

/** npm killed with -9 passes nothing on; what it started stops as if asked to. */
const whenStarterIsGone = (stop: () => void): void => {
  const line = descent();
  setInterval(() => !isIntact(line) && stop(), 500).unref();
};
