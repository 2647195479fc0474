import { expect } from "chai";
import { type Gift, goodsFigures, openGiftFigures, publicName } from "../../src/donations/public.ts";
import { fen, plus, sum, ZERO } from "../../src/kernel/money.ts";

let made = 0;
const gift = (amount: bigint, more: Partial<Gift> = {}): Gift => {
  made += 1;
  const refunded = sum((more.refunds ?? []).map((refund) => refund.amount));
  const base: Gift = {
    id: `D-${made}`,
    ref: `O-${made}`,
    via: "wechat",
    fund: "S01",
    amount: fen(amount),
    donorType: "person",
    anonymous: false,
    publishConsent: true,
    receiptWanted: true,
    display: "full",
    promisedOn: "2026-09-02",
    online: false,
    state: "settled",
    settledOn: "2026-09-02",
    refunds: [],
    refunded: plus(ZERO, refunded),
    line: made,
  };
  return { ...base, ...more };
};
const back = (amount: bigint, on = "2026-09-10", chargeback = false) => ({
  ref: `r${amount}`,
  on,
  amount: fen(amount),
  chargeback,
});
const giftFigures = (gifts: Iterable<Gift>, period: string, asOf: string) => {
  const figures = openGiftFigures(period, asOf);
  for (const each of gifts) figures.add(each);
  return figures.result();
};
const unsettled = (more: Partial<Gift>): Gift => {
  const { settledOn: _settled, ...rest } = gift(100n, { state: "pledged", ...more });
  return rest;
};

describe("donations: figures", () => {
  it("GIFT-3 raised is the gross; refunds stand apart, by the class of the refund", () => {
    const prior = gift(6_600n, {
      prior: true,
      settledOn: "2026-08-23",
      promisedOn: "2026-08-23",
      refunds: [back(6_600n)],
    });
    const figures = giftFigures(
      [
        prior,
        gift(20_000n, { refunds: [back(5_000n), back(3_000n)] }),
        gift(5_000n, { refunds: [back(5_000n)] }),
        gift(200_000n, { via: "stripe", refunds: [back(200_000n, "2026-09-20", true)] }),
        gift(300n, { via: "bank", donorType: "enterprise", refunds: [back(300n, "2026-10-01")] }),
      ],
      "2026-09",
      "2026-09-30",
    );
    expect(figures.settled).to.equal(4);
    expect(figures.gross).to.equal("2253.00");
    expect(figures.refunds).to.deep.equal({ full: 1, partial: 2, prior: 1, chargeback: 1, total: "2196.00" });
    expect(figures.by_donor_type_and_channel).to.deep.equal([
      { donor_type: "enterprise", channel: "bank", count: 1, gross: "3.00", refunds: "0.00", net: "3.00" },
      { donor_type: "person", channel: "stripe", count: 1, gross: "2000.00", refunds: "2000.00", net: "0.00" },
      { donor_type: "person", channel: "wechat", count: 2, gross: "250.00", refunds: "196.00", net: "54.00" },
    ]);
  });

  it("PIT-41 a period is half open and ends with the day asked for", () => {
    const days = ["2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01"].map((settledOn) => gift(100n, { settledOn }));
    expect(giftFigures(days, "2026-09", "2026-09-30").settled).to.equal(2);
    expect(giftFigures(days, "2026-09", "2026-09-15").settled).to.equal(1);
  });

  it("lists what was promised and did not come: orders and codes, in their order, no abandoned attempts", () => {
    const figures = giftFigures(
      [
        unsettled({ ref: "Z" }),
        unsettled({ ref: "A" }),
        unsettled({ ref: "G-1", via: "bank" }),
        unsettled({ ref: "G-2", via: "sandbox", online: true }),
        gift(100n, { ref: "LATE", settledOn: "2026-10-02" }),
        unsettled({ ref: "NEXT", promisedOn: "2026-10-01" }),
      ],
      "2026-09",
      "2026-09-30",
    );
    expect(figures.not_settled).to.deep.equal({ platform_orders: ["Z", "A", "LATE"], donation_codes: ["G-1"] });
  });

  it("a public name: wholly refunded, anonymous, withdrawn, no consent, publishable; the first that fits", () => {
    const name = (more: Partial<Gift>) => publicName(gift(100n, more), "2026-09-30");
    expect(name({ refunds: [back(100n)], anonymous: true })).to.equal("refunded");
    expect(name({ refunds: [back(99n)], anonymous: true })).to.equal("anonymous");
    expect(name({ withdrawnOn: "2026-09-30", publishConsent: false })).to.equal("withdrawn");
    expect(name({ withdrawnOn: "2026-10-01", publishConsent: false })).to.equal("no_consent");
    expect(name({ refunds: [back(100n, "2026-10-01")] })).to.equal("publishable");
  });

  it("GIFT-12 goods: booked with a value, or memo only", () => {
    const lot = {
      no: "WZ-1",
      fund: "S01",
      donor: "P-1",
      donorType: "person",
      item: "rice",
      unit: "bag",
      quantity: "3",
      given: 0n,
      evidence: "invoice",
      receivedOn: "2026-09-04",
      publishConsent: true,
      receiptWanted: true,
      line: 1,
    } as const;
    const lots = [{ ...lot, value: fen(1_797_000n) }, lot, { ...lot, receivedOn: "2026-10-01" }];
    expect(goodsFigures(lots, "2026-09", "2026-09-30")).to.deep.equal({
      rows: 2,
      booked: 1,
      booked_total: "17970.00",
      memo_only: 1,
    });
  });
});
