import type { Submit } from "../journal/chapter.ts";
import type { Shelf } from "../platform/files.ts";
import type { BooksReader } from "./known-books.ts";
import type { Ledger } from "./ledger.ts";

export type LedgerRoutesDeps = {
  readonly ledger: Ledger;
  /** The books in two times, and the vouchers behind them. */
  readonly reader: BooksReader;
  readonly submit: Submit;
  readonly catchUp: () => Promise<void>;
  readonly today: () => string;
  /** The encrypted shelf: papers attached to vouchers. */
  readonly sealed: Shelf;
};
