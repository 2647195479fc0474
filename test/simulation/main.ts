import { type Asked, readArguments, USAGE } from "./arguments.ts";
import { runSeeds } from "./run.ts";

/** `npm run simulate`: one line of JSON; what was violated goes to the error output. */
const simulate = async ({ count, from }: Extract<Asked, { mode: "seeds" }>): Promise<number> => {
  const { seeds, acknowledged, violations, firstFailing } = await runSeeds({ from, count });
  for (const { check, detail } of firstFailing?.violations ?? [])
    process.stderr.write(`seed ${firstFailing?.seed}: ${check}: ${detail}\n`);
  const first_failing_seed = firstFailing?.seed ?? null;
  console.log(JSON.stringify({ seeds, acknowledged, violations, first_failing_seed }));
  return violations;
};

const main = async (): Promise<number> => {
  let asked: Asked;
  try {
    asked = readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return 2;
  }
  const violations = asked.mode === "seeds" ? await simulate(asked) : 0;
  return violations > 0 ? 1 : 0;
};

process.exitCode = await main();
