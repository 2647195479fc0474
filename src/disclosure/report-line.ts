import { encodeLine, type Line } from "../journal/line.ts";
import { leafHash } from "../journal/merkle.ts";
import type { Report } from "./publication.ts";

/**
 * The line by which a report was published, as it stands in the journal. It holds names, sizes and digests of the files
 * and nothing else, so it may be public: whoever has a file can tell that just this one is in the books.
 */
export type ReportLine = { readonly line: number; readonly leaf: string; readonly text: string };

export type ReadLine = (index: number) => Promise<Line | undefined>;

/** Undefined while the report is not published. Throws when the book has another line there. */
export const reportLine = async (report: Report, read: ReadLine): Promise<ReportLine | undefined> => {
  if (report.publishedLine === undefined) return undefined;
  const line = await read(report.publishedLine);
  if (line?.kind !== "report.published") throw new Error(`line ${report.publishedLine} publishes no report`);
  const text = encodeLine(line);
  return { line: report.publishedLine, leaf: leafHash(text).toString("hex"), text };
};
