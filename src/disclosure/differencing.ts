import { cellOf, type Grant, mayBeShown, SMALL_GROUP } from "./small-groups.ts";

/** A published sum: which grants it adds up. `required`: the law wants it told, whomever it stands for. */
export type Sum = { readonly grants: readonly string[]; readonly required: boolean };

/** Grants that stand in exactly the same sums: no arithmetic on the sums can tell them apart. */
type Block = { readonly sums: readonly number[]; readonly grants: readonly string[] };
/** Coefficients modulo `PRIME`, whose square is still an exact number. */
type Row = readonly number[];

const PRIME = 67_108_859;

/**
 * Which grants all published sums together single out, by any addition and subtraction of them (PII-10): sets of fewer
 * than five households, and single blocks of which one household has over 80 % (PII-11). What required sums tell by
 * themselves is left out. Empty when the publication may be made.
 *
 * A combination of sums is constant on a block, so its support is a union of blocks; a union can be the support of one
 * exactly when its rows of the null space of "which sum holds which block" depend on each other.
 */
export const singledOut = (sums: readonly Sum[], grantOf: (id: string) => Grant | undefined): string[][] => {
  const blocks = blocksOf(sums);
  const small = (some: readonly Block[]): boolean => cellOf(grantsOf(some, grantOf)).households < SMALL_GROUP;
  const found: string[][] = [];
  for (const part of connected(blocks)) {
    const [told, lawful] = [false, true].map((required) => nullSpace(part, sums, required));
    if (!told || !lawful) continue;
    const at = [...part.keys()];
    const dependent = (space: readonly Row[], set: readonly number[]): boolean =>
      rank(set.map((index) => space[index] ?? [])) < set.length;
    const blocksAt = (set: readonly number[]) => set.flatMap((index) => part[index] ?? []);
    const report = (set: readonly number[]): void => {
      if (!dependent(lawful, set)) found.push(blocksAt(set).flatMap(({ grants }) => grants));
    };
    const search = (set: readonly number[], from: number): void => {
      for (const index of at.slice(from)) {
        const next = [...set, index];
        if (!small(blocksAt(next))) continue;
        if (dependent(told, next)) report(next);
        else search(next, index + 1);
      }
    };
    search([], 0);
    for (const index of at) {
      const one = blocksAt([index]);
      if (!small(one) && !mayBeShown(grantsOf(one, grantOf)) && dependent(told, [index])) report([index]);
    }
  }
  return found;
};

const grantsOf = (blocks: readonly Block[], grantOf: (id: string) => Grant | undefined): Grant[] =>
  blocks.flatMap(({ grants }) => grants.flatMap((id) => grantOf(id) ?? []));

const blocksOf = (sums: readonly Sum[]): Block[] => {
  const sumsOf = new Map<string, number[]>();
  for (const [index, { grants }] of sums.entries())
    for (const id of new Set(grants)) sumsOf.set(id, [...(sumsOf.get(id) ?? []), index]);
  const blocks = new Map<string, { sums: readonly number[]; grants: string[] }>();
  for (const [id, some] of sumsOf) {
    const block = blocks.get(some.join()) ?? { sums: some, grants: [] };
    block.grants.push(id);
    blocks.set(some.join(), block);
  }
  return [...blocks.values()];
};

/** Blocks that share no sum, not even by others, are told nothing of each other. */
const connected = (blocks: readonly Block[]): Block[][] => {
  const partOf = new Map<number, Block[]>();
  for (const block of blocks) {
    const touching = new Set(block.sums.flatMap((index) => [partOf.get(index) ?? []]));
    const part = [...touching].flat();
    part.push(block);
    for (const { sums } of part) for (const index of sums) partOf.set(index, part);
  }
  return [...new Set(partOf.values())];
};

/** A row for each block: its coordinates in a basis of what all (or all required) sums leave open. */
const nullSpace = (blocks: readonly Block[], sums: readonly Sum[], required: boolean): Row[] => {
  const used = [...new Set(blocks.flatMap((block) => block.sums))].filter(
    (index) => !required || sums[index]?.required === true,
  );
  const { rows, pivots } = reduced(used.map((index) => blocks.map((block) => (block.sums.includes(index) ? 1 : 0))));
  const free = [...blocks.keys()].filter((column) => !pivots.includes(column));
  return blocks.map((_, column) => {
    const pivot = pivots.indexOf(column);
    if (pivot < 0) return free.map((each) => (each === column ? 1 : 0));
    return free.map((each) => modulo(-(rows[pivot]?.[each] ?? 0)));
  });
};

const rank = (rows: readonly Row[]): number => reduced(rows).pivots.length;

/** Gauss and Jordan: the rows reduced, and in which column each of the first rows has its one. */
const reduced = (given: readonly Row[]): { readonly rows: readonly Row[]; readonly pivots: readonly number[] } => {
  let rows = [...given];
  const pivots: number[] = [];
  for (let column = 0; column < (given[0]?.length ?? 0); column += 1) {
    const step = pivots.length;
    const at = rows.findIndex((row, index) => index >= step && row[column] !== 0);
    const found = rows[at];
    if (found === undefined) continue;
    const scale = inverse(found[column] ?? 1);
    const pivot = found.map((value) => modulo(value * scale));
    const others = rows.filter((_, index) => index !== at).map((row) => minusTimes(row, pivot, row[column] ?? 0));
    rows = [...others.slice(0, step), pivot, ...others.slice(step)];
    pivots.push(column);
  }
  return { rows, pivots };
};

const minusTimes = (row: Row, pivot: Row, factor: number): Row =>
  factor === 0 ? row : row.map((value, index) => modulo(value - modulo(factor * (pivot[index] ?? 0))));

const modulo = (value: number): number => ((value % PRIME) + PRIME) % PRIME;

/** By Fermat: value to the power of PRIME − 2. */
const inverse = (value: number): number => {
  let [result, base] = [1, value];
  for (let rest = PRIME - 2; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = modulo(result * base);
    base = modulo(base * base);
  }
  return result;
};
