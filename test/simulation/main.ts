import { type Asked, readArguments, USAGE } from "./arguments.ts";
import { runProcesses } from "./processes.ts";
import { runSeeds } from "./run.ts";

/** Violations told one by one; the rest are counted. */
const SHOWN = 20;

/** `npm run simulate`: one line of JSON; what was violated goes to the error output. */
const simulate = async ({ count, from }: Extract<Asked, { mode: "seeds" }>): Promise<number> => {
  const { seeds, acknowledged, violations, firstFailing } = await runSeeds({ from, count });
  for (const { check, detail } of firstFailing?.violations.slice(0, SHOWN) ?? [])
    process.stderr.write(`seed ${firstFailing?.seed}: ${check}: ${detail}\n`);
  const first_failing_seed = firstFailing?.seed ?? null;
  console.log(JSON.stringify({ seeds, acknowledged, violations, first_failing_seed }));
  return violations;
};

/** The same with processes, for so many seconds or until Ctrl-C. */
const processes = async ({ seconds }: Extract<Asked, { mode: "processes" }>): Promise<number> => {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupt.abort());
  const { violations, ...counts } = await runProcesses({ seconds, seed: Date.now() }, interrupt.signal);
  for (const { check, detail } of violations.slice(0, SHOWN)) process.stderr.write(`${check}: ${detail}\n`);
  console.log(
    JSON.stringify({
      seconds,
      acknowledged: counts.acknowledged,
      violations: violations.length,
      writer_kills: counts.writerKills,
      engine_kills: counts.engineKills,
      delays: counts.troubles.delays,
      cuts: counts.troubles.cuts,
      replies_dropped: counts.troubles.repliesDropped,
    }),
  );
  return violations.length;
};

const main = async (): Promise<number> => {
  let asked: Asked;
  try {
    asked = readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return 2;
  }
  const violations = asked.mode === "seeds" ? await simulate(asked) : await processes(asked);
  return violations > 0 ? 1 : 0;
};

process.exitCode = await main();
