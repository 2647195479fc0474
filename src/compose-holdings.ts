import { agencyPages } from "./agency/pages.ts";
import { agencyRoutes } from "./agency/routes.ts";
import { goodsPages } from "./donations/goods-page-routes.ts";
import { goodsRoutes } from "./donations/goods-routes.ts";
import { transferPages } from "./funds/transfer-page-routes.ts";
import { transferRoutes } from "./funds/transfer-routes.ts";
import type { Identity } from "./identity/public.ts";
import type { Process } from "./process.ts";
import { bankRowsWaiting } from "./reconciliation/public.ts";
import { REFUSALS } from "./refusals.ts";
import type { Services } from "./services.ts";

/** A request that was approved and not taken back: goods may go out to it (WF-17). */
const APPROVED: ReadonlySet<string> = new Set(["approved", "ordered", "released", "paid", "returned", "confirmed"]);

type Staffed = { readonly services: Services; readonly identity: Identity };

/** What is held beside the funds' money, money of others and goods, and what moves between funds. The API, and the desk. */
export const holdings = (base: Process, { services, identity }: Staffed) => {
  const { chapters, people, catchUp, today, submit } = base;
  const page = { refusals: REFUSALS, newKey: () => base.ids("K") };
  const agency = { ...chapters, service: services.agency, people, catchUp, today };
  const moving = { ...chapters, service: services.money, catchUp, today };
  const goods = {
    ...chapters,
    submit,
    catchUp,
    today,
    requestOf: (no: string) => {
      const row = chapters.disbursements.request(no);
      return row && { fund: row.fund, purpose: row.purpose, approved: APPROVED.has(row.state) };
    },
  };
  return [
    agencyRoutes(agency),
    agencyPages({
      ...agency,
      ...page,
      members: identity.members,
      waitingRows: () => bankRowsWaiting(chapters.reconciliation),
    }),
    transferRoutes(moving),
    transferPages({ ...moving, ...page, members: identity.members }),
    goodsRoutes(goods),
    goodsPages({ ...goods, ...page, members: identity.members }),
  ];
};
