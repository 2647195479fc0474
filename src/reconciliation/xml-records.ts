import { SaxesParser } from "saxes";
import { limits } from "../../config/limits.ts";
import { FileFault } from "../platform/file-fault.ts";

/** The texts of one element by their paths inside it (`RmtInf/Ustrd`, attributes as `Amt@Ccy`). */
export type XmlRecord = {
  readonly path: string;
  readonly first: (path: string) => string | undefined;
  readonly all: (path: string) => readonly string[];
  /** As `first`, in the record that this one stands in, as far as that has been read. */
  readonly outer: (path: string) => string | undefined;
};

type Cut = { readonly namespace: RegExp; readonly records: readonly string[] };
type Values = Map<string, string[]>;
type Level = { readonly path: string; readonly values: Values; count: number };

/**
 * Cuts a document into the records at the given paths, each yielded at its end and kept out of the record around it; bounded in memory by
 * the largest record. Refuses doctypes and entities (`entity_refused`), other root namespaces (`not_recognised`), broken XML.
 */
export async function* xmlRecords(text: AsyncIterable<string>, cut: Cut): AsyncGenerator<XmlRecord> {
  const parser = new SaxesParser({ xmlns: true });
  const ready: XmlRecord[] = [];
  let quiet = 0;
  const collector = recordCollector(cut, ready);
  parser.on("doctype", () => {
    throw new FileFault("entity_refused", { detail: "doctype" });
  });
  parser.on("error", (error) => {
    const isEntity = /entity/i.test(error.message);
    throw new FileFault(isEntity ? "entity_refused" : "bad_xml", { detail: `line ${parser.line}` });
  });
  parser.on("opentag", (tag) => {
    quiet = 0;
    collector.open(tag.local, tag.uri, tag.attributes);
  });
  parser.on("text", (value) => collector.text(value));
  parser.on("cdata", (value) => collector.text(value));
  parser.on("closetag", () => {
    quiet = 0;
    collector.close();
  });
  for await (const piece of text) {
    quiet += piece.length;
    parser.write(piece);
    if (quiet > limits.fileRecordCharacters + piece.length) throw new FileFault("line_too_long", { detail: "xml" });
    yield* ready.splice(0);
  }
  closeParser(parser);
  yield* ready;
}

/** The end of the text inside an element means that the file was cut off. */
const closeParser = (parser: SaxesParser<{ xmlns: true }>): void => {
  try {
    parser.close();
  } catch (error) {
    throw error instanceof FileFault ? new FileFault("truncated", { detail: "xml" }) : error;
  }
};

type Attributes = Readonly<Record<string, { readonly local: string; readonly prefix: string; readonly value: string }>>;

const recordCollector = (cut: Cut, ready: XmlRecord[]) => {
  const elements: string[] = [];
  const levels: Level[] = [{ path: "", values: new Map(), count: 0 }];
  let content = "";
  const inside = (): { level: Level; path: string } => {
    const level = levels.at(-1) ?? { path: "", values: new Map(), count: 0 };
    const depth = level.path === "" ? 0 : level.path.split("/").length;
    return { level, path: elements.slice(depth).join("/") };
  };
  const keep = (name: string, value: string): void => {
    const { level } = inside();
    level.count += 1;
    if (level.count > limits.xmlRecordValues) throw new FileFault("line_too_long", { detail: level.path });
    const values = level.values.get(name);
    if (values) values.push(value);
    else level.values.set(name, [value]);
  };
  return {
    open: (local: string, uri: string, attributes: Attributes): void => {
      if (elements.length === 0 && !cut.namespace.test(uri))
        throw new FileFault("not_recognised", { detail: "namespace" });
      if (elements.length >= limits.xmlDepth) throw new FileFault("bad_xml", { detail: "depth" });
      elements.push(local);
      content = "";
      const path = elements.join("/");
      if (cut.records.includes(path)) levels.push({ path, values: new Map(), count: 0 });
      const here = inside().path;
      if (levels.length > 1)
        for (const { local: name, prefix, value } of Object.values(attributes))
          if (prefix === "" && name !== "xmlns") keep(`${here}@${name}`, value);
    },
    text: (value: string): void => {
      content += value;
      if (content.length > limits.fileRecordCharacters) throw new FileFault("line_too_long", { detail: "xml" });
    },
    close: (): void => {
      const { level, path } = inside();
      const value = content.trim();
      content = "";
      elements.pop();
      if (path !== "") {
        if (levels.length > 1 && value !== "") keep(path, value);
        return;
      }
      if (levels.length === 1) return;
      levels.pop();
      const around = levels.at(-1) ?? level;
      ready.push(recordOf(level, around));
    },
  };
};

const recordOf = (level: Level, around: Level): XmlRecord => ({
  path: level.path,
  first: (path) => level.values.get(path)?.[0],
  all: (path) => level.values.get(path) ?? [],
  outer: (path) => around.values.get(path)?.[0],
});
