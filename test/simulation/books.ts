import { accountOf, type Fund, FUNDS, type Wish } from "./fund.ts";
import type { StoredLine } from "./journal-checks.ts";
import type { ClientLog, Entry } from "./log.ts";
import { openOrder, type Order } from "./order.ts";

/** The stored journal beside what the clients wanted. */
export type Books = {
  readonly lines: readonly StoredLine[];
  /** The lines of an entry: with one of its keys and with its content. More than one is a fault. */
  readonly linesOf: (entry: Entry) => readonly StoredLine[];
  readonly order: Order;
  /** True when the fund had this balance after some number of lines between the two. */
  readonly held: (balance: { readonly fund: Fund; readonly balance: bigint }, between: Between) => boolean;
};

export type Between = { readonly from: number; readonly to: number };

export const openBooks = (lines: readonly StoredLine[], { entries }: ClientLog): Books => {
  const byKey = new Map<string, StoredLine[]>();
  for (const stored of lines) byKey.set(stored.line.key, [...(byKey.get(stored.line.key) ?? []), stored]);
  const found = new Map(
    entries.map((entry) => {
      const keys = new Set(entry.attempts.map(({ key }) => key));
      const own = [...keys].flatMap((key) => byKey.get(key) ?? []).filter(({ line }) => isWish(line, entry.wish));
      return [entry, own];
    }),
  );
  const balances = new Map(FUNDS.map((fund) => [fund, balancesOf(fund, lines)]));
  return {
    lines,
    linesOf: (entry) => found.get(entry) ?? [],
    order: openOrder(found, lines.length),
    held: ({ fund, balance }, { from, to }) =>
      balances
        .get(fund)
        ?.slice(from, to + 1)
        .includes(balance) ?? false,
  };
};

/** What the fund held after no line, after one, after two … */
const balancesOf = (fund: Fund, lines: readonly StoredLine[]): bigint[] => {
  let balance = 0n;
  const after = lines.map(({ line }) => {
    for (const [account, amount] of line.post) if (account === accountOf(fund)) balance += BigInt(amount);
    return balance;
  });
  return [0n, ...after];
};

const KINDS: { readonly [name: string]: string } = {
  "fund.give": "fund.given",
  "fund.aid": "fund.aided",
  "fund.forbid": "fund.forbidden",
};

/** True when a line says what the wish asked for. */
export const isWish = ({ by, on, kind, data }: StoredLine["line"], wish: Wish): boolean =>
  by === wish.by &&
  on === wish.on &&
  kind === KINDS[wish.name] &&
  data["fund"] === wish.input["fund"] &&
  data["amount"] === wish.input["amount"];
