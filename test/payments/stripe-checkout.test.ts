import { expect } from "chai";
import request from "supertest";
import { askProviders } from "../../src/donations/public.ts";
import { formatYuan } from "../../src/kernel/money.ts";
import { openStripe } from "../../src/payments/gateway-stripe.ts";
import { stripePages } from "../../src/payments/public.ts";
import { type GiftApp, openGiftApp } from "../support/gift-app.ts";
import { type Notice, openStripeStandIn, type StripeStandIn } from "../support/stripe-stand-in.ts";

const FORM = {
  amount: "own",
  own: "200",
  method: "card",
  kind: "person",
  tel: "12800000145",
  name: "沈示例",
  public: "neighbour",
  agree: "use-v1",
  do: "card",
};

describe("payments: a card gift by Stripe Checkout", () => {
  let stripe: StripeStandIn;
  let app: GiftApp;
  let count = 0;

  before(async () => {
    stripe = await openStripeStandIn();
    const { api, secret: webhookSecret } = stripe;
    app = await openGiftApp("stripe_checkout_test", (connection) => ({
      stripe: openStripe({ secretKey: "sk_test_1", webhookSecret, pages: stripePages(connection), api }),
    }));
  });
  after(async () => {
    await app.close();
    await stripe.close();
  });

  /** The page that leads on to the provider's by a fresh navigation: our policy lets no form lead elsewhere. */
  const confirm = async (key: string): Promise<string> => {
    const sent = request(app.app).post("/give/S01/confirm").type("form");
    const { headers } = await sent.send({ ...FORM, idempotency_key: key }).expect(200);
    return /^0; url=(.+)$/.exec(String(headers["refresh"]))?.[1] ?? "";
  };
  /** The donor's form, sent; the provider's page and the gift. */
  const given = async () => {
    const key = `card-${(count += 1)}`;
    const page = await confirm(key);
    const gift = stripe.intentOf(page).metadata["gift"] ?? "";
    return { key, page, gift };
  };
  const notify = async ({ payload, header }: Notice, status = 200): Promise<string> => {
    const sent = request(app.app).post("/api/v1/webhooks/stripe").set("Stripe-Signature", header);
    return String((await sent.type("application/json").send(payload).expect(status)).body.result);
  };
  const giftOf = (id: string) => {
    const gift = app.books.donations.gift(id);
    return gift && { state: gift.state, refunded: formatYuan(gift.refunded), on: gift.settledOn };
  };
  const noted = async () => {
    await app.book.catchUp();
    const found: unknown[] = [];
    for await (const lines of app.book.linesFrom(0))
      for (const { line } of lines)
        if (line.kind === "payment.noted") found.push([line.data["reason"], line.data["order"]]);
    return found;
  };
  const linesOf = async (kind: string, gift: string) => {
    await app.book.catchUp();
    let found = 0;
    for await (const lines of app.book.linesFrom(0))
      found += lines.filter(({ line }) => line.kind === kind && line.data["gift"] === gift).length;
    return found;
  };

  it("PIT-2 from the form to the receipt; each notice twice and all at once is one settlement", async () => {
    const { page, gift } = await given();
    expect(stripe.intentOf(page)).to.include({ amount: 20_000, currency: "cny" });
    const notices = stripe.pay(page);
    const answers = await Promise.all([...notices, ...notices].map((notice) => notify(notice)));
    expect(answers.filter((answer) => answer === "new")).to.have.length(1);
    expect(giftOf(gift)).to.deep.equal({ state: "settled", refunded: "0.00", on: "2026-09-03" });
    expect(await linesOf("donation.settled", gift)).to.equal(1);
    await app.receipts.follow(gift);
    expect(app.books.receipts.live(gift)?.amount).to.equal(20_000n);
  });

  it("PIT-1 PIT-6 a gift has one open page: pressed again, at once, in the other language, after a day", async () => {
    const { key, page, gift } = await given();
    expect(await Promise.all([confirm(key), confirm(key)])).to.deep.equal([page, page]);
    const pledged = app.books.donations.gift(gift);
    const next = pledged && (await app.donations.next(pledged, "en"));
    expect(next).to.deep.equal({ kind: "pay", url: page });
    stripe.forgetKeys();
    expect(await confirm(key)).to.equal(page);
  });

  it("PIT-1 PIT-6 the button pressed after the payment, before its notice: no second page, the gift's own page waits", async () => {
    const { key, page, gift } = await given();
    const notices = stripe.pay(page);
    expect(await confirm(key)).to.equal(`${app.deps.publicUrl}${app.donations.pathOf(gift)}`);
    for (const notice of notices) await notify(notice);
    expect(giftOf(gift)?.state).to.equal("settled");
  });

  it("PIT-3 a page that ended, failed or is of another account is followed by a new one, the same for all who press", async () => {
    const { key, page } = await given();
    stripe.expire(page);
    const [second, again] = await Promise.all([confirm(key), confirm(key)]);
    expect(second).to.equal(again).and.not.be.oneOf(["", page]);
    stripe.failLate(second);
    const third = await confirm(key);
    expect(third).to.not.be.oneOf(["", page, second]);
    stripe.forget(third);
    expect(await confirm(key)).to.not.be.oneOf(["", page, second, third]);
  });

  it("PIT-3 PIT-2 declined, then paid; the old notice of the decline comes last and takes nothing back", async () => {
    const { page, gift } = await given();
    const declined = stripe.decline(page);
    expect(await notify(declined)).to.equal("new");
    expect(giftOf(gift)?.state).to.equal("pledged");
    for (const notice of stripe.pay(page).toReversed()) await notify(notice);
    expect(await notify(declined)).to.equal("known");
    expect(giftOf(gift)?.state).to.equal("settled");
    expect(await linesOf("donation.settled", gift)).to.equal(1);
  });

  it("PIT-2 PIT-7 a refund and a lost dispute whose notices overtake the payment's are booked once each", async () => {
    const { page, gift } = await given();
    const paid = stripe.pay(page);
    const refund = stripe.payBack(page, 5_000);
    for (const notice of [refund, refund, ...paid]) await notify(notice);
    expect(giftOf(gift)).to.include({ state: "partly_refunded", refunded: "50.00" });
    const lost = stripe.loseDispute(page, 15_000);
    for (const notice of [lost, refund, lost]) await notify(notice);
    expect(giftOf(gift)).to.include({ state: "refunded", refunded: "200.00" });
    expect(await linesOf("donation.refunded", gift)).to.equal(2);
  });

  it("PIT-5 a payment whose notices never came is found among Stripe's events", async () => {
    const { page, gift } = await given();
    stripe.pay(page);
    const cursor = { read: async () => undefined, write: async () => undefined };
    expect(await askProviders({ ...app.deps, clock: () => new Date(), cursor })).to.be.greaterThan(0);
    expect(giftOf(gift)?.state).to.equal("settled");
  });

  it("PIT-4 a notice of no gift of ours is kept once, with its order and the reason; one without its signature, not at all", async () => {
    const { page } = await given();
    const [paid] = stripe.pay(page);
    stripe.intentOf(page).metadata["gift"] = "D-INVENTED";
    const notices = [stripe.tell("payment_intent.succeeded", "pi_invented"), stripe.tell("customer.created")];
    if (paid) notices.push(paid);
    const before = await noted();
    for (const notice of notices) {
      await notify({ ...notice, header: "t=1,v1=00" }, 400);
      expect(await notify(notice)).to.equal("ignored");
      expect(await notify(notice)).to.equal("known");
    }
    expect((await noted()).slice(before.length)).to.deep.equal([
      ["order_unknown", "pi_invented"],
      ["no_order", undefined],
      ["gift_unknown", stripe.intentOf(page).id],
    ]);
  });

  it("a payment in another currency is never booked as yuan: the notice fails and is sent again", async () => {
    const { page, gift } = await given();
    stripe.intentOf(page).currency = "usd";
    const [notice] = stripe.pay(page);
    if (notice) await notify(notice, 500);
    expect(giftOf(gift)?.state).to.equal("pledged");
  });
});
