/** Money is a whole number of fen. The brand keeps other bigints out. */
declare const fenBrand: unique symbol;
export type Fen = bigint & { readonly [fenBrand]: true };

export const fen = (value: bigint): Fen => value as Fen;
export const ZERO: Fen = fen(0n);

export const plus = (a: Fen, b: Fen): Fen => fen(a + b);
export const minus = (a: Fen, b: Fen): Fen => fen(a - b);
export const negate = (a: Fen): Fen => fen(-a);
export const absolute = (a: Fen): Fen => (a < 0n ? negate(a) : a);
export const sum = (amounts: Iterable<Fen>): Fen => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return fen(total);
};

const YUAN = /^(\d{1,12})(?:\.(\d{1,2}))?$/;

/** The one parser of amounts at the edge (PIT-38): yuan as `188.5` or `188.50`; anything else is undefined. */
export const parseYuan = (text: string): Fen | undefined => {
  const match = YUAN.exec(text);
  if (!match) return undefined;
  return fen(BigInt(`${match[1] ?? "0"}${(match[2] ?? "").padEnd(2, "0")}`));
};

/** As parseYuan, with an optional minus sign in front (statement files only). */
export const parseSignedYuan = (text: string): Fen | undefined => {
  if (!text.startsWith("-")) return parseYuan(text);
  const amount = parseYuan(text.slice(1));
  return amount === undefined ? undefined : negate(amount);
};

/** Yuan with two decimals, no thousand separators: `-5.00`. */
export const formatYuan = (amount: Fen): string => {
  const digits = absolute(amount).toString().padStart(3, "0");
  return `${amount < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** Yuan for people: `1,234.50`, with a real minus sign. */
export const displayYuan = (amount: Fen): string => {
  const [whole = "0", part = "00"] = formatYuan(absolute(amount)).split(".");
  return `${amount < 0n ? "−" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`;
};

/** Half up, away from zero for negatives: 0.5 → 1, −0.5 → −1. Throws on a zero denominator. */
export const divideHalfUp = (numerator: bigint, denominator: bigint): bigint => {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
};

/**
 * Splits an amount by weights with the largest-remainder method (ACC-12); ties go to the earlier part.
 * The parts always sum to the amount. Throws when there is no positive weight or one is negative.
 */
export const allocate = (amount: Fen, weights: readonly bigint[]): Fen[] => {
  const total = weights.reduce((a, b) => a + b, 0n);
  if (total <= 0n || weights.some((weight) => weight < 0n)) throw new Error("allocate needs positive weights");
  if (amount < 0n) return allocate(negate(amount), weights).map(negate);
  const floors = weights.map((weight) => (amount * weight) / total);
  const remainders = weights.map((weight, i) => ({ i, rest: (amount * weight) % total }));
  let missing = amount - floors.reduce((a, b) => a + b, 0n);
  remainders.sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  for (const { i } of remainders) {
    if (missing === 0n) break;
    floors[i] = (floors[i] ?? 0n) + 1n;
    missing -= 1n;
  }
  return floors.map(fen);
};
