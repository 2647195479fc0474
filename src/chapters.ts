import { openAgencies } from "./agency/public.ts";
import { openDisbursements } from "./disbursements/public.ts";
import { openDisclosure } from "./disclosure/public.ts";
import { openDonations } from "./donations/public.ts";
import { openFunds } from "./funds/public.ts";
import { openLedger } from "./ledger/public.ts";
import { openStandings } from "./people/public.ts";
import { openPrivacy } from "./privacy/public.ts";
import { openReceipts } from "./receipts/public.ts";
import { openReconciliation } from "./reconciliation/public.ts";

export type Chapters = ReturnType<typeof openChapters>;

/** Every chapter of the book over fresh tables, in the order of the layers. */
export const openChapters = () => {
  const standings = openStandings();
  const ledger = openLedger();
  const funds = openFunds({ ledger });
  const donations = openDonations({ ledger, funds });
  const disbursements = openDisbursements({ ledger, funds });
  const agencies = openAgencies({ ledger, funds });
  const receipts = openReceipts({ donations, funds });
  const reconciliation = openReconciliation({ ledger, funds, donations, disbursements, agencies });
  const disclosure = openDisclosure({ ledger });
  const privacy = openPrivacy({ standings, donations, disbursements, receipts });
  const parts = {
    standings,
    ledger,
    funds,
    donations,
    disbursements,
    agencies,
    receipts,
    reconciliation,
    disclosure,
    privacy,
  };
  return { ...parts, all: Object.values(parts).map(({ chapter }) => chapter) };
};
