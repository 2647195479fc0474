import type { BusinessDate } from "../kernel/dates.ts";
import { maskName } from "../kernel/mask.ts";
import { absolute, type Fen } from "../kernel/money.ts";
import type { Agencies } from "../agency/public.ts";
import type { Donations, Gift } from "../donations/public.ts";
import type { BankText } from "./matching.ts";
import type { KeptRule } from "./kept-rule.ts";
import type { Reconciliation } from "./reconciliation.ts";
import type { Statement } from "./statement-facts.ts";
import type { StatementRow } from "./statement-row.ts";

/** What may be shown of a gift beside a row. */
export type GiftFacts = {
  readonly gift: string;
  readonly ref: string;
  readonly fund: string;
  readonly amount: Fen;
  readonly promisedOn: BusinessDate;
  readonly state: Gift["state"];
};

/** Everything known about a row, names masked: what one click from a difference shows. */
export type RowFacts = {
  readonly row: StatementRow;
  readonly statement?: Statement;
  readonly text?: {
    readonly summary: string;
    readonly holder: string;
    readonly memo: string;
    readonly reference: string;
  };
  readonly candidates: readonly GiftFacts[];
  /** The gift it was matched with. */
  readonly gift?: GiftFacts;
  /** The payout it belongs to. */
  readonly payout?: {
    readonly id: string;
    readonly batches: readonly string[];
    readonly gross: Fen;
    readonly fee: Fen;
    readonly net: Fen;
  };
};

/** Where a bank row may be booked as money of others: agencies that take money in, orders that its sum pays or brings back. */
export const agencyTargets = (
  agencies: Agencies,
  { kind, amount }: Pick<StatementRow, "kind" | "amount">,
): readonly string[] =>
  (kind === "entry" ? agencies.all() : []).flatMap(({ no, state }) => {
    if (state !== "confirmed") return [];
    const orders = agencies
      .ordersOf(no)
      .filter((order) => (amount > 0n ? order.state === "paid" : order.state === "released"))
      .filter((order) => order.amount === absolute(amount));
    return [...(amount > 0n ? [no] : []), ...orders.map((order) => order.no)];
  });

type Known = { readonly reconciliation: Reconciliation; readonly donations: Donations };

/** Gathers it from the books; `text` are the words of a bank row, from its encrypted file. */
export const rowFacts = (
  { reconciliation, donations }: Known,
  row: StatementRow,
  text: BankText | undefined,
): RowFacts => {
  const { book } = reconciliation;
  const { state } = row;
  const statement = book.statement(row.statement);
  const target = state.is === "matched" ? state.target : "";
  const gift = donations.gift(target) ?? (row.orderNo === undefined ? undefined : donations.byRef(row.orderNo));
  const paid = book.payouts().find(({ id }) => id === target);
  const payout = paid && { id: paid.id, batches: paid.batches, gross: paid.gross, fee: paid.fee, net: paid.net };
  const refs = state.is === "suspended" ? state.candidates : [];
  return {
    row,
    ...(statement ? { statement } : {}),
    ...(text ? { text: wordsOf(text) } : {}),
    candidates: refs.flatMap((ref) => factsOf(donations.byRef(ref)) ?? []),
    ...(gift ? { gift: factsOf(gift) as GiftFacts } : {}),
    ...(payout ? { payout } : {}),
  };
};

const wordsOf = ({ summary, narrative, counterparty, ownReference }: BankText) => ({
  summary,
  holder: maskName(counterparty),
  memo: memoOf({ narrative, counterparty }),
  reference: ownReference,
});

/** The memo without the name of who paid, which banks like to repeat there. */
export const memoOf = ({ narrative, counterparty }: Pick<BankText, "narrative" | "counterparty">): string =>
  counterparty === "" ? narrative : narrative.replaceAll(counterparty, maskName(counterparty));

/** What may be shown of a gift. */
export const factsOf = (gift: Gift | undefined): GiftFacts | undefined =>
  gift && {
    gift: gift.id,
    ref: gift.ref,
    fund: gift.fund,
    amount: gift.amount,
    promisedOn: gift.promisedOn,
    state: gift.state,
  };

/** A statement in the list of files, and whether its import may still be undone. */
export type ListedStatement = { readonly statement: Statement; readonly matched: boolean };

/** The files in the books, newest first. A file of several statements stands under its first. */
export const newestStatements = ({ book }: Reconciliation): Statement[] =>
  book
    .statements()
    .filter(({ digest }) => !digest.includes("-"))
    .sort((a, b) => b.line - a.line);

export const listedStatement =
  ({ book }: Reconciliation) =>
  (statement: Statement): ListedStatement => ({
    statement,
    matched: book.partsOf(statement.digest).some(({ digest }) => hasMatch(book, digest)),
  });

const hasMatch = (book: Reconciliation["book"], digest: string): boolean => {
  for (const { state } of book.rowsListed(digest)) if (state.is === "matched") return true;
  return false;
};

/** A kept rule beside the gift from which it was kept. */
export const keptRules = ({
  reconciliation,
  donations,
}: Known): { readonly rule: KeptRule; readonly fund: string; readonly ref: string }[] =>
  reconciliation.kept.all().map((rule) => {
    const gift = donations.gift(rule.gift);
    return { rule, fund: gift?.fund ?? "", ref: gift?.ref ?? "" };
  });
