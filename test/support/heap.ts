import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes of the heap that are really held: what could be collected is collected first. */
export const heapHeld = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};
