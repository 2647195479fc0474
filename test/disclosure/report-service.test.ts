import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { frozenOf } from "../../src/disclosure/freeze.ts";
import { buildReport } from "../../src/disclosure/public.ts";
import type { PublishedFile } from "../../src/disclosure/publication.ts";
import { type Files, openFiles } from "../../src/platform/files.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri } from "../support/engines.ts";
import type { QuickBook } from "../support/quick-book.ts";
import { askedMonth, type Effect, openReportWorker } from "../support/report-worker.ts";

const DATABASE = "report_service_test";
const REPORT = "R-2026-09-v1";

/** Fails at its `at`-th effect: half of them before it is done, half after. */
const crashAt = (at: number): Effect => {
  let step = 0;
  return async <T>(effect: () => Promise<T>): Promise<T> => {
    step += 1;
    if (step === at) throw new Error("killed before");
    const done = await effect();
    step += 1;
    if (step === at) throw new Error("killed after");
    return done;
  };
};
const never = crashAt(0);

describe("the job that builds a report", () => {
  let connection: Connection;
  let files: Files;
  let kept: QuickBook["kept"];
  before(async () => {
    connection = await connectMongo(await mongoUri(DATABASE), DATABASE);
    await connection.dropDatabase();
    files = openFiles({ connection, masterKey: randomBytes(32), randomBytes });
    kept = await askedMonth();
  });
  after(() => connection.close());

  const worker = (lines: QuickBook["kept"], day: string, effect: Effect = never) =>
    openReportWorker(lines, { day, files, effect });
  const bytesOf = async (list: readonly PublishedFile[] = []) =>
    Promise.all(list.map(async ({ id }) => (await files.open.read(id))?.content.toString("base64") ?? ""));

  it("PDF-5 killed anywhere between freezing and publishing, and begun again a day later, it makes one report with the same bytes", async function () {
    this.timeout(60_000);
    const made = new Map<string, string[]>();
    const undisturbed = async (day: string): Promise<string[]> => {
      const { deps } = worker(kept, day);
      if (!made.has(day)) await buildReport(deps, REPORT);
      const files = made.get(day) ?? (await bytesOf(deps.disclosure.report(REPORT)?.files));
      made.set(day, files);
      return files;
    };
    let kills = 0;
    for (let at = 1; ; at += 1) {
      const first = worker(kept, "2026-10-03", crashAt(at));
      const killed = await buildReport(first.deps, REPORT).then(
        () => false,
        () => true,
      );
      if (!killed) break;
      kills += 1;
      const frozen = first.deps.disclosure.report(REPORT)?.frozen;
      const second = worker(first.book.kept, "2026-10-04");
      await buildReport(second.deps, REPORT);
      await buildReport(second.deps, REPORT);
      const report = second.deps.disclosure.report(REPORT);
      const day = frozen ? "2026-10-03" : "2026-10-04";
      expect(await bytesOf(report?.files), `killed at ${at}`).to.deep.equal(await undisturbed(day));
      expect(report?.publishedOn, `killed at ${at}`).to.equal(day);
      const kinds = second.book.lines.map(({ kind }) => kind);
      for (const kind of ["report.frozen", "report.published"])
        expect(
          kinds.filter((each) => each === kind),
          `${kind}, killed at ${at}`,
        ).to.have.length(1);
    }
    expect(kills, "the test looked at every step").to.equal(16);
  });

  it("PII-10 keeps beside the frozen data which sums it tells, and not in the public file", async () => {
    const { deps } = worker(kept, "2026-10-03");
    await buildReport(deps, REPORT);
    const report = deps.disclosure.report(REPORT);
    const frozen = report && (await frozenOf(deps, report));
    expect(frozen?.sheet.period).to.equal("2026-09");
    expect(frozen?.sums).to.deep.equal([]);
    const json = (await bytesOf(report?.files.filter(({ kind }) => kind === "json")))[0] ?? "";
    expect(Buffer.from(json, "base64").toString("utf8")).not.to.include("sums");
  });
});
