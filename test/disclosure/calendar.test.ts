import { expect } from "chai";
import { dueDay, dutiesOf, nextOf, onTimeOf } from "../../src/disclosure/calendar.ts";

const published: { readonly [period: string]: string } = { "2026-09": "2026-10-15", "2026-10": "2026-11-16" };
const by = (today: string) => dutiesOf({ first: "2026-09", today, publishedOn: (period) => published[period] });

describe("the calendar of disclosures", () => {
  it("DISC-8 a month's report is due by the 15th of the next month, over the year's end as well", () => {
    expect([dueDay("2026-09"), dueDay("2026-12"), dueDay("2027-01")]).to.deep.equal([
      "2026-10-15",
      "2027-01-15",
      "2027-02-15",
    ]);
  });

  it("DISC-8 a month that is due and not published counts as late from the next day", () => {
    const states = (today: string) => Object.fromEntries(by(today).map(({ period, state }) => [period, state]));
    expect(states("2026-12-15")).to.deep.equal({
      "2026-12": "waiting",
      "2026-11": "waiting",
      "2026-10": "late",
      "2026-09": "on_time",
    });
    expect(states("2026-12-16")["2026-11"]).to.equal("overdue");
    expect(onTimeOf(by("2026-12-15"))).to.deep.equal({ due: 2, onTime: 1 });
    expect(onTimeOf(by("2026-12-16"))).to.deep.equal({ due: 3, onTime: 1 });
  });

  it("names the oldest overdue report, else the next one", () => {
    expect(nextOf(by("2027-02-01"))).to.deep.equal({ period: "2026-11", by: "2026-12-15", state: "overdue" });
    expect(nextOf(by("2026-12-15"))).to.deep.equal({ period: "2026-11", by: "2026-12-15", state: "waiting" });
    expect(nextOf([])).to.equal(undefined);
  });
});
