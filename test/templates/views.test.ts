import { expect } from "chai";
import fc from "fast-check";
import { giftView } from "../../src/donations/gift-view.ts";
import { confirmView, giveView, payLine } from "../../src/donations/give-view.ts";
import { fundView } from "../../src/disclosure/fund-view.ts";
import { flowPicture } from "../../src/disclosure/flow-picture.ts";
import { homeView } from "../../src/disclosure/home-view.ts";
import { explainView } from "../../src/disclosure/report-view.ts";
import { amountOf, households, mergeSmall, SMALL_GROUP } from "../../src/disclosure/small-groups.ts";
import { fen, plus } from "../../src/kernel/money.ts";
import { checkView } from "../../src/receipts/views.ts";
import { reconciliationView } from "../../src/reconciliation/views.ts";
import { deskView } from "../../src/disbursements/desk-view.ts";
import { requestView } from "../../src/disbursements/request-view.ts";
import { reconciliationPage } from "../support/sample-books.ts";
import { deskPage, requestPage, requestToPay } from "../support/sample-desk.ts";
import { explainPage, fundPage, homePage, yuan } from "../support/sample-disclosure.ts";
import { checkValid, confirmPage, giftPage, giftWaiting, giveErrors, givePage } from "../support/sample-donations.ts";
import { words } from "../support/pages.ts";

const zh = words("zh-CN");
const en = words("en");

describe("views of the public pages", () => {
  const cells = fc.array(
    fc.record({ households: fc.integer({ min: 1, max: 12 }), amount: fc.bigInt({ min: 1n, max: 10n ** 9n }).map(fen) }),
    { maxLength: 9 },
  );

  it("PII-9 shows no group under five and none that a subtraction reveals, and loses no fen", () => {
    fc.assert(
      fc.property(cells, (all) => {
        const { shown, merged } = mergeSmall(all, SMALL_GROUP);
        expect(shown.every((cell) => cell.households >= SMALL_GROUP)).to.equal(true);
        if (merged.length > 0 && shown.length > 0) expect(households(merged)).to.be.at.least(SMALL_GROUP);
        expect(plus(amountOf(shown), amountOf(merged))).to.equal(amountOf(all));
        expect(shown.length + merged.length).to.equal(all.length);
      }),
    );
  });

  it("PII-1 a fund whose aid is held back says so beside its figures", () => {
    const view = fundView({ ...fundPage, aid: [], households: 0, held: true, decisions: [] }, en);
    expect(view.figures[3]?.note).to.include("fewer than 5 households");
    expect(view.entries.some(({ name }) => name.includes("household"))).to.equal(false);
  });

  it("merges the small purposes of a fund and says why; entries add up to the month's change", () => {
    const view = fundView(fundPage, zh);
    expect(view.entries.map((row) => row.name)).to.include("其他救助，5 户");
    expect(view.equation.off).to.equal("0.00");
    expect(view.total.amount).to.equal("+22,522.08");
    expect(fundView({ ...fundPage, show: "in" }, zh).total.amount).to.equal("+86,320.50");
    expect(fundView({ ...fundPage, show: "out" }, zh).total.amount).to.equal("−63,798.42");
  });

  it("UI-21 the four figures make their equation; a figure that does not is shown with its difference", () => {
    expect(homeView(homePage, zh).equation.off).to.equal("0.00");
    const broken = homeView(
      { ...homePage, figures: { ...homePage.figures, waiting: plus(homePage.figures.waiting, fen(1n)) } },
      zh,
    );
    expect(broken.equation.off).to.equal("0.01");
    expect(homeView(homePage, zh).title).to.equal("二〇二六年九月的账");
    expect(homeView(homePage, en).title).to.equal("The books of September 2026");
  });

  it("REC-12 the public line is done only when a statement is in and nothing is unexplained; what waits is counted", () => {
    const none = { unexplained: fen(0n), silent: 0, waiting: 0, oldestDays: 0 };
    const line = (told: Partial<typeof homePage.reconciled>, words = en) =>
      homeView({ ...homePage, reconciled: { ...none, ...told } }, words).reconciled;
    const on = "2026-10-08";
    expect(line({ on })).to.include({
      tone: "done",
      unexplained: "0.00",
      waiting: "",
    });
    const some = line({ on, waiting: 5, oldestDays: 31 });
    expect(some).to.include({ tone: "done", unexplained: "0.00" });
    expect(some.waiting).to.contain("5").and.to.contain("31");
    expect(line({ on, unexplained: fen(1n), waiting: 1 })).to.include({ tone: "wait", unexplained: "0.01" });
    expect(line({})).to.include({ tone: "wait", sentence: en.t("home.not_reconciled"), waiting: "" });
    const silent = { silent: 1, unexplained: fen(700n), oldestDays: 15 };
    expect(line(silent).waiting).to.equal("1 bank account has no statement yet. The oldest of it is 15 days old.");
    expect(line(silent, zh).waiting).to.equal("有 1 个银行账户还没有对账单。其中最久的已 15 天。");
  });

  it("UI-22 each part of the flow adds up to what came in, and the sentence to a hundred", () => {
    const { flow } = homeView(homePage, zh);
    for (const rows of [flow.sources, flow.kinds, flow.uses]) {
      expect(rows.reduce((total, row) => total + yuan(row.amount), 0n)).to.equal(yuan("2,752,001.91"));
    }
    expect(flow.sentence).to.include("53 元当期用到人身上，3 元用于运行，44 元");
    expect(flow.uses.map((row) => row.name)).to.include("其他用途（合并列示）");
    expect(JSON.stringify(flow)).not.to.include("助残");
  });

  it("draws a kind that used more than it got from earlier balances, and an empty month as no picture", () => {
    const [kind] = homePage.flow.kinds;
    if (!kind) throw new Error("no sample");
    const less = {
      ...homePage.flow,
      sources: [{ key: "bank" as const, amount: fen(100n) }],
      kinds: [{ ...kind, received: fen(100n) }],
    };
    const { flow } = homeView({ ...homePage, flow: less }, zh);
    expect(flow.broad.bars.map((bar) => bar.id))
      .to.include("earlier")
      .and.not.include("kept");
    expect(flow.sentence).to.include("来自以前的结存");
    expect(flowPicture([], [], "zh-CN").broad.bars).to.deep.equal([]);
    const none = { sources: [], kinds: [], purposes: [] };
    expect(homeView({ ...homePage, flow: none }, zh).flow.empty).to.equal(true);
  });

  it("is the same picture each time, inside its frame", () => {
    const twice = [homeView(homePage, zh).flow, homeView(homePage, zh).flow];
    expect(twice[0]).to.deep.equal(twice[1]);
    for (const drawing of [twice[0]?.broad, twice[0]?.tall]) {
      if (!drawing) throw new Error("no drawing");
      for (const bar of drawing.bars) expect(Number(bar.y) + Number(bar.height)).to.be.lessThan(drawing.height);
    }
  });

  it("UI-25 says whether a figure is still the published one", () => {
    expect(explainView(explainPage, zh)).to.include({ same: false, change: "+300.00", published: "2,752,001.91" });
    expect(explainView({ ...explainPage, now: explainPage.published }, zh).same).to.equal(true);
  });
});

