import { expect } from "chai";
import { type FederationFile, readFederation } from "../../src/imports/federation-file.ts";
import { sampleFile } from "../support/statement-files.ts";

const sample = sampleFile("federation.json").toString();
const read = (text: string) => readFederation([Buffer.from(text)]);
const accepted = async (text: string): Promise<FederationFile> => {
  const file = await read(text);
  if ("refused" in file) throw new Error(JSON.stringify(file));
  return file;
};
/** Codes of all faults by field, after some changes of the text. */
const faults = async (...changes: readonly (readonly [string, string])[]) => {
  const text = changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`not in the sample: ${from}`);
    return all.replace(from, to);
  }, sample);
  const file = await read(text);
  expect(file).to.include({ refused: "bad_field" });
  return Object.fromEntries("refused" in file ? (file.faults ?? []).map(({ field, code }) => [field, code]) : []);
};

describe("imports/federation-file", () => {
  it("reads the federation of the sample month: 27 funds in their order, amounts in fen", async () => {
    const file = await accepted(sample);
    expect(file.funds.map(({ code }) => code))
      .to.have.length(27)
      .and.to.include.members(["G00", "S11", "N15"]);
    expect(file.funds[0]).to.deep.include({
      code: "G00",
      kind: "general",
      restriction: "none",
      restrictedUntil: "2027-01-01",
      openingUnrestricted: 983_632_610n,
      openingRestricted: 200_000_000n,
    });
    expect(file.funds[1]).to.not.have.property("restrictedUntil");
    expect(file.netAssets).to.deep.equal({ "3101": 983_632_610n, "3102": 14_766_015_127n });
    expect(file.inTransit[2]).to.deep.equal({
      account: "1009/stripe",
      batch: "po_1Gnqjno9ZPHweFgzG7rXj5Tj",
      traceId: "STR260831A1",
      gross: 701_576n,
      fee: 17_495n,
      net: 684_081n,
    });
    expect(file.priorGifts[0]).to.include({ orderNo: "GY202608230004711", on: "2026-08-23", receiptIssued: true });
    expect(file.bankRules.at(-1)).to.deep.equal({
      account: "1002/hk",
      text: "ACCOUNT SERVICE FEE",
      postsTo: "5301",
      fund: "G00",
    });
  });

  it("all faults of fields are told at once, by path", async () => {
    const told = await faults(
      ['"opening": "118.41"', '"opening": 118.41'],
      ['"kind": "street"', '"kind": "road"'],
      ['"timezone": "Asia/Shanghai"', '"zone": "Asia/Shanghai"'],
      ['"opening_date": "2026-09-01"', '"opening_date": "2026-09-31"'],
      ['"51990000202609017K"', '"51990000202609017L"'],
    );
    expect(told).to.deep.equal({
      "accounts.2.opening": "text",
      "funds.1.kind": "not_allowed",
      timezone: "required",
      opening_date: "date",
      credit_code: "credit_code",
    });
  });

  it("LED-1 openings that do not balance are refused, in total and by fund", async () => {
    expect(await faults(['"opening": "118.41"', '"opening": "118.42"'])).to.deep.equal({
      opening: "opening_unbalanced",
    });
    expect(await faults(['"opening_restricted": "5822867.27"', '"opening_restricted": "5822867.28"'])).to.deep.equal({
      "opening.net_assets.3102": "opening_unbalanced",
    });
  });

  it("names of nothing and sums that contradict themselves are refused", async () => {
    const told = await faults(
      ['"fund": "S08"', '"fund": "S88"'],
      ['"net": "117.70"', '"net": "117.71"'],
      ['"text": "ACCOUNT SERVICE FEE"', '"words": ""'],
      ['"account": "1009/alipay",\n   "merchant_id"', '"account": "1009/unionpay",\n   "merchant_id"'],
    );
    expect(told).to.deep.equal({
      "opening.prior_gifts.0.fund": "unknown_fund",
      "opening.in_transit.0.net": "net_not_gross_less_fee",
      "bank_rules.8": "summary_or_text",
      "merchants.1.account": "unknown_account",
    });
    expect(await faults(['"code": "S02"', '"code": "S01"'])).to.deep.equal({ "funds.2": "repeated" });
  });

  it("what is no JSON, no object or no federation is refused without a crash", async () => {
    expect(await read("{")).to.deep.equal({ refused: "bad_json" });
    for (const text of ["null", "[]", "1", '"x"', "{}"])
      expect(await read(text), text).to.include({ refused: "bad_field" });
    expect(await readFederation([Uint8Array.of(0x7b, 0xff)])).to.include({ refused: "wrong_characters" });
  });

  it("lists that are left out are empty", async () => {
    const bare = JSON.parse(sample) as Record<string, unknown>;
    for (const key of ["merchants", "bank_rules", "calendar"]) delete bare[key];
    expect(await accepted(JSON.stringify(bare))).to.deep.include({ merchants: [], bankRules: [], nonBusinessDays: [] });
  });

  it("LED-3 an account says what it holds for others; that must be owed in 2601", async () => {
    const file = JSON.parse(sample) as { accounts: { held_for_others?: string }[]; opening: { liabilities: object } };
    const [first] = file.accounts;
    if (first === undefined) return expect.fail("the sample has no account");
    first.held_for_others = "5.00";
    expect(await read(JSON.stringify(file))).to.deep.include({
      faults: [{ field: "opening.liabilities.2601", code: "opening_unbalanced" }],
    });
  });
});
