import { expect } from "chai";
import Stripe from "stripe";
import { openStripe } from "../../src/payments/gateway-stripe.ts";

const SECRET = "whsec_test";

describe("payments: Stripe", () => {
  const pages = { of: async () => undefined, keep: async () => undefined };
  const gateway = openStripe({ secretKey: "sk_test_1", webhookSecret: SECRET, pages });
  const stripe = new Stripe("sk_test_1");
  const notice = (type: string, object: object) => {
    const payload = JSON.stringify({ id: "evt_1", object: "event", type, data: { object } });
    return { payload, header: stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET }) };
  };
  const verify = (payload: string, header: string) =>
    gateway.verifyWebhook(Buffer.from(payload), { "stripe-signature": header });

  it("PIT-2 reads which payment a signed notice is about, whatever it tells of", () => {
    const cases = [
      ["payment_intent.succeeded", { id: "pi_1", object: "payment_intent" }, "pi_1"],
      ["charge.refunded", { id: "ch_1", object: "charge", payment_intent: "pi_2" }, "pi_2"],
      ["charge.dispute.closed", { id: "dp_1", object: "dispute", payment_intent: { id: "pi_3" } }, "pi_3"],
      ["checkout.session.completed", { id: "cs_1", object: "checkout.session", payment_intent: "pi_4" }, "pi_4"],
    ] as const;
    for (const [type, object, order] of cases) {
      const { payload, header } = notice(type, object);
      expect(verify(payload, header)).to.deep.equal({ provider: "stripe", id: "evt_1", type, order });
    }
    const other = notice("customer.created", { id: "cus_1", object: "customer" });
    expect(verify(other.payload, other.header)).to.deep.equal({
      provider: "stripe",
      id: "evt_1",
      type: "customer.created",
    });
  });

  it("refuses a notice that was changed, signed by another, or not signed", () => {
    const { payload, header } = notice("payment_intent.succeeded", { id: "pi_1", object: "payment_intent" });
    expect(verify(payload.replace("pi_1", "pi_9"), header)).to.equal(undefined);
    const forged = stripe.webhooks.generateTestHeaderString({ payload, secret: "whsec_other" });
    expect(verify(payload, forged)).to.equal(undefined);
    expect(gateway.verifyWebhook(Buffer.from(payload), {})).to.equal(undefined);
  });
});
