import { idFrom } from "../kernel/ids.ts";
import { type Fen, negate } from "../kernel/money.ts";
import { type ByteSource, decodedText } from "../platform/byte-text.ts";
import { FileFault } from "../platform/file-fault.ts";
import { dayCell, filled, yuanCell } from "./statement-cells.ts";
import { fingerprints } from "./statement-fingerprint.ts";
import type { StatementEvent, StatementEvents, StatementHeader, StatementLine } from "./statement-line.ts";
import { balancesMustAgree, mustAgree, type StatementTally, statementTally } from "./statement-tally.ts";
import { type XmlRecord, xmlRecords } from "./xml-records.ts";

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(0[2-9]|1[0-3])$/;
const STATEMENT = "Document/BkToCstmrStmt/Stmt";
const DETAIL = "NtryDtls/TxDtls";

type Open = {
  /** Set by the first entry, when everything that stands before the entries has been read. */
  header?: StatementHeader;
  readonly balances: Map<string, Fen>;
  readonly tally: StatementTally;
  /** Entries that are not booked yet (PDNG and others), as counted and summed by some banks' own totals. */
  readonly pending: { count: number; credit: bigint; debit: bigint };
  identify: (line: Omit<StatementLine, "id">) => string;
};

/** camt.053.001.02 to .13, several statements a file, booked entries only (DOMAIN §6.5). Opening + lines = closing (REC-2). */
export async function* readCamt053(bytes: ByteSource): StatementEvents {
  const text = decodedText(bytes);
  const cut = { namespace: NAMESPACE, records: [STATEMENT, `${STATEMENT}/Bal`, `${STATEMENT}/Ntry`] };
  let open = newStatement();
  let row = 0;
  let statements = 0;
  for await (const record of xmlRecords(text, cut)) {
    if (record.path.endsWith("/Bal")) addBalance(open, record);
    if (record.path.endsWith("/Ntry")) {
      row += 1;
      yield* entryEvents(open, record, row);
    }
    if (record.path === STATEMENT) {
      yield* closeEvents(open, record);
      open = newStatement();
      statements += 1;
    }
  }
  if (statements === 0) throw new FileFault("truncated", { detail: "Stmt" });
}

const newStatement = (): Open => ({
  balances: new Map(),
  tally: statementTally(),
  pending: { count: 0, credit: 0n, debit: 0n },
  identify: fingerprints(""),
});

const addBalance = (open: Open, record: XmlRecord): void => {
  const code = record.first("Tp/CdOrPrtry/Cd") ?? "";
  if (!["OPBD", "PRCD", "CLBD"].includes(code)) return;
  open.balances.set(code, signedAmount(record));
};

const signedAmount = (record: XmlRecord, row?: number): Fen => {
  const place = row === undefined ? {} : { row };
  const size = yuanCell({ text: record.first("Amt") ?? "", column: "Amt", ...place });
  const mark = record.first("CdtDbtInd");
  if (size < 0n) throw new FileFault("bad_amount", { ...place, detail: "Amt" });
  if (mark !== "CRDT" && mark !== "DBIT") throw new FileFault("bad_code", { ...place, detail: "CdtDbtInd" });
  return mark === "CRDT" ? size : negate(size);
};

function* entryEvents(open: Open, record: XmlRecord, row: number): Generator<StatementEvent> {
  if (!open.header) {
    open.header = headerOf(record.outer);
    open.identify = fingerprints(idFrom("A", open.header.account ?? ""));
    yield { type: "header", header: open.header };
  }
  if (record.first("Amt@Ccy") !== open.header.currency) throw new FileFault("mixed_currency", { row, detail: "Ccy" });
  const amount = signedAmount(record, row);
  const state = record.first("Sts/Cd") ?? record.first("Sts");
  if (!state) throw new FileFault("bad_code", { row, detail: "Sts" });
  if (state !== "BOOK") {
    open.pending.count += 1;
    open.pending[amount < 0n ? "debit" : "credit"] += amount < 0n ? -amount : amount;
    return;
  }
  const entry = lineOf(record, amount, row);
  const line = { id: open.identify(entry), ...entry };
  open.tally.add(line);
  yield { type: "line", line };
}

