import { limits } from "../../config/limits.ts";

type Name =
  | "batchLines"
  | "batchBytes"
  | "aheadCommands"
  | "lineBytes"
  | "queuedCommands"
  | "retryAfterSeconds"
  | "unknownOutcomeRetry"
  | "turnLook"
  | "turnPatienceLeast"
  | "turnPatienceMost"
  | "turnsInVain"
  | "turnUnbrokenLeast"
  | "turnUnbrokenMost"
  | "lostLines"
  | "lostLinesLeast"
  | "followPause";

/** The limits of the journal (DESIGN §2); config/limits.ts says what each means. */
export type JournalLimits = { readonly [name in Name]: number };

export const JOURNAL_LIMITS: JournalLimits = limits;
