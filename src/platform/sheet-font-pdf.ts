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

/** For the few characters of names that a face lacks, such as U+20BB7: read only when one of them comes. */
const RARE: { readonly [face in Face]: string } = {
  text: "@expo-google-fonts/m-plus-1p/400Regular/MPLUS1p_400Regular.ttf",
  strong: "@expo-google-fonts/m-plus-1p/700Bold/MPLUS1p_700Bold.ttf",
  title: "@expo-google-fonts/m-plus-1p/700Bold/MPLUS1p_700Bold.ttf",
};

type Loaded = { readonly font: Font; readonly advances: Map<string, number> };
const loaded = new Map<string, Loaded>();

/** A piece of text that one font can show, with the file of that font as its name. */
export type Piece = { readonly text: string; readonly file: string };

/** The pinned font of a file, read and parsed once a process: a document that parses its own takes four times as long. */
export const fontOf = (file: string): Font => load(file).font;

/** A text in pieces by font: one piece, unless the face lacks a character. Throws MissingGlyph. */
export const piecesOf = (text: string, face: Face): Piece[] => {
  const pieces: Piece[] = [];
  for (const character of text) {
    const file = fileOf(character, face);
    const last = pieces.at(-1);
    if (last?.file === file) pieces[pieces.length - 1] = { text: last.text + character, file };
    else pieces.push({ text: character, file });
  }
  return pieces;
};

/** A character that no embedded font can show (PDF-6, PIT-57). The text around it may be a name, so it is not told. */
export class MissingGlyph extends Error {
  readonly code = "missing_glyph";
  readonly character: string;
  constructor(character: string) {
    super(`no glyph for ${character} (${codePointName(character)}) in the embedded fonts`);
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

const fileOf = (character: string, face: Face): string => {
  const codePoint = character.codePointAt(0) ?? 0;
  if (load(FILES[face]).advances.has(character)) return FILES[face];
  for (const file of [FILES[face], RARE[face]]) if (fontOf(file).hasGlyphForCodePoint(codePoint)) return file;
  throw new MissingGlyph(character);
};

const advance = (character: string, face: Face): number => {
  const { font, advances } = load(fileOf(character, face));
  const known = advances.get(character);
  if (known !== undefined) return known;
  const codePoint = character.codePointAt(0) ?? 0;
  const width = (font.glyphForCodePoint(codePoint).advanceWidth * 1000) / font.unitsPerEm;
  advances.set(character, width);
  return width;
};

const load = (file: string): Loaded => {
  const known = loaded.get(file);
  if (known) return known;
  const font = create(readFileSync(createRequire(import.meta.url).resolve(file)));
  if (font.type !== "TTF") throw new Error(`${file} is not a single TrueType font`);
  font.layout = (text) => plainRun(font, text);
  const glyphOf = font.getGlyph.bind(font);
  font.getGlyph = (id, codePoints) => readOnce(glyphOf(id, codePoints));
  const entry = { font, advances: new Map<string, number>() };
  loaded.set(file, entry);
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
