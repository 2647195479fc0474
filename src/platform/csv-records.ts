import { Readable, pipeline } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { limits } from "../../config/limits.ts";
import { FileFault } from "./file-fault.ts";

/** The records of a comma-separated text, cells trimmed of blanks and tabs, empty lines left out. Rows may be ragged: the caller counts. */
export async function* csvRecords(text: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  const parser = parse({
    bom: true,
    max_record_size: limits.fileRecordCharacters,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  pipeline(Readable.from(text), parser, () => undefined);
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      const cells = record.map((cell) => cell.trim());
      if (cells.length > 1 || cells[0] !== "") yield cells;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FileFault(faultOf(error.code), { detail: error.code.toLowerCase() });
  }
}

const faultOf = (code: string) => {
  if (code === "CSV_MAX_RECORD_SIZE") return "line_too_long";
  return code === "CSV_QUOTE_NOT_CLOSED" ? "truncated" : "bad_row";
};

/** Header names as compared: full-width signs folded, blanks gone. */
export const headerName = (text: string): string => text.normalize("NFKC").replace(/\s/g, "");

/** One row's wanted cells by our own names. */
export type Cells<K extends string> = Readonly<Record<K, string>>;

/**
 * A function from a row to its wanted cells, by the names in the header row, in any order, beside any others.
 * Refuses `unknown_header` when a wanted name is missing or stands twice. The function refuses rows of another width (`bad_row`).
 */
export const columnReader = <K extends string>(
  header: readonly string[],
  names: Readonly<Record<K, string>>,
): ((fields: readonly string[], row: number) => Cells<K>) => {
  const found = header.map(headerName);
  const places = (Object.entries(names) as [K, string][]).map(([key, name]) => {
    const at = found.indexOf(headerName(name));
    if (at < 0 || found.indexOf(headerName(name), at + 1) >= 0) throw new FileFault("unknown_header", { detail: name });
    return [key, at] as const;
  });
  return (fields, row) => {
    if (fields.length !== header.length) throw new FileFault("bad_row", { row, detail: "columns" });
    const cells: Partial<Record<K, string>> = {};
    for (const [key, at] of places) cells[key] = fields[at] ?? "";
    return cells as Cells<K>;
  };
};
