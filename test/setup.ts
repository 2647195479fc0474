import { stopTestEngines } from "./support/engines.ts";

/** Runs around the whole of `npm test`. Engines start with the first test that asks for one (support/engines.ts). */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopTestEngines();
  },
};
