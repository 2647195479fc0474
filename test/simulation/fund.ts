import type { Chapter, Command } from "../../src/journal/chapter.ts";
import { Table } from "../../src/journal/table.ts";
import { refuse } from "../../src/kernel/result.ts";

export const FUNDS = ["east", "west"] as const;
export type Fund = (typeof FUNDS)[number];

/** What a client asks for, without the key; the input is `fund` and `amount` (whole fen). */
export type Wish = Pick<Command, "name" | "by" | "on" | "input">;

/** A chapter as small as can be: gifts into funds, aid out of them, never below zero (as in WF-9), and a refusal that is kept. */
export const openFundChapter = (): { readonly chapter: Chapter; readonly balances: Table<bigint> } => {
  const balances = new Table<bigint>("balances");
  const available = (fund: string): bigint => balances.get(accountOf(fund)) ?? 0n;
  const chapter: Chapter = {
    name: "fund",
    tables: [balances],
    decide: {
      give: ({ input }) => ({ kind: "fund.given", data: input, post: move({ input, sign: "" }) }),
      aid: ({ input }) => {
        const balance = available(String(input["fund"]));
        if (balance < BigInt(String(input["amount"]))) return refuse("overdrawn", { balance: String(balance) });
        return { kind: "fund.aided", data: input, post: move({ input, sign: "-" }) };
      },
      forbid: ({ input }) => ({ kind: "fund.forbidden", data: input, refused: refuse("related_party") }),
    },
    apply: { "fund.given": () => undefined, "fund.aided": () => undefined, "fund.forbidden": () => undefined },
    everyLine: ({ post }) => {
      for (const [account, amount] of post) balances.set(account, (balances.get(account) ?? 0n) + BigInt(amount));
    },
  };
  return { chapter, balances };
};

/** What a fund holds is posted as plus here, so that a sum below zero is an overdraft. */
export const accountOf = (fund: string): string => `fund/${fund}`;

const move = ({ input, sign }: { input: Command["input"]; sign: "" | "-" }) =>
  [
    [accountOf(String(input["fund"])), `${sign}${String(input["amount"])}`],
    ["bank", `${sign === "" ? "-" : ""}${String(input["amount"])}`],
  ] as const;
