import { listKey, pageRange, paddedIndex } from "../journal/list-key.ts";
import type { Mirrored } from "../journal/mirrored.ts";
import type { JsonObject } from "../kernel/result.ts";
import type { Documents, Stored } from "../platform/documents.ts";
import type { Donations } from "./donations.ts";
import type { Gift } from "./gift.ts";
import { giftRowJson } from "./gift-json.ts";

const GIFTS = "gifts";

/** A gift as the list shows it, the donor by opaque id, and its place in each list: by the line of its promise. */
export const mirroredGifts = ({ giftTable }: Donations): Mirrored<Gift> => ({
  table: giftTable,
  collection: GIFTS,
  documentOf: (_key, gift) => ({
    all: listKey("all", gift.line),
    byFund: listKey(gift.fund, gift.line),
    byState: listKey(gift.state, gift.line),
    byFundAndState: listKey(`${gift.fund}/${gift.state}`, gift.line),
    line: gift.line,
    donor: gift.donor,
    shown: giftRowJson(gift),
  }),
  indexes: ["all", "byFund", "byState", "byFundAndState"].map((field) => ({ fields: { [field]: 1 } })),
});

export type GiftQuery = {
  /** Only of these funds. */
  readonly funds: "all" | readonly string[];
  readonly state?: string;
  /** Line of the last gift of the page before. */
  readonly after?: number;
  readonly limit: number;
};
export type ListedGift = { readonly line: number; readonly donor?: string; readonly shown: JsonObject };

/** A page of gifts in the order of their lines. The lists of several funds are merged. */
export const listGifts = async (
  documents: Pick<Documents, "range">,
  { funds, state, limit, ...query }: GiftQuery,
): Promise<ListedGift[]> => {
  const after = query.after === undefined ? undefined : paddedIndex(query.after);
  const lists = funds === "all" ? [listOf(undefined, state)] : funds.map((fund) => listOf(fund, state));
  const pages = await Promise.all(lists.map((list) => documents.range(GIFTS, pageRange({ ...list, after, limit }))));
  return pages
    .flat()
    .map(listed)
    .sort((a, b) => a.line - b.line)
    .slice(0, limit);
};

const listOf = (fund: string | undefined, state: string | undefined): { field: string; filter: string } => {
  if (fund === undefined)
    return state === undefined ? { field: "all", filter: "all" } : { field: "byState", filter: state };
  return state === undefined
    ? { field: "byFund", filter: fund }
    : { field: "byFundAndState", filter: `${fund}/${state}` };
};

const listed = (document: Stored): ListedGift => ({
  line: Number(document.line),
  ...(typeof document.donor === "string" ? { donor: document.donor } : {}),
  shown: document.shown as JsonObject,
});
