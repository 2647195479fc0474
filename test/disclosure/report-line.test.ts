import { expect } from "chai";
import { openDisclosure } from "../../src/disclosure/publication.ts";
import { reportLine } from "../../src/disclosure/report-line.ts";
import type { Line } from "../../src/journal/line.ts";
import { leafHash } from "../../src/journal/merkle.ts";
import { openLedger } from "../../src/ledger/public.ts";

const line = (kind: string, data: Line["data"]): Line => ({
  at: "2026-10-15T02:00:00.000Z",
  by: "job:reports",
  data,
  key: `${kind}:R-2026-09-v1`,
  kind,
  on: "2026-10-15",
  post: [],
  v: 1,
});
const files = [{ kind: "pdf", id: "F-1", name: "R-2026-09-v1.pdf", bytes: 9, sha256: "5b1c0d9e".repeat(8) }];
const lines = [
  line("report.requested", { report: "R-2026-09-v1", period: "2026-09", version: 1 }),
  line("report.frozen", { report: "R-2026-09-v1", file: "F-0", digest: "00", lines: 7, root: "00" }),
  line("report.published", { report: "R-2026-09-v1", files }),
];
const read = async (index: number) => lines[index];

/** The report after the first `count` lines. */
const after = (count: number) => {
  const { chapter, report } = openDisclosure({ ledger: openLedger() });
  for (const [index, one] of lines.slice(0, count).entries()) chapter.apply[one.kind]?.(one, index);
  const found = report("R-2026-09-v1");
  if (!found) throw new Error("no report");
  return found;
};

describe("The line that publishes a report", () => {
  it("PDF-7 is shown with the digest of every file and a hash that anybody can compute", async () => {
    const published = await reportLine(after(3), read);
    expect(published).to.include({ line: 2, leaf: leafHash(published?.text ?? "").toString("hex") });
    expect(JSON.parse(published?.text ?? "").data.files).to.deep.equal(files);
  });

  it("is none before, and no other line is ever shown", async () => {
    expect(await reportLine(after(2), read)).to.equal(undefined);
    let thrown: unknown;
    await reportLine({ ...after(3), publishedLine: 1 }, read).catch((error: unknown) => (thrown = error));
    expect(thrown).to.have.property("message", "line 1 publishes no report");
  });
});
