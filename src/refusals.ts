import { agencyRefusals } from "./agency/public.ts";
import { disbursementRefusals } from "./disbursements/public.ts";
import { disclosureRefusals } from "./disclosure/public.ts";
import { donationRefusals } from "./donations/public.ts";
import { exportRefusals } from "./exports/public.ts";
import { fundsRefusals } from "./funds/public.ts";
import { identityRefusals } from "./identity/public.ts";
import { importsRefusals } from "./imports/public.ts";
import { ledgerRefusals } from "./ledger/public.ts";
import { paymentRefusals } from "./payments/public.ts";
import { peopleRefusals } from "./people/public.ts";
import { privacyRefusals } from "./privacy/public.ts";
import { bookRefusals } from "./platform/refusals.ts";
import { receiptRefusals } from "./receipts/public.ts";
import { reconciliationRefusals } from "./reconciliation/public.ts";

/** Every refusal of every module, with its status and words. */
export const REFUSALS = {
  ...bookRefusals,
  ...identityRefusals,
  ...peopleRefusals,
  ...ledgerRefusals,
  ...fundsRefusals,
  ...disbursementRefusals,
  ...agencyRefusals,
  ...paymentRefusals,
  ...donationRefusals,
  ...receiptRefusals,
  ...reconciliationRefusals,
  ...disclosureRefusals,
  ...exportRefusals,
  ...importsRefusals,
  ...privacyRefusals,
};
