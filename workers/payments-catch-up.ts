import { askProviders, type CatchUpDeps } from "../src/donations/public.ts";
import type { Process } from "../src/process.ts";
import type { Services } from "../src/services.ts";

const CURSOR = "providers";

/** What asking the providers needs; how far they were asked is kept beside the other cursors. */
export const catchUpDeps = ({ documents, clock }: Process, { donationDeps }: Services): CatchUpDeps => ({
  ...donationDeps,
  clock,
  cursor: {
    read: async () => {
      const stored = await documents.get("cursors", CURSOR);
      return stored && Number(stored.instant);
    },
    write: (instant) => documents.put("cursors", { _id: CURSOR, instant: String(instant) }),
  },
});

/** Finds what the providers told us and did not reach us; twice is once. */
export const paymentsCatchUp =
  (deps: CatchUpDeps & { readonly catchUp: () => Promise<void> }) => async (): Promise<void> => {
    await deps.catchUp();
    await askProviders(deps);
  };
