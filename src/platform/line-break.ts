/** Breaking Chinese text into lines. Pure: widths come from a measure, so that the rules can be tested without a font. */
export type Run<Face extends string> = { readonly text: string; readonly face: Face };
export type Measure<Face extends string> = (text: string, face: Face) => number;

const NEVER_FIRST = "、，。；：！？）》」』”’〉】％%…—·・,.;:!?)]}";
const NEVER_LAST = "（《「『“‘〈【([{¥";
const CJK = /[\u2E80-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u{20000}-\u{3FFFF}“”‘’…—·]/u;

/**
 * Greedy lines of at most `width`. Ideographs break anywhere except before closing and after opening marks (避头尾),
 * Latin words and figures stay whole unless one alone is wider than a line. Blanks at an end of line are dropped.
 */
export const breakRuns = <Face extends string>(
  runs: readonly Run<Face>[],
  width: number,
  measure: Measure<Face>,
): Run<Face>[][] => {
  const lines: Run<Face>[][] = [];
  let line: Run<Face>[] = [];
  let used = 0;
  const finish = () => {
    lines.push(joinRuns(line));
    line = [];
    used = 0;
  };
  const pieces = unitsOf(runs).flatMap((unit) =>
    widthOf(trimmed(unit), measure) > width ? cut(unit, width, measure) : [unit],
  );
  for (const piece of pieces) {
    if (used > 0 && used + widthOf(trimmed(piece), measure) > width) finish();
    if (line.length === 0 && isBlank(piece)) continue;
    line.push(...piece);
    used += widthOf(piece, measure);
  }
  if (line.length > 0) finish();
  return lines;
};

/** Smallest pieces that may not be broken: a word, or an ideograph with the marks that cling to it. */
const unitsOf = <Face extends string>(runs: readonly Run<Face>[]): Run<Face>[][] => {
  const characters = runs.flatMap(({ text, face }) => [...text].map((character) => ({ text: character, face })));
  const units: Run<Face>[][] = [];
  for (const [at, character] of characters.entries()) {
    const before = characters[at - 1];
    const current = units.at(-1);
    if (current && before && clings(before.text, character.text)) current.push(character);
    else units.push([character]);
  }
  return units;
};

const clings = (before: string, after: string): boolean => {
  if (after === " ") return true;
  if (before === " ") return false;
  if (NEVER_FIRST.includes(after) || NEVER_LAST.includes(before)) return true;
  if (after !== "/" && (before === "/" || before === "?")) return false;
  return !CJK.test(before) && !CJK.test(after);
};

/** A word wider than a line is cut where it is full. */
const cut = <Face extends string>(unit: Run<Face>[], width: number, measure: Measure<Face>): Run<Face>[][] => {
  const pieces: Run<Face>[][] = [[]];
  let used = 0;
  for (const character of unit) {
    const size = measure(character.text, character.face);
    if (used > 0 && used + size > width) {
      pieces.push([]);
      used = 0;
    }
    pieces.at(-1)?.push(character);
    used += size;
  }
  return pieces;
};

const isBlank = (unit: readonly Run<string>[]): boolean => unit.every(({ text }) => text === " ");
const trimmed = <Face extends string>(unit: readonly Run<Face>[]): readonly Run<Face>[] =>
  unit.at(-1)?.text === " " ? unit.slice(0, -1) : unit;
const widthOf = <Face extends string>(unit: readonly Run<Face>[], measure: Measure<Face>): number =>
  unit.reduce((sum, { text, face }) => sum + measure(text, face), 0);

/** Neighbours of one face become one run; the blank at the end goes. */
const joinRuns = <Face extends string>(line: readonly Run<Face>[]): Run<Face>[] => {
  const joined: Run<Face>[] = [];
  for (const piece of trimmed(line)) {
    const last = joined.at(-1);
    if (last?.face === piece.face) joined[joined.length - 1] = { text: last.text + piece.text, face: last.face };
    else joined.push(piece);
  }
  return joined;
};
