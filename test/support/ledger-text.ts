import { type Fen, fen, plus, sum, ZERO } from "../../src/kernel/money.ts";

/** What an accountant's program understands of a text: read by the rules of its syntax that the exports use, and no others. */
export type TextLedger = {
  readonly accounts: ReadonlySet<string>;
  readonly transactions: number;
  readonly assertions: number;
  readonly balances: ReadonlyMap<string, Fen>;
};

type Reading = { accounts: Set<string>; transactions: number; assertions: number; balances: Map<string, Fen> };
const openReading = (): Reading => ({ accounts: new Set(), transactions: 0, assertions: 0, balances: new Map() });

const amountIn = (text: string | undefined): Fen => {
  if (text === undefined || !/^-?\d+\.\d\d$/.test(text)) throw new Error(`not an amount: ${text}`);
  return fen(BigInt(text.replace(".", "")));
};

type Posting = { readonly account: string; readonly amount: Fen; readonly stands?: Fen };

const take = (reading: Reading, head: string, postings: readonly Posting[]): void => {
  if (sum(postings.map(({ amount }) => amount)) !== ZERO) throw new Error(`does not sum to zero: ${head}`);
  if (postings.length < 2) throw new Error(`less than two postings: ${head}`);
  reading.transactions += 1;
  for (const { account, amount, stands } of postings) {
    if (!reading.accounts.has(account)) throw new Error(`unknown account ${account}`);
    reading.balances.set(account, plus(reading.balances.get(account) ?? ZERO, amount));
    if (stands === undefined) continue;
    reading.assertions += 1;
    if (reading.balances.get(account) !== stands) throw new Error(`${head}: ${account} is not ${stands}`);
  }
};

const HLEDGER_POSTING = /^ {4}(?! )([^;\s][^;]*?) {2}(-?\d+\.\d\d) CNY(?: = (-?\d+\.\d\d) CNY)?$/;

const HLEDGER_ACCOUNT = /^account (\S+) {2}; \S.*$/;
const HLEDGER_HEAD = /^(?:;.*|decimal-mark \.|commodity 1000\.00 CNY)$/;

/** Reads an hledger journal in the order of its dates. Throws on a line it does not know, a sum, an account or an assertion that is off. */
export const readHledger = (text: string): TextLedger => {
  const reading = openReading();
  let day = "";
  for (const block of text.trimEnd().split("\n\n")) {
    const lines = block.split("\n");
    const [head = "", ...rest] = lines;
    if (/^\d{4}-\d\d-\d\d \* /.test(head)) {
      if (head.slice(0, 10) < day) throw new Error(`goes back: ${head}`);
      day = head.slice(0, 10);
      take(reading, head, rest.map(hledgerPosting));
    } else for (const line of lines) hledgerDirective(reading, line);
  }
  return reading;
};

const hledgerDirective = (reading: Reading, line: string): void => {
  const account = HLEDGER_ACCOUNT.exec(line)?.[1];
  if (account !== undefined) reading.accounts.add(account);
  else if (!HLEDGER_HEAD.test(line)) throw new Error(`not known: ${line}`);
};

const hledgerPosting = (line: string): Posting => {
  const match = HLEDGER_POSTING.exec(line);
  if (!match) throw new Error(`not a posting: ${line}`);
  const posting = { account: match[1] ?? "", amount: amountIn(match[2]) };
  return match[3] === undefined ? posting : { ...posting, stands: amountIn(match[3]) };
};

const BEANCOUNT_ACCOUNT = "(?:Assets|Liabilities|Equity|Income|Expenses)(?::[A-Z0-9][A-Za-z0-9-]*)+";
const OPEN = new RegExp(`^\\d{4}-\\d\\d-\\d\\d open (${BEANCOUNT_ACCOUNT}) CNY$`);
const BALANCE = new RegExp(`^\\d{4}-\\d\\d-\\d\\d balance (${BEANCOUNT_ACCOUNT})  (-?\\d+\\.\\d\\d) ~ 0\\.00 CNY$`);
const POSTING = new RegExp(`^  (${BEANCOUNT_ACCOUNT})  (-?\\d+\\.\\d\\d) CNY$`);
const META = /^ {2}[a-z][a-z-]*: (?:"(?:[^"\\\n]|\\["\\])*"|\d+|\d{4}-\d\d-\d\d)$/;
const HEAD = /^(?:;.*|option "[a-z_]+" "(?:[^"\\]|\\["\\])*")$/;
const TRANSACTION = /^\d{4}-\d\d-\d\d \* "(?:[^"\\]|\\["\\])*"$/;

/** Reads a beancount ledger. Throws on a line it does not know, a sum, an account or a balance that is off. */
export const readBeancount = (text: string): TextLedger => {
  const reading = openReading();
  for (const block of text.trimEnd().split("\n\n")) {
    const lines = block.split("\n");
    const [head = "", ...rest] = lines;
    if (TRANSACTION.test(head)) {
      const postings = rest.filter((line) => !META.test(line)).map(beancountPosting);
      take(reading, head, postings);
    } else for (const line of lines) directive(reading, line);
  }
  return reading;
};

const beancountPosting = (line: string): Posting => {
  const match = POSTING.exec(line);
  if (!match) throw new Error(`not a posting: ${line}`);
  return { account: match[1] ?? "", amount: amountIn(match[2]) };
};

const directive = (reading: Reading, line: string): void => {
  const opened = OPEN.exec(line)?.[1];
  if (opened !== undefined) return void reading.accounts.add(opened);
  const balance = BALANCE.exec(line);
  if (!balance) {
    if (!META.test(line) && !HEAD.test(line)) throw new Error(`not known: ${line}`);
    return;
  }
  const [, account = "", amount] = balance;
  const under = [...reading.balances].filter(([name]) => name === account || name.startsWith(`${account}:`));
  if (sum(under.map(([, each]) => each)) !== amountIn(amount)) throw new Error(`${account} is not ${amount}`);
  reading.assertions += 1;
};

/** Balances that are not zero, in fen, by account. */
export const standing = (balances: ReadonlyMap<string, Fen>): { readonly [account: string]: string } =>
  Object.fromEntries(
    [...balances].filter(([, amount]) => amount !== fen(0n)).map(([name, amount]) => [name, String(amount)]),
  );
