import { idFrom } from "../kernel/ids.ts";
import { type Fen, ZERO } from "../kernel/money.ts";
import { FileFault } from "../platform/file-fault.ts";
import { fingerprints } from "./statement-fingerprint.ts";
import type { StatementHeader, StatementLine, StatementSummary } from "./statement-line.ts";
import { balancesMustAgree, type StatementTally, statementTally } from "./statement-tally.ts";

/** A balance field: final (F) or intermediate (M, between two pages). */
export type Balance = {
  readonly final: boolean;
  readonly day: string;
  readonly currency: string;
  readonly amount: Fen;
};

/** A statement that has begun: what its first balance said, and its lines so far. */
type Begun = {
  readonly header: StatementHeader;
  readonly first: Balance;
  readonly tally: StatementTally;
  readonly identify: (line: Omit<StatementLine, "id">) => string;
};
type Page = { readonly opening: Fen; readonly tally: StatementTally };

/** Follows account, page number and balances from tag to tag; every page must balance and carry over to the next (REC-2). */
export type PageReader = {
  readonly account: (text: string) => void;
  readonly number: (text: string) => void;
  /** Answers the header at the first page of a statement. */
  readonly open: (balance: Balance) => StatementHeader | undefined;
  readonly entry: (entry: Omit<StatementLine, "id">) => StatementLine;
  /** Answers the summary at the last page of a statement. */
  readonly close: (balance: Balance) => StatementSummary | undefined;
  readonly end: () => void;
};

export const pageReader = (): PageReader => {
  let account = "";
  let number: number | undefined;
  let begun: Begun | undefined;
  let page: Page | undefined;
  let carried: Fen | undefined;
  let statements = 0;
  return {
    account: (text) => {
      const next = (text.split("/").at(-1) ?? "").trim();
      if (carried !== undefined && next !== account) throw new FileFault("mixed_account", { detail: ":25:" });
      account = next;
    },
    number: (text) => {
      const digits = /\/0*(\d{1,5})\s*$/.exec(text)?.[1];
      const next = digits === undefined ? undefined : Number(digits);
      const follows = next === undefined || number === undefined || next === number + 1;
      if (carried !== undefined && !follows) throw new FileFault("missing_page", { detail: ":28C:" });
      number = next;
    },
    open: (balance) => {
      if (page) throw new FileFault("truncated", { detail: ":62:" });
      if (account === "") throw new FileFault("bad_row", { detail: ":25:" });
      if (balance.final === (carried !== undefined)) throw new FileFault("missing_page", { detail: ":60:" });
      if (balance.final || !begun) begun = begin(account, balance);
      else continues(begun, carried, balance);
      page = { opening: balance.amount, tally: statementTally() };
      return balance.final ? begun.header : undefined;
    },
    entry: (entry) => {
      if (!page || !begun) throw new FileFault("missing_balance", { row: entry.row, detail: ":60F:" });
      const line = { id: begun.identify(entry), ...entry };
      page.tally.add(line);
      begun.tally.add(line);
      return line;
    },
    close: (balance) => {
      if (!page || !begun) throw new FileFault("missing_balance", { detail: ":60F:" });
      sameCurrency(begun, balance);
      balancesMustAgree(page.opening, page.tally.summary(), balance.amount);
      page = undefined;
      carried = balance.final ? undefined : balance.amount;
      if (!balance.final) return undefined;
      statements += 1;
      const { first, tally } = begun;
      return tally.summary({ opening: first.amount, closing: balance.amount, from: first.day, to: balance.day });
    },
    end: () => {
      if (page || carried !== undefined) throw new FileFault("truncated", { detail: ":62F:" });
      if (statements === 0) throw new FileFault("not_recognised");
    },
  };
};

const begin = (account: string, first: Balance): Begun => ({
  header: { format: "mt940", account, currency: first.currency },
  first,
  tally: statementTally(),
  identify: fingerprints(idFrom("A", account)),
});

const continues = (begun: Begun, carried: Fen = ZERO, balance: Balance): void => {
  sameCurrency(begun, balance);
  if (carried !== balance.amount) throw new FileFault("summary_mismatch", { detail: ":60M:" });
};

const sameCurrency = (begun: Begun, balance: Balance): void => {
  if (balance.currency !== begun.header.currency) throw new FileFault("mixed_currency", { detail: ":60M:" });
};