const lineOf = (record: XmlRecord, amount: Fen, row: number): Omit<StatementLine, "id"> => {
  const day = record.first("BookgDt/Dt") ?? record.first("BookgDt/DtTm")?.slice(0, 10) ?? "";
  const on = dayCell({ text: day, row, column: "BookgDt" });
  const isDebit = record.first("CdtDbtInd") === "DBIT";
  const own = record.first(`${DETAIL}/Refs/EndToEndId`);
  return {
    row,
    at: on,
    on,
    kind: "entry",
    side: isDebit ? "debit" : "credit",
    amount,
    fee: 0n,
    ...filled({
      serial: record.first("AcctSvcrRef") ?? record.first(`${DETAIL}/Refs/AcctSvcrRef`),
      ownReference: own === "NOTPROVIDED" ? undefined : own,
      narrative: [...record.all(`${DETAIL}/RmtInf/Ustrd`), ...record.all("AddtlNtryInf")].join(" "),
    }),
    ...counterpartyOf(record, isDebit ? "Cdtr" : "Dbtr"),
  };
};

const counterpartyOf = (record: XmlRecord, party: "Cdtr" | "Dbtr"): Pick<StatementLine, "counterparty"> => {
  const of = (path: string) => record.first(`${DETAIL}/RltdPties/${party}${path}`);
  const counterparty = filled({
    name: of("/Pty/Nm") ?? of("/Nm"),
    account: of("Acct/Id/Othr/Id") ?? of("Acct/Id/IBAN"),
  });
  return Object.keys(counterparty).length === 0 ? {} : { counterparty };
};

const headerOf = (first: XmlRecord["first"]): StatementHeader => {
  const account = first("Acct/Id/Othr/Id") ?? first("Acct/Id/IBAN");
  const currency = first("Acct/Ccy");
  if (!account) throw new FileFault("bad_field", { detail: "Acct" });
  return { format: "camt053", account, currency: currency ?? "CNY" };
};

function* closeEvents(open: Open, record: XmlRecord): Generator<StatementEvent> {
  if (!open.header) yield { type: "header", header: headerOf(record.first) };
  const opening = open.balances.get("OPBD") ?? open.balances.get("PRCD");
  const closing = open.balances.get("CLBD");
  if (opening === undefined) throw new FileFault("missing_balance", { detail: "OPBD" });
  if (closing === undefined) throw new FileFault("missing_balance", { detail: "CLBD" });
  const summary = open.tally.summary({ opening, closing, ...periodOf(record) });
  balancesMustAgree(opening, summary, closing);
  const { credit, debit } = summary;
  checkTotal(record, "TtlNtries", {
    count: summary.lines,
    amount: credit.amount + debit.amount,
    pending: open.pending,
  });
  checkTotal(record, "TtlCdtNtries", { ...credit, pending: { count: 0, credit: open.pending.credit, debit: 0n } });
  checkTotal(record, "TtlDbtNtries", { ...debit, pending: { count: 0, credit: 0n, debit: open.pending.debit } });
  yield { type: "summary", summary };
}

type Counted = { readonly count: number; readonly amount: bigint; readonly pending: Open["pending"] };

/** The bank's own totals, if it gives them; banks disagree whether they hold entries that are not booked yet. */
const checkTotal = (record: XmlRecord, total: string, counted: Counted): void => {
  const count = record.first(`TxsSummry/${total}/NbOfNtries`);
  const sum = record.first(`TxsSummry/${total}/Sum`);
  const { pending } = counted;
  const some = pending.credit + pending.debit > 0n || pending.count > 0;
  if (count !== undefined && !some) {
    if (!/^\d{1,15}$/.test(count)) throw new FileFault("bad_amount", { detail: `${total}/NbOfNtries` });
    mustAgree(`${total}/NbOfNtries`, { stated: BigInt(count), counted: counted.count });
  }
  if (sum === undefined) return;
  const stated = yuanCell({ text: sum, column: `${total}/Sum` });
  const withPending = counted.amount + pending.credit + pending.debit;
  if (stated !== withPending) mustAgree(`${total}/Sum`, { stated, counted: counted.amount });
};

const periodOf = (statement: XmlRecord): { from?: string; to?: string } => {
  const day = (name: string) => statement.first(`FrToDt/${name}`)?.slice(0, 10);
  const from = day("FrDtTm");
  const to = day("ToDtTm");
  return filled({ from, to });
};

/** True when the text declares a camt.053 document. */
export const isCamt053 = (text: string): boolean => /^\s*</.test(text) && text.includes("camt.053.001.");
