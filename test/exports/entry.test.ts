import { expect } from "chai";
import { openEntries } from "../../src/exports/entry.ts";
import type { Line } from "../../src/journal/line.ts";

const line = (on: string, given: Partial<Line>): Line => ({
  at: "2026-01-02T00:00:00.000Z",
  by: "user:U-1",
  data: {},
  key: "k",
  kind: "bank.ruled",
  on,
  post: [],
  v: 1,
  ...given,
});

describe("exports: entries", () => {
  it("ACC-0 what was posted under the chart of 2025 stands under that of the export's last day", () => {
    const post: Line["post"] = [
      ["5301/G00", "600"],
      ["1701/case-1", "400"],
      ["1002/base", "-1000"],
    ];
    const pathsUntil = (to: string) =>
      openEntries({ to })
        .entryOf({ index: 0, text: "", line: line("2025-12-31", { post }) })
        ?.post.map(({ path }) => path);
    expect(pathsUntil("2025-12-31")).to.deep.equal(["5301/G00", "1701/case-1", "1002/base"]);
    expect(pathsUntil("2026-01-31")).to.deep.equal(["5401/G00", "1801/case-1", "1002/base"]);
  });

  it("LED-9 a voucher by hand names who proposed and who posted it, and the words of its proposal, numbers masked (PII-2)", () => {
    const { entryOf } = openEntries({ to: "2026-09-30" });
    const proposed = line("2026-09-01", { kind: "voucher.proposed", data: { voucher: "V-1", text: "付 13812345678" } });
    expect(entryOf({ index: 0, text: "", line: proposed })).to.equal(undefined);
    const posted = line("2026-09-01", {
      kind: "voucher.posted",
      by: "user:U-2",
      data: { voucher: "V-1", number: "记-2026-09-0001", basis: "voucher", relates_to: "2026-08-31" },
      post: [
        ["5301/G00", "1"],
        ["1002/base", "-1"],
      ],
    });
    expect(entryOf({ index: 1, text: "", line: posted })).to.deep.include({
      line: 1,
      number: "记-2026-09-0001",
      basis: "voucher.posted",
      text: "付 ****5678",
      relatesTo: "2026-08-31",
      maker: "user:U-1",
      poster: "user:U-2",
    });
  });

  it("tells what an entry is about by our own numbers, and a reservation is no entry", () => {
    const { entryOf } = openEntries({ to: "2026-09-30" });
    const about = (data: Line["data"], post: Line["post"]) =>
      entryOf({ index: 0, text: "", line: line("2026-09-01", { data, post }) });
    const post: Line["post"] = [
      ["5101/S01/medical", "1"],
      ["1002/base", "-1"],
    ];
    expect(about({ requests: ["AR-1", "AR-2"], statement_line: "x" }, post)?.reference).to.equal("AR-1 AR-2");
    expect(about({ statement_line: "1002/base|7" }, post)?.reference).to.equal("1002/base|7");
    expect(
      about({}, [
        ["B1/S01", "5"],
        ["B2/S01", "-5"],
      ]),
    ).to.equal(undefined);
  });
});
