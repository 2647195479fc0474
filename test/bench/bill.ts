import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a bill of a busy day costs: its lines, how long it takes, and the most memory the process ever held. */
export type BillCost = { readonly lines: number; readonly seconds: number; readonly peak_rss_mib: number };

const LINES = 1_300_000;

/** Reads, checks and matches a WeChat bill of 1.3 million lines in a process of its own. */
export const benchBill = async (): Promise<BillCost> => {
  const script = fileURLToPath(new URL("./matched-bill.ts", import.meta.url));
  const child = fork(script, [String(LINES)], { execArgv: ["--import=tsx"] });
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`the bill ended with ${String(code)} and without an answer`);
  });
  const [cost] = (await Promise.race([once(child, "message"), gone])) as [BillCost];
  child.disconnect();
  await gone.catch(() => undefined);
  return cost;
};
