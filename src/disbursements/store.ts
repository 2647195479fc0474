import { listKey } from "../journal/list-key.ts";
import type { Mirrored } from "../journal/mirrored.ts";
import type { Disbursements } from "./disbursements.ts";
import type { Request } from "./request.ts";
import { requestJson } from "./request-json.ts";

/** A request as the list of cases shows it, and its place in each list: by the line that filed it. */
export const mirroredRequests = ({ requestTable }: Disbursements): Mirrored<Request> => ({
  table: requestTable,
  collection: "requests",
  documentOf: (_key, request) => ({
    byFund: listKey(request.fund, request.line),
    byState: listKey(request.state, request.line),
    shown: requestJson(request),
  }),
  indexes: [{ fields: { byFund: 1 } }, { fields: { byState: 1 } }],
});
