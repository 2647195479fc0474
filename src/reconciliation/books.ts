import type { Agencies } from "../agency/public.ts";
import type { Disbursements } from "../disbursements/public.ts";
import type { Donations } from "../donations/public.ts";
import type { Funds } from "../funds/public.ts";
import type { Ledger } from "../ledger/public.ts";
import type { Bearers } from "./payout.ts";
import type { StatementBook } from "./statement-book.ts";

/** The books under this module. */
export type Lower = {
  readonly ledger: Ledger;
  readonly funds: Funds;
  readonly donations: Donations;
  readonly disbursements: Disbursements;
  readonly agencies: Agencies;
};

/** What a decision about a statement row looks at. */
export type Books = Lower & { readonly book: StatementBook; readonly bearers: Bearers };
