import { expect } from "chai";
import { type Chapters, openChapters } from "../../src/chapters.ts";
import { sha256Hex } from "../../src/kernel/ids.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { reconciliationService, type ReconciliationService } from "../../src/reconciliation/public.ts";
import { openQuickBook, type QuickBook } from "../support/quick-book.ts";
import { openSmallFederation } from "../support/small-federation.ts";
import { fixtureFile } from "../support/statement-files.ts";

const BY = "user:test";
const WALLET = "1009/wechat";
const CARDS = "1009/stripe";
const SUSPENSE = "2209/suspense/rows";
const GIFT = { gift: "D-1", via: "wechat", fund: "S01", amount: "5000" };
/** The second payment of DOMAIN §6.1 and the refund of 20.00 of it. */
const ORDER = "G260105A002";
const PAYMENT = "4200000000202601050000000002";
const REFUND = { theirs: "5030000000202601050000000001", ours: "R260105A002" };

describe("reconciliation: refunds that are booked already", () => {
  let books: Chapters;
  let book: QuickBook;
  let service: ReconciliationService;
  let files: Map<string, Uint8Array>;
  let sent = 0;

  const send = async (name: string, input: JsonObject, on = "2026-09-05") => {
    const outcome = await book.submit({ name, key: `k${(sent += 1)}`, by: BY, on, input });
    if (isRefusal(outcome)) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    return outcome.line;
  };
  const pledge = (more: JsonObject = {}) =>
    send("donations.pledge", {
      ...GIFT,
      ref: ORDER,
      donor_type: "person",
      anonymous: false,
      publish_consent: false,
      receipt_wanted: false,
      online: true,
      ...more,
    });
  const settled = async (more: JsonObject = {}) => {
    await pledge(more);
    await send("donations.settleEvent", { gift: "D-1", amount: "5000", event: "e" });
  };
  const webhook = (ref: string, amount = "2000", more: JsonObject = {}) =>
    send("donations.refundEvent", { gift: "D-1", amount, event: ref, ref, ...more });
  const rowOf = (refundNo: string, amount = "-2000", more: JsonObject = {}): JsonObject => ({
    id: `${PAYMENT}/50${refundNo}`,
    on: "2026-09-06",
    at: "2026-09-06 16:30:00",
    kind: "refund",
    amount,
    orderNo: ORDER,
    refundNo,
    ...more,
  });
  /** Takes in a bill of these rows and matches; the answer counts rows of this run. */
  const bill = async (rows: readonly JsonObject[], account = WALLET) => {
    const statement = `s${(sent += 1)}`;
    const head = { file: statement, format: "wechat-bill", account, kept: statement, count: rows.length };
    await send("reconciliation.import", { digest: statement, ...head });
    await send("reconciliation.lines", { statement, account, rows });
    return service.run(BY);
  };
  const stateOf = (row: JsonObject, account = WALLET) =>
    books.reconciliation.book.row(`${account}|${String(row["id"])}`)?.state;
  const refunds = () => book.lines.filter(({ kind }) => kind === "donation.refunded").length;
  const balance = (account: string) => books.ledger.balances.account(account);

  beforeEach(async () => {
    books = openChapters();
    book = openQuickBook(books.all);
    files = new Map();
    service = reconciliationService({
      ...books,
      submit: book.submit,
      catchUp: async () => undefined,
      names: async () => new Map(),
      accounts: books.funds.accounts,
      merchants: () => [{ account: WALLET, channel: "wechat", merchantId: "1900000001" }],
      markOf: (text) => sha256Hex(text),
      line: async () => undefined,
      openingDate: () => "2026-09-01",
      keepFile: async ({ name, content }) => (files.set(name, content), name),
      readFile: async (id) => files.get(id),
      cardGift: async () => undefined,
    });
    await openSmallFederation(book.submit);
  });

  it("REC-3 PIT-7 the refund of DOMAIN §6.1 known from the webhook, then in the bill, is booked once", async () => {
    await settled();
    await webhook("any-number", "2000", { asked: REFUND.ours });
    const content = Buffer.from(fixtureFile("wechat.csv").toString().replaceAll("2026-01-05", "2026-09-05"));
    const input = { content, file: "wechat.csv", kind: "wechat-bill" as const, by: BY, on: "2026-09-06", since: 0 };
    expect(await service.importStatement(input)).to.include({ outcome: "imported", new: 3 });
    await service.run(BY);
    expect(refunds()).to.equal(1);
    expect(stateOf({ id: `${PAYMENT}/${REFUND.theirs}` })).to.include({ is: "matched", target: "D-1" });
    const line = book.lines.find(({ data }) => data["refund"] !== undefined);
    expect(line).to.include({ kind: "line.matched" });
    expect(line?.post).to.deep.equal([]);
    expect(books.donations.gift("D-1")).to.include({ state: "partly_refunded", refunded: 2_000n });
    expect(balance(SUSPENSE)).to.equal(-10_000n, "the first payment of the bill is nobody's");
  });

  it("REC-9 the provider's own refund number finds it too, and a whole refund waits for nobody", async () => {
    await settled();
    await webhook(REFUND.theirs, "5000");
    const row = rowOf("unknown", "-5000", { id: `${PAYMENT}/${REFUND.theirs}` });
    expect(await bill([row])).to.include({ matched: 1, suspended: 0 });
    expect(refunds()).to.equal(1);
    expect(balance(WALLET)).to.equal(0n);
  });

  it("refund_known: a card's row under the number of the webhook is noted as line.matched", async () => {
    await settled({ via: "stripe" });
    await webhook("txn_9", "2000", { asked: "RF-1" });
    const at = { on: "2026-09-06", at: "2026-09-06 16:30:00", charge: "ch_1" };
    const charge = { ...at, id: "txn_1", kind: "charge", amount: "5000", orderNo: ORDER };
    const row = { ...at, id: "txn_9", kind: "refund", amount: "-2000", refundNo: "re_9" };
    await bill([charge, row], CARDS);
    expect(book.lines.filter(({ kind }) => kind === "line.matched").map(({ data }) => data["target"])).to.deep.equal([
      "D-1",
      "D-1",
    ]);
    expect(stateOf(row, CARDS)).to.include({ is: "matched", target: "D-1", rule: "charge" });
    const other = { ...row, id: "txn_10", refundNo: "re_10" };
    await bill([other], CARDS);
    expect(refunds(), "another refund of the same sum").to.equal(2);
    expect(balance(CARDS)).to.equal(1_000n);
  });

  it("without a number in common, the same gift and sum is the refund that no row explains yet", async () => {
    await settled();
    await webhook("unknown-to-the-bill");
    const row = rowOf("R-1");
    await bill([row]);
    expect(refunds()).to.equal(1);
    expect(stateOf(row)).to.include({ is: "matched" });
    await bill([rowOf("R-2")]);
    expect(refunds(), "the refund explains one row").to.equal(2);
    expect(books.donations.gift("D-1")).to.include({ refunded: 4_000n });
  });

  for (const numbers of [
    ["R-A", "R-B"],
    ["R-B", "R-A"],
  ] as const) {
    for (const files of ["one file", "two files"]) {
      it(`two equal partial refunds, R-A by webhook and R-B not, are two: ${numbers.join(" then ")} in ${files}`, async () => {
        await settled();
        await webhook("w-1", "2000", { asked: "R-A" });
        const rows = numbers.map((number) => rowOf(number));
        if (files === "one file") await bill(rows);
        else for (const row of rows) await bill([row]);
        expect(refunds()).to.equal(2);
        expect(rows.map((row) => stateOf(row)?.is)).to.deep.equal(["matched", "matched"]);
        expect(balance(WALLET)).to.equal(1_000n);
        expect(balance(SUSPENSE)).to.equal(0n);
      });
    }
  }

  it("a row named by its number keeps its refund when an unnamed one of the same sum stands before it", async () => {
    await settled();
    await webhook("R-A");
    const rows = [rowOf("R-0"), rowOf("R-A")];
    await bill(rows);
    expect(refunds()).to.equal(2);
    const tied = book.lines.find(({ data }) => data["refund"] === "R-A");
    expect(tied?.data).to.include({ statement_line: `${WALLET}|${PAYMENT}/50R-A` });
  });

  it("a row whose money waits in 2209 is cleared against the account that the refund was posted to", async () => {
    await pledge();
    const row = rowOf("R-A");
    await bill([row]);
    expect(stateOf(row)).to.include({ is: "suspended", reason: "gift_not_settled" });
    expect(balance(SUSPENSE)).to.equal(2_000n);
    await send("donations.settleEvent", { gift: "D-1", amount: "5000", event: "e" });
    await webhook("w-1", "2000", { asked: "R-A" });
    await service.run(BY);
    expect(stateOf(row)).to.include({ is: "matched" });
    expect(book.lines.at(-1)?.post).to.deep.equal([
      [WALLET, "2000"],
      [SUSPENSE, "-2000"],
    ]);
    expect([balance(WALLET), balance(SUSPENSE), refunds()]).to.deep.equal([3_000n, 0n, 1]);
  });

  it("the same number with another sum waits for a person", async () => {
    await settled();
    await webhook("w-1", "2000", { asked: "R-A" });
    const row = rowOf("R-A", "-2100");
    await bill([row]);
    expect(stateOf(row)).to.include({ is: "suspended", reason: "refund_known" });
  });

  it("PIT-11 the bill before the webhook: a refund that staff asked for is made, and the late notice books nothing", async () => {
    await settled();
    await send("donations.askRefund", { gift: "D-1", refund: "R-A", amount: "2000", reason: "donor_asked" });
    await bill([rowOf("R-A")]);
    expect(books.donations.gift("D-1")).to.not.have.property("asked");
    const late = { gift: "D-1", amount: "2000", event: "w", ref: "w-1", asked: "R-A" };
    const answer = await book.submit({
      name: "donations.refundEvent",
      key: "late",
      by: BY,
      on: "2026-09-06",
      input: late,
    });
    expect(answer).to.include({ refused: "refund_known" });
    expect(refunds()).to.equal(1);
  });
});
