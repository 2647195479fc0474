import { checkBooks, type NightCheckDeps } from "../src/night-check.ts";
import type { Logger } from "../src/platform/logger.ts";

/** The verification of the night. What it finds is kept and told aloud; only books that cannot be read fail the job. */
export const booksVerify =
  ({ logger, ...deps }: NightCheckDeps & { readonly logger: Pick<Logger, "error"> }) =>
  async (): Promise<void> => {
    const { ok, checks } = await checkBooks(deps);
    if (!ok) logger.error({ failed: checks.filter((check) => !check.ok) }, "the books are not in order");
  };
