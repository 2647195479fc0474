import { expect } from "chai";
import { BANK, openStatementDesk, OPENING, type StatementDesk } from "../support/statement-desk.ts";

describe("reconciliation: rules that a person keeps", () => {
  let desk: StatementDesk;
  beforeEach(async () => {
    desk = await openStatementDesk();
  });
  const promised = (code: string, name: string, on: string) => {
    desk.names.set(`P-${code}`, name);
    const terms = { gift: `D-${code}`, ref: code, via: "bank", fund: "S01", donor: `P-${code}`, donor_type: "person" };
    const flags = { anonymous: false, publish_consent: false, receipt_wanted: false };
    return desk.send("donations.pledge", { ...terms, ...flags, amount: "10000" }, on);
  };
  const credit = (day: string, serial: string, name = "示例贸易有限公司") => ({ day, serial, credit: 10_000n, name });
  const confirm = (serial: string, gift: string) =>
    desk.service.confirm({
      row: `${BANK}|${serial}`,
      gift,
      by: "user:li",
      because: "the firm pays for her",
      keep: "yes",
    });

  it("REC-9 money of this payer is for that donor's promise, from the next time on, until the rule is dropped", async () => {
    await promised("G-7K3F94", "王小明", "2026-09-10");
    await desk.bringBank([credit("2026-09-10", "C1")]);
    await desk.run();
    expect(desk.state(BANK, "C1")).to.include({ reason: "unknown_credit" });
    expect(await confirm("C1", "D-G-7K3F94")).to.equal(undefined);
    const [rule] = desk.books.reconciliation.kept.all();
    expect(rule).to.include({
      account: BANK,
      row: `${BANK}|C1`,
      gift: "D-G-7K3F94",
      by: "user:li",
      since: "2026-10-02",
    });
    expect(JSON.stringify(desk.book.lines)).to.not.match(/王小明|贸易/);

    await promised("G-A2B4CY", "王小明", "2026-09-20");
    await desk.bringBank([credit("2026-09-21", "C2"), credit("2026-09-21", "C3", "另一公司")], {
      opening: OPENING + 10_000n,
    });
    await desk.run();
    expect(desk.state(BANK, "C2")).to.include({ is: "matched", rule: "kept_rule", target: "D-G-A2B4CY" });
    expect(desk.state(BANK, "C3")).to.include({ reason: "unknown_credit" });

    const drop = () => desk.service.dropRule({ rule: rule?.id ?? "", by: "user:li", on: "2026-10-02" });
    expect(await drop()).to.equal(undefined);
    expect(desk.books.reconciliation.kept.all()).to.deep.equal([]);
    await promised("G-000015", "王小明", "2026-09-25");
    await desk.bringBank([credit("2026-09-25", "C4")], { opening: OPENING + 30_000n });
    await desk.run();
    expect(desk.state(BANK, "C4")).to.include({ reason: "unknown_credit" });
  });

  it("a rule that was dropped may be kept again from the same decision, and dropped again", async () => {
    await promised("G-7K3F94", "王小明", "2026-09-10");
    await desk.bringBank([credit("2026-09-10", "C1")]);
    await desk.run();
    await confirm("C1", "D-G-7K3F94");
    const kept = () => desk.books.reconciliation.kept.all().map(({ id }) => id);
    const [rule = ""] = kept();
    const drop = () => desk.service.dropRule({ rule, by: "user:li", on: "2026-10-02" });
    for (const round of [1, 2, 3]) {
      expect(await drop(), String(round)).to.equal(undefined);
      expect(kept(), String(round)).to.deep.equal([]);
      expect(await drop(), "sent twice").to.equal(undefined);
      expect(await confirm("C1", "D-G-7K3F94"), String(round)).to.equal(undefined);
      expect(await confirm("C1", "D-G-7K3F94"), "sent twice").to.equal(undefined);
      expect(kept(), String(round)).to.deep.equal([rule]);
    }
  });

  it("two promises that the rule fits are for a person again", async () => {
    await promised("G-7K3F94", "王小明", "2026-09-10");
    await desk.bringBank([credit("2026-09-10", "C1")]);
    await desk.run();
    await confirm("C1", "D-G-7K3F94");
    await promised("G-A2B4CY", "王小明", "2026-09-20");
    await promised("G-000015", "王小明", "2026-09-21");
    await desk.bringBank([credit("2026-09-21", "C2")], { opening: OPENING + 10_000n });
    await desk.run();
    expect(desk.state(BANK, "C2")).to.include({ is: "suspended", reason: "unknown_credit" });
  });

  it("kept_rule_known, kept_rule_without_payer, kept_rule_unknown: each refused by its name, the match stands", async () => {
    for (const [code, day] of [
      ["G-7K3F94", "2026-09-10"],
      ["G-A2B4CY", "2026-09-10"],
      ["G-000015", "2026-09-10"],
    ] as const)
      await promised(code, "王小明", day);
    await desk.bringBank([credit("2026-09-10", "C1"), credit("2026-09-10", "C2"), credit("2026-09-10", "C3", "")]);
    await desk.run();
    expect(await confirm("C1", "D-G-7K3F94")).to.equal(undefined);
    expect(await confirm("C2", "D-G-A2B4CY")).to.include({ refused: "kept_rule_known" });
    expect(await confirm("C3", "D-G-000015")).to.include({ refused: "kept_rule_without_payer" });
    expect(["C1", "C2", "C3"].map((id) => desk.state(BANK, id)?.is)).to.deep.equal(["matched", "matched", "matched"]);
    expect(await desk.service.dropRule({ rule: "R-none", by: "user:li", on: "2026-10-02" })).to.include({
      refused: "kept_rule_unknown",
    });
  });
});
