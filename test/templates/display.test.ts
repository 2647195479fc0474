import { expect } from "chai";
import * as display from "../../src/platform/display.ts";
import { fen } from "../../src/kernel/money.ts";
import { words } from "../support/pages.ts";

describe("display", () => {
  const [zh, en] = [words("zh-CN"), words("en")];
  it("writes dates and times of Shanghai in both languages", () => {
    expect(display.day(zh, "2026-09-03")).to.equal("9 月 3 日");
    expect(display.moment(zh, "2026-09-02T17:11:09.120Z")).to.equal("9 月 3 日 01:11");
    expect(display.fullMoment(en, "2026-12-31T16:00:00.000Z")).to.equal("1 January 2027 00:00");
    expect(display.yearMonth(en, "2026-09")).to.equal("September 2026");
  });
  it("writes amounts with a real minus sign and rounds only in pictures", () => {
    expect(display.signedYuan(fen(-31_842n))).to.equal("−318.42");
    expect(display.signedYuan(fen(5n))).to.equal("+0.05");
    expect(display.shortYuan(fen(20_000n))).to.equal("200");
    expect(display.tenThousands(fen(69_900_500n))).to.equal("69.90");
    expect(display.thousands(fen(178_005_350n))).to.equal("1,780");
  });
  it("writes shares with a no-break space, and no share of nothing", () => {
    expect(display.percent(fen(254n), fen(1000n), 1)).to.equal("25.4\u00a0%");
    expect(display.percent(fen(1n), fen(3n))).to.equal("33\u00a0%");
    expect(display.percent(fen(5n), fen(1000n), 2)).to.equal("0.50\u00a0%");
    expect(display.percent(fen(1n), fen(0n))).to.equal("—");
    expect(display.rate(60)).to.equal("0.6\u00a0%");
  });
  it("ORG-4 names the federation with its credit code and certificate", () => {
    const of = { name: { zh: "示例区慈善会", en: "Shili" }, creditCode: "51990000202609017K", certificate: "0001" };
    expect(display.siteView(of, zh)).to.deep.equal({
      name: "示例区慈善会",
      legal: "统一社会信用代码 51990000202609017K · 公开募捐资格证书 0001",
    });
    expect(display.siteView(of, en).name).to.equal("Shili");
  });
  it("writes sizes and digests so that they can be read", () => {
    expect(display.fileSize(38_000)).to.equal("38\u00a0kB");
    expect(display.fileSize(12)).to.equal("1\u00a0kB");
    expect(display.fileSize(1_200_000)).to.equal("1.2\u00a0MB");
    expect(display.digestGroups("00112233aabbccdd")).to.equal("00112233 aabbccdd");
  });
});
