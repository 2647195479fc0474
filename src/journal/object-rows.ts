import { createRowCodec, recordEnd } from "./row-codec.ts";
import type { KeptRows, Rows } from "./rows.ts";

/** Rows as objects in a Map. */
export const createObjectRows = <Row>({ vocabulary, pages }: KeptRows): Rows<Row> => {
  const codec = createRowCodec(vocabulary);
  const rows = new Map<string, Row>();
  for (const page of pages) {
    for (let at = 0; at < page.length; at = recordEnd(page, at)) {
      const { key, row } = codec.decode(page, at);
      rows.set(key, row as Row);
    }
  }
  return {
    get size() {
      return rows.size;
    },
    get: (key) => rows.get(key),
    has: (key) => rows.has(key),
    set: (key, row) => void rows.set(key, row),
    delete: (key) => void rows.delete(key),
    entries: () => rows.entries(),
    values: () => rows.values(),
    tidy: () => undefined,
  };
};
