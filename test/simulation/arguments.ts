import { parseArgs } from "node:util";

export type Asked =
  | { readonly mode: "seeds"; readonly count: number; readonly from: number }
  | { readonly mode: "processes"; readonly seconds: number };

export const USAGE = "npm run simulate -- --seeds N [--from S] | --processes SECONDS";

const SEEDS_MOST = 100_000_000;
const SECONDS_MOST = 86_400;

/** Reads the arguments of `npm run simulate`. Throws one sentence that says what is wrong. */
export const readArguments = (args: readonly string[]): Asked => {
  const options = { seeds: { type: "string" }, from: { type: "string" }, processes: { type: "string" } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: true });
  if (values.processes === undefined) {
    if (values.seeds === undefined) throw new Error("say how many seeds, or how many seconds with processes");
    return {
      mode: "seeds",
      count: whole("seeds", { text: values.seeds, least: 1, most: SEEDS_MOST }),
      from: whole("from", { text: values.from ?? "1", least: 0, most: SEEDS_MOST }),
    };
  }
  if (values.seeds !== undefined || values.from !== undefined)
    throw new Error("--processes goes alone, without --seeds and --from");
  return { mode: "processes", seconds: whole("processes", { text: values.processes, least: 1, most: SECONDS_MOST }) };
};

const whole = (name: string, { text, least, most }: { text: string; least: number; most: number }): number => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}, not ${text}`);
};
