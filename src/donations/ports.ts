import type { Submit } from "../journal/chapter.ts";
import type { Funds } from "../funds/public.ts";
import type { Gateways } from "../payments/public.ts";
import type { People } from "../people/public.ts";
import type { Donations } from "./donations.ts";

/** What the services of this module need of others. */
export type DonationDeps = {
  readonly submit: Submit;
  readonly donations: Donations;
  readonly funds: Funds;
  readonly people: Pick<People, "keepMany">;
  readonly gateways: Gateways;
  /** 32 bytes: makes secret links and donation codes, and tells repeated requests from others. */
  readonly linkKey: Uint8Array;
  readonly publicUrl: string;
};