describe("views of giving", () => {
  it("UI-2 the fund gets everything when the federation bears the fee, the rest when the fund does", () => {
    const fee = { basisPoints: 60, bearer: "federation" } as const;
    expect(payLine(yuan("200"), fee)).to.deep.equal({ pays: yuan("200"), fee: yuan("1.20"), gets: yuan("200") });
    expect(payLine(yuan("200"), { ...fee, bearer: "fund" }).gets).to.equal(yuan("198.80"));
    expect(payLine(yuan("0.84"), { ...fee, bearer: "fund" })).to.deep.equal({
      pays: yuan("0.84"),
      fee: yuan("0.01"),
      gets: yuan("0.83"),
    });
  });

  it("UI-6 keeps what was typed, counts the faults and says that nothing was paid", () => {
    const view = giveView(giveErrors, zh);
    expect(view.errorTitle).to.equal("有 4 处要改，还没有付款");
    expect(view.value("own")).to.equal("1500.005");
    expect(view.error("own")).to.include("最多两位小数");
    expect(view.errors.map((error) => error.href)).to.deep.equal(["#own", "#tel", "#name", "#agree"]);
    expect(view.ownChosen).to.equal(true);
  });

  it("GIFT-6 shows the public line as it will be, with a double surname whole", () => {
    expect(giveView({ ...givePage, values: { name: "欧阳示例" } }, zh).samples.surname).to.include("欧阳先生或女士");
    expect(giveView(givePage, zh).samples.surname).to.include("，林先生或女士，");
    expect(giveView(givePage, zh).samples.neighbour).not.to.include("林");
  });

  it("charges nothing for a bank transfer", () => {
    expect(confirmView({ ...confirmPage, method: "bank" }, zh)).to.include({
      pays: "200.00",
      fee: "0.00",
      gets: "200.00",
    });
  });

  it("UI-7 what is used and what waits add up to what the fund got", () => {
    const { uses } = giftView(giftPage, zh);
    expect(yuan(uses.usedAmount) + yuan(uses.waitingAmount)).to.equal(yuan(uses.total));
    expect(giftView(giftPage, zh).title).to.include("已有一部分用到人身上");
    expect(giftView(giftWaiting, zh)).to.include({ settled: false, title: "正在确认您的 200.00 元" });
  });

  it("RCPT a check shows number, amount and date, and no name", () => {
    const view = checkView(checkValid, zh);
    expect(view.result && view.result.facts.map(([, value]) => value)).to.include.members([
      "SL-2026-000318",
      "200.00 元",
    ]);
    expect(JSON.stringify(view)).not.to.include("林示例");
  });
});

describe("views of the desk", () => {
  it("UI-11 a row says what is left after it and how long it waited", () => {
    const [row] = deskView(deskPage, zh).decide;
    expect(row).to.include({ left: "384,572.38", waited: "1 天，自 10 月 8 日" });
  });

  it("UI-15 names rule and people for an act that is not open", () => {
    const release = requestView(requestPage, zh).acts.find((act) => act.act === "release");
    expect(release?.why.join("")).to.include("WF-9").and.include("ORG-18").and.include("WF-14");
    expect(release?.who).to.equal("委员、监事、出纳。");
  });

  it("has one red button: the vote first, then what moves money", () => {
    expect(
      requestView(requestToPay, zh)
        .acts.filter((act) => act.red)
        .map((act) => act.act),
    ).to.deep.equal(["release"]);
  });

  it("shows what is left only while the amount is not reserved", () => {
    const left = (page: typeof requestPage) => requestView(page, zh).facts.at(-1)?.after;
    expect(left(requestPage)).to.equal("384,572.38");
    expect(left(requestToPay)).to.equal("");
  });

  it("REC lists differences oldest first and adds their absolute amounts", () => {
    const view = reconciliationView(reconciliationPage, zh);
    expect(view.differences[0]?.name).to.equal("银行收到，不知道是谁的");
    expect(view.total).to.equal("3,986.40");
    expect(view.figures[2]?.amount).to.equal("3 天");
  });
});
