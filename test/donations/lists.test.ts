import { expect } from "chai";
import { type GiftQuery, listGifts, mirroredGifts } from "../../src/donations/store.ts";
import type { Gift } from "../../src/donations/public.ts";
import { openDonations } from "../../src/donations/public.ts";
import { giftRowJson } from "../../src/donations/gift-json.ts";
import { ZERO, fen } from "../../src/kernel/money.ts";
import { openFunds } from "../../src/funds/public.ts";
import { openLedger } from "../../src/ledger/public.ts";
import { type Documents, openDocuments } from "../../src/platform/documents.ts";
import { openTestJournal } from "../support/journal.ts";

const gift = (line: number, fund: string, state: Gift["state"]): Gift => ({
  id: `D-${String(line)}`,
  ref: `R${line}`,
  via: "wechat",
  fund,
  amount: fen(1_000n),
  donor: `P-${line}`,
  donorType: "person",
  anonymous: false,
  publishConsent: true,
  receiptWanted: true,
  display: "hidden",
  promisedOn: "2026-09-01",
  online: false,
  state,
  refunds: [],
  refunded: ZERO,
  secret: "hash of the secret",
  request: "digest of the request",
  line,
});
const GIFTS = [
  gift(3, "S01", "settled"),
  gift(5, "S02", "settled"),
  gift(9, "S01", "pledged"),
  gift(10, "S011", "settled"),
  gift(11, "S01", "settled"),
  gift(100, "S02", "pledged"),
];

describe("The list of gifts in the mirror", () => {
  let documents: Documents;
  let close: () => Promise<void>;
  before(async () => {
    const journal = await openTestJournal("gift_list");
    documents = openDocuments(journal.connection);
    close = journal.close;
    const ledger = openLedger();
    const source = mirroredGifts(openDonations({ ledger, funds: openFunds({ ledger }) }));
    await documents.ensureIndexes(source.collection, source.indexes);
    await documents.writeNewer(
      source.collection,
      GIFTS.map((row) => ({ ...source.documentOf(row.id, row), _id: row.id, rev: row.line })),
    );
  });
  after(() => close());

  const lines = async (query: Partial<GiftQuery>) =>
    (await listGifts(documents, { funds: "all", limit: 10, ...query })).map(({ line }) => line);

  it("is in the order of the promises, of all funds, of one, of several, and of a state", async () => {
    expect(await lines({})).to.deep.equal([3, 5, 9, 10, 11, 100]);
    expect(await lines({ funds: ["S01"] })).to.deep.equal([3, 9, 11]);
    expect(await lines({ funds: ["S02", "S01"] })).to.deep.equal([3, 5, 9, 11, 100]);
    expect(await lines({ state: "pledged" })).to.deep.equal([9, 100]);
    expect(await lines({ state: "settled", funds: ["S01", "S02"] })).to.deep.equal([3, 5, 11]);
    expect(await lines({ funds: [] })).to.deep.equal([]);
  });

  it("goes on after the line of the last gift, and misses none where funds are merged", async () => {
    expect(await lines({ limit: 2 })).to.deep.equal([3, 5]);
    expect(await lines({ limit: 2, after: 5 })).to.deep.equal([9, 10]);
    expect(await lines({ funds: ["S01", "S02"], limit: 3 })).to.deep.equal([3, 5, 9]);
    expect(await lines({ funds: ["S01", "S02"], limit: 3, after: 9 })).to.deep.equal([11, 100]);
  });

  it("PII a document shows what the API shows, the donor by opaque id, and nothing to open the gift's page by", async () => {
    const [stored] = await listGifts(documents, { funds: ["S01"], limit: 1 });
    expect(stored).to.deep.equal({ line: 3, donor: "P-3", shown: giftRowJson(GIFTS[0] as Gift) });
    expect(JSON.stringify(await documents.get("gifts", "D-3")))
      .to.not.contain("hash of the secret")
      .and.to.not.contain("digest of the request");
  });
});
