import { expect } from "chai";
import { accepted, readText, sampleFile } from "../support/statement-files.ts";

type Item = Record<string, unknown>;
type List = { data: Item[]; has_more: boolean };
const sample = sampleFile("stripe-balance-2026-09.json").toString();
const read = (text: string) => readText("stripe-balance", text);
const changed = (change: (items: Item[], list: List) => void) => {
  const list = JSON.parse(sample) as List;
  change(list.data, list);
  return read(JSON.stringify(list));
};
const find = (items: Item[], category: string): Item => {
  const found = items.find((item) => item["reporting_category"] === category);
  if (!found) throw new Error(category);
  return found;
};
/** The three transactions of DOMAIN §6.4 and the payout of 94.15 that pays them. */
const worked = (payout: number): string => {
  const of = (id: string, category: string, source: string, [amount, fee, net]: readonly number[]) => ({
    id,
    reporting_category: category,
    source,
    amount,
    fee,
    net,
    currency: "cny",
    available_on: 1767830400,
    created: 1767830400,
  });
  const data = [
    of("txn_4", "payout", "po_1", [-payout, 0, -payout]),
    of("txn_3", "refund", "re_1", [-5000, 0, -5000]),
    of("txn_2", "charge", "ch_2", [5000, 195, 4805]),
    of("txn_1", "charge", "ch_1", [10_000, 390, 9610]),
  ];
  return JSON.stringify({ object: "list", data, has_more: false });
};

describe("reconciliation/statement-stripe", () => {
  it("a charge tells its gift, a refund and a dispute their charge, a payout its trace id", async () => {
    const { lines } = await accepted(read(sample));
    const of = (kind: string) => lines.find((line) => line.kind === kind);
    const charges = lines.flatMap(({ kind, charge }) => (kind === "charge" && charge ? [charge] : []));
    expect(charges).to.include.members([of("refund")?.charge, of("dispute")?.charge]);
    expect(of("payout")).to.deep.include({
      traceId: "STR260928A1",
      payout: "po_1o7tSiDCs6629pWTcUwWWW7b",
      amount: -121_163n,
    });
    expect(of("fee")).to.not.have.any.keys("charge", "gift", "payout");
    expect(of("dispute")).to.deep.include({ amount: -200_000n, fee: 8_000_000n, side: "debit" });
    expect(of("charge")).to.deep.include({
      orderNo: "ST20260926000005",
      on: "2026-09-26",
      gift: {
        orderNo: "ST20260926000005",
        fund: "N15",
        purpose: "elderly",
        donorType: "person",
        anonymous: false,
        publishConsent: true,
        receiptWanted: true,
        donorName: "Kei Madeup",
        donorEmail: "donor9265@example.com",
      },
    });
  });

  it("the day is the day in Shanghai: 15:59:59 UTC and one second later", async () => {
    const at = async (created: number) => {
      const reading = changed((items) => Object.assign(find(items, "fee"), { created }));
      return (await accepted(reading)).lines[0]?.at;
    };
    expect(await at(Date.UTC(2026, 8, 30, 15, 59, 59) / 1000)).to.equal("2026-09-30 23:59:59");
    expect(await at(Date.UTC(2026, 8, 30, 16, 0, 0) / 1000)).to.equal("2026-10-01 00:00:00");
  });

  it("REC-2 the fixture of DOMAIN §6.4: the payout is the sum of what it pays, 94.15", async () => {
    expect((await accepted(read(worked(9415)))).summary.lines).to.equal(4);
    expect(await read(worked(9416))).to.deep.equal({ refused: "summary_mismatch", row: 1, detail: "payout" });
  });

  it("REC-2 amount − fee = net on every line, and every payout of the sample month", async () => {
    expect(await changed((items) => Object.assign(find(items, "charge"), { net: 1 }))).to.include({
      refused: "summary_mismatch",
      detail: "net",
    });
    const lost = await changed((items) => items.splice(items.indexOf(find(items, "dispute")), 1));
    expect(lost).to.include({ refused: "summary_mismatch", detail: "payout" });
  });

  it("amounts are whole fen; a page of a longer list is no statement", async () => {
    for (const amount of [1.5, "100", null, 2 ** 53, true])
      expect(await changed((items) => Object.assign(find(items, "fee"), { amount })), `${amount}`).to.deep.equal({
        refused: "bad_amount",
        row: 1,
        detail: "amount",
      });
    expect(await changed((_, list) => Object.assign(list, { has_more: true }))).to.deep.equal({
      refused: "truncated",
      detail: "has_more",
    });
  });

  it("a category we do not know, another currency, a moment that cannot be are refused", async () => {
    const fee = (fields: Item) => changed((items) => Object.assign(find(items, "fee"), fields));
    expect(await fee({ reporting_category: "topup" })).to.include({ refused: "bad_code", row: 1 });
    expect(await fee({ reporting_category: "constructor" })).to.include({ refused: "bad_code" });
    expect(await fee({ currency: "hkd" })).to.include({ refused: "mixed_currency" });
    expect(await fee({ created: 1e15 })).to.include({ refused: "bad_date", row: 1 });
    expect(await fee({ id: "" })).to.include({ refused: "bad_row" });
    expect(await read(sample.replaceAll('"cny"', '"hkd"'))).to.include({ refused: "wrong_currency" });
  });

  it("metadata that does not say order, fund and donor makes no gift; unsaid consent is none", async () => {
    const gift = async (metadata: Item) => {
      const reading = changed((items) => Object.assign(find(items, "charge")["source"] as Item, { metadata }));
      return (await accepted(reading)).lines.find(({ kind }) => kind === "charge")?.gift;
    };
    expect(await gift({})).to.equal(undefined);
    expect(await gift({ order_no: "A", fund: "G00", donor_type: "robot" })).to.equal(undefined);
    expect(await gift({ order_no: "A", fund: "G00", donor_type: "person" })).to.include({
      anonymous: true,
      publishConsent: false,
      receiptWanted: false,
    });
  });

  it("JSON that is broken, cut off or something else is refused", async () => {
    expect(await read(sample.slice(0, -20))).to.include({ refused: "truncated" });
    expect(await read(sample.replace("},\n  {", "}\n  {"))).to.include({ refused: "bad_json" });
    expect(await read(sample.replace('"amount": -993', '"amount": -993x'))).to.include({ refused: "bad_json", row: 1 });
    for (const text of ["", "[]", "{}", '{"data":1}', '{"object":"list","data":[1]}', '{"object":"list","data":[{},]}'])
      expect(await read(text), text).to.have.property("refused");
    expect((await accepted(read('{"object":"list","data":[]}'))).summary.lines).to.equal(0);
    const { lines } = await accepted(read(sample.replace("Radar (2026-09)", 'a \\"}]{[, b')));
    expect(lines[0]?.narrative).to.equal('a "}]{[, b: Radar for Fraud Teams');
  });
});
