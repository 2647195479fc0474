import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create, type Font, type Glyph, type GlyphRun } from "fontkit";

/** Body and figures; stressed words; headings and titles. */
export type Face = "text" | "strong" | "title";

const FILES: { readonly [face in Face]: string } = {
  text: "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
  strong: "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
  title: "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
};

type Loaded = { readonly font: Font; readonly advances: Map<string, number> };
const loaded = new Map<Face, Loaded>();

/** The pinned font of a face, read and parsed once a process: a document that parses its own takes four times as long. */
export const fontOf = (face: Face): Font => load(face).font;

/** A character that the embedded font cannot show (PDF-6, PIT-57). The text around it may be a name, so it is not told. */
export class MissingGlyph extends Error {
  readonly code = "missing_glyph";
  readonly character: string;
  constructor(character: string) {
    super(`no glyph for ${character} (${codePointName(character)}) in the embedded font`);
    this.name = "MissingGlyph";
    this.character = character;
  }
}

/** Width in points by the advances of the single characters. Throws MissingGlyph. */
export const textWidth = (text: string, face: Face, size: number): number => {
  let units = 0;
  for (const character of text) units += advance(character, face);
  return (units * size) / 1000;
};

/** Throws MissingGlyph on the first character without a glyph. */
export const checkGlyphs = (text: string, face: Face): void => {
  for (const character of text) advance(character, face);
};

const advance = (character: string, face: Face): number => {
  const { font, advances } = load(face);
  const known = advances.get(character);
  if (known !== undefined) return known;
  const codePoint = character.codePointAt(0) ?? 0;
  if (!font.hasGlyphForCodePoint(codePoint)) throw new MissingGlyph(character);
  const width = (font.glyphForCodePoint(codePoint).advanceWidth * 1000) / font.unitsPerEm;
  advances.set(character, width);
  return width;
};

const load = (face: Face): Loaded => {
  const known = loaded.get(face);
  if (known) return known;
  const font = create(readFileSync(createRequire(import.meta.url).resolve(FILES[face])));
  if (font.type !== "TTF") throw new Error(`${FILES[face]} is not a single TrueType font`);
  font.layout = (text) => plainRun(font, text);
  const glyphOf = font.getGlyph.bind(font);
  font.getGlyph = (id, codePoints) => readOnce(glyphOf(id, codePoints));
  const entry = { font, advances: new Map<string, number>() };
  loaded.set(face, entry);
  return entry;
};

/**
 * One glyph a character at its own advance. Chinese needs no shaping, figures must stay tabular, and the shaping engine
 * costs half the time of a receipt. So a text is exactly as wide as its characters.
 */
const plainRun = (font: Font, text: string): GlyphRun => {
  const glyphs = [...text].map((character) => font.glyphForCodePoint(character.codePointAt(0) ?? 0));
  const positions = glyphs.map(({ advanceWidth }) => ({ xAdvance: advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 }));
  const advanceWidth = glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0);
  return { glyphs, positions, advanceWidth } as unknown as GlyphRun;
};

type Outline = { readonly numberOfContours: number; readonly components?: unknown } | null;

/**
 * The subset of a document reads the whole outline of each glyph only to learn whether it is made of others (fontkit
 * 2.0.4). Kept on the glyph, that much is read once a process: a quarter less time a receipt. Without this inner
 * function of the library the glyph is left as it is.
 */
const readOnce = (glyph: Glyph): Glyph => {
  const inner = glyph as Glyph & { _decode?: () => Outline };
  const decode = inner._decode;
  if (Object.hasOwn(inner, "_decode") || typeof decode !== "function") return glyph;
  const outline = decode.call(inner);
  const kept = outline && { numberOfContours: outline.numberOfContours, components: outline.components };
  inner._decode = () => kept;
  return glyph;
};

const codePointName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
