import { agencySamples } from "./sample-agency.ts";
import { goodsSamples } from "./sample-goods.ts";
import { transferSamples } from "./sample-transfers.ts";

/** The desk of what is held beside the funds' money, and of what moves between funds. */
export const holdingSamples = [...agencySamples, ...goodsSamples, ...transferSamples];
