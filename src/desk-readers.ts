import { agencyReaders } from "./agency/public.ts";
import { GOODS_READERS } from "./donations/goods-routes.ts";
import { importOffices } from "./imports/public.ts";
import { OFFICERS } from "./privacy/routes.ts";
import { bookReaders } from "./ledger/public.ts";
import { reconciliationReaders } from "./reconciliation/public.ts";

/** Which offices open which part of the desk; a part that is not here is open to all staff. The navigation shows nobody a closed door. */
export const DESK_READERS: { readonly [path: string]: readonly string[] } = {
  "/desk/reconciliation": reconciliationReaders,
  "/desk/imports": importOffices,
  "/desk/books": bookReaders,
  "/desk/agency": agencyReaders,
  "/desk/goods": GOODS_READERS,
  "/desk/privacy": OFFICERS,
};
