import type { Rate } from "./measure.ts";

type Rates = { readonly [clients: string]: Rate } | null | undefined;

/** How many times a peer's rate the lines of the same run are, by clients; only such ratios mean something on a busy machine. */
export const ratiosOf = (result: { readonly [key: string]: unknown }): { ratios?: object } => {
  const ratios: { [name: string]: { [clients: string]: number } } = {};
  for (const peer of ["medici", "postgres"]) {
    const [ours, theirs] = [result["lines"] as Rates, result[peer] as Rates];
    if (!ours || !theirs) continue;
    const shared = Object.entries(theirs).filter(([clients]) => ours[clients]);
    const times = shared.map(([clients, { per_s }]) => [clients, round((ours[clients]?.per_s ?? 0) / per_s)]);
    ratios[`lines_to_${peer}`] = Object.fromEntries(times) as { [clients: string]: number };
  }
  return Object.keys(ratios).length === 0 ? {} : { ratios };
};

const round = (ratio: number): number => Math.round(ratio * 10) / 10;
