import { expect } from "chai";
import { intakeService } from "../../src/donations/public.ts";
import { readPlatformGifts } from "../../src/imports/desk-platform-gifts.ts";
import { told } from "../support/row-answers.ts";
import { unionpayFile } from "../support/made-unionpay.ts";
import { BANK, openStatementDesk, OPENING, UNIONPAY_MERCHANT } from "../support/statement-desk.ts";

const WALLET = "1009/unionpay";
const LIST = [
  "订单号,支付时间,捐赠人,是否匿名,捐赠人类型,统一社会信用代码,手机号,邮箱,金额(元),基金编码,用途,同意公示,需要票据,支付渠道",
  "U1,2026-09-03 09:10:00,王小明,否,个人,,,,100.00,S01,,否,是,unionpay",
  "U2,2026-09-03 09:20:00,,是,个人,,,,20.00,S01,,否,否,unionpay",
].join("\n");

describe("reconciliation: gifts by UnionPay", () => {
  it("REC-5 REC-9 from the donor list to settled, a refund, and the payout at the bank, to the fen", async () => {
    const desk = await openStatementDesk();
    const list = await readPlatformGifts([Buffer.from(LIST)]);
    if ("refused" in list) throw new Error(JSON.stringify(list));
    expect(list.faulty).to.deep.equal([]);
    const intake = intakeService({
      ...desk.books,
      submit: desk.book.submit,
      people: { keepMany: async () => undefined },
    });
    expect(told(await intake.importPlatform(list.rows, "user:books"))).to.deep.equal(["new", "new"]);

    const second = { trace: "000102", moment: "0903092000" };
    await desk.bring(
      "unionpay",
      unionpayFile(UNIONPAY_MERCHANT, [
        { moment: "0903091000", trace: "000101", order: "U1", amount: 10_000n, fee: 60n },
        { ...second, order: "U2", amount: 2_000n, fee: 12n },
        { moment: "0903151700", trace: "000103", order: "R-U2", amount: 2_000n, fee: 12n, refundOf: second },
      ]),
    );
    expect(await desk.run()).to.include({ matched: 3, suspended: 0 });
    const gift = desk.books.donations.byRef("U1");
    expect(gift).to.include({ via: "unionpay", state: "settled", settledOn: "2026-09-03", account: WALLET });
    expect(desk.books.donations.byRef("U2")).to.include({ state: "refunded", refunded: 2_000n });
    expect(desk.balance(WALLET)).to.equal(10_000n);

    const memo = `商户号${UNIONPAY_MERCHANT} 批次20260903`;
    await desk.bringBank([{ day: "2026-09-04", credit: 9_940n, serial: "P1", summary: "商户结算", memo }]);
    await desk.run();
    expect(desk.state(BANK, "P1")).to.include({ is: "matched" });
    expect([desk.balance(WALLET), desk.balance(BANK) - OPENING]).to.deep.equal([0n, 9_940n]);
    expect(desk.unexplained(WALLET, "2026-09-03")).to.equal("0.00");
    const [payout] = desk.books.reconciliation.book.payouts();
    expect(payout).to.deep.include({ batches: ["2026-09-03"], gross: 10_000n, fee: 60n, net: 9_940n });
  });
});
