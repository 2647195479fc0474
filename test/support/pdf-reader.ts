import { inflateSync } from "node:zlib";

/** What a test wants to know of a PDF that pdfkit wrote: enough of the format for that, and no more. */
export type ReadPdf = {
  readonly pages: number;
  /** Text of each page in the order of drawing, one string a piece, joined by `|`. */
  readonly text: readonly string[];
  readonly metadata: string;
  readonly files: readonly string[];
  readonly structure: readonly string[];
  readonly outline: readonly string[];
  readonly raw: string;
};

type Part = { readonly head: string; readonly stream: Buffer | undefined };

export const readPdf = (bytes: Buffer): ReadPdf => {
  const raw = bytes.toString("latin1");
  const parts = partsOf(raw);
  const all = [...parts.values()];
  const fonts = fontsOf(parts, all);
  const pages = all.filter(({ head }) => /\/Type \/Page\b/.test(head));
  const streams = (matches: (head: string) => boolean) =>
    all.flatMap(({ head, stream }) => (stream && matches(head) ? [stream.toString("utf8")] : []));
  return {
    pages: pages.length,
    text: pages.map((page) => textOf(parts.get(refOf(page.head, "Contents"))?.stream, fonts)),
    metadata: streams((head) => head.includes("/Subtype /XML")).join(""),
    files: streams((head) => head.includes("/Type /EmbeddedFile")),
    structure: all.flatMap(({ head }) => (/^\/P \d+ 0 R$/m.test(head) ? (/^\/S \/(\w+)$/m.exec(head)?.[1] ?? []) : [])),
    outline: all.flatMap(({ head }) => (head.includes("/Dest") ? titleOf(head) : [])),
    raw,
  };
};

const partsOf = (raw: string): Map<string, Part> => {
  const parts = new Map<string, Part>();
  for (const match of raw.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj$/gm)) {
    const [, id = "", body = ""] = match;
    const at = body.indexOf("\nstream\n");
    const head = at < 0 ? body : body.slice(0, at);
    const content = at < 0 ? undefined : Buffer.from(body.slice(at + 8, body.lastIndexOf("\nendstream")), "latin1");
    parts.set(id, { head, stream: content && (head.includes("/FlateDecode") ? inflateSync(content) : content) });
  }
  return parts;
};

const refOf = (head: string, name: string): string => new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? "";

/** Resource name of each font (`F1`) to its map from glyph to text. */
const fontsOf = (parts: Map<string, Part>, all: readonly Part[]): Map<string, Map<string, string>> => {
  const names = all.flatMap(({ head }) => [...head.matchAll(/\/(F\d+) (\d+) 0 R/g)]);
  return new Map(
    names.flatMap(([, name = "", id = ""]) => {
      const font = parts.get(id);
      const unicode = font && parts.get(refOf(font.head, "ToUnicode"))?.stream;
      return unicode ? [[name, glyphsOf(unicode.toString("latin1"))] as const] : [];
    }),
  );
};

const glyphsOf = (cmap: string): Map<string, string> => {
  const glyphs = new Map<string, string>();
  for (const [, from = "", , list = ""] of cmap.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g)) {
    const texts = [...list.matchAll(/<([\w ]*)>/g)].map(([, hex = ""]) => hex.replaceAll(" ", ""));
    for (const [at, hex] of texts.entries()) {
      const glyph = (Number.parseInt(from, 16) + at).toString(16).padStart(4, "0");
      glyphs.set(glyph, Buffer.from(hex, "hex").swap16().toString("utf16le"));
    }
  }
  return glyphs;
};

const textOf = (content: Buffer | undefined, fonts: Map<string, Map<string, string>>): string => {
  let font: Map<string, string> | undefined;
  const pieces: string[] = [];
  for (const [all, name] of (content?.toString("latin1") ?? "").matchAll(/\/(F\d+) [\d.]+ Tf|\[<[^\]]*\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name);
    else {
      const hex = [...all.matchAll(/<(\w+)>/g)].map(([, glyphs = ""]) => glyphs).join("");
      pieces.push((hex.match(/.{4}/g) ?? []).map((glyph) => font?.get(glyph) ?? "?").join(""));
    }
  }
  return pieces.join("|");
};

const ESCAPES: { readonly [mark: string]: string } = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

const titleOf = (head: string): string[] => {
  const title = /\/Title \(([\s\S]*?[^\\])\)\n/.exec(head)?.[1];
  if (title === undefined) return [];
  const bytes = Buffer.from(
    title.replace(/\\([\s\S])/g, (_all, mark: string) => ESCAPES[mark] ?? mark),
    "latin1",
  );
  return [bytes[0] === 0xfe ? bytes.subarray(2).swap16().toString("utf16le") : bytes.toString("latin1")];
};
