import { openChapters, type Chapters } from "../../src/chapters.ts";
import type { Outcome, Sent } from "../../src/journal/chapter.ts";
import type { Line } from "../../src/journal/line.ts";
import { openRules } from "../../src/journal/rules.ts";
import { addDays, firstDay, lastDay, nextPeriod, type Period, periodOf } from "../../src/kernel/dates.ts";
import { isRefusal, type JsonObject, type Refusal } from "../../src/kernel/result.ts";
import { AMOUNT, pledgeOf } from "../bench/gifts.ts";
import { fundInput, openSmallFederation } from "./small-federation.ts";

const FIRST: Period = "2026-09";
const DAYS = 365;
/** The last day of the twelve months: its month runs, the others are closed. */
export const LAST_DAY = addDays(firstDay(FIRST), DAYS - 1);
const AT = `${LAST_DAY}T04:00:00.000Z`;
/** The funds of the small federation that take gifts, and street funds beside them: as many as a district has. */
const STREETS = Array.from({ length: 23 }, (_, i) => `S${String(i + 4).padStart(2, "0")}`);
const FUNDS = ["G00", "S01", "S02", ...STREETS];
/** Fen that the wallet keeps of a gift. */
const FEE = 60n;
const WALLET = "1009/wechat";
/** Of so many gifts one is given back, one comes by card, and one is a transfer that nobody has made yet. */
const [REFUND, CARD, PROMISE] = [101, 10, 500];
/** Rows of one line of the journal. */
const CHUNK = 500;

export type BusyYear = {
  readonly chapters: Chapters;
  /** The newest lines, by index. */
  readonly line: (index: number) => Line | undefined;
  readonly lines: () => number;
  readonly submit: (sent: Sent) => Promise<Outcome | Refusal>;
  /** One command of somebody; throws when it is refused. */
  readonly act: (name: string, input: object, on: string, by?: string) => Promise<void>;
};

/**
 * A book in memory with so many settled gifts a day, over twelve months and 26 funds: nine of ten come by a wallet, each
 * with a row of the day's bill and paid out the same day, the others by card. Each has its receipt. Eleven months are closed.
 */
export const openBusyYear = async (giftsADay: number): Promise<BusyYear> => {
  const year = openBook();
  await openSmallFederation(year.submit, { clearing: ["wechat", "sandbox"] });
  for (const [at, code] of STREETS.entries()) await year.act("funds.openFund", fundInput(code, at + 4), "2026-08-31");
  for (let day = 0; day < DAYS; day += 1) {
    const on = addDays(firstDay(FIRST), day);
    await giveDay(year, { on, first: day * giftsADay, count: giftsADay });
    const period = periodOf(on);
    if (on === lastDay(period) && period < periodOf(LAST_DAY)) await close(year, period);
  }
  return year;
};

const openBook = () => {
  const chapters = openChapters();
  const rules = openRules(chapters.all);
  const kept = new Map<number, Line>();
  let lines = 0;
  const submit = async ({ on = LAST_DAY, ...sent }: Sent): Promise<Outcome | Refusal> => {
    const draft = rules.decide({ ...sent, on }, AT);
    if (isRefusal(draft)) return draft;
    const { kind, data, post = [], v = 1, on: day = on } = draft;
    const line: Line = { at: AT, by: sent.by, data, digest: "", key: sent.key, kind, on: day, post, v };
    rules.apply(line, lines);
    rules.commit();
    if (kind.startsWith("report.")) kept.set(lines, line);
    lines += 1;
    return { index: lines - 1, line, repeated: false };
  };
  const act = async (name: string, input: object, on: string, by = "user:test"): Promise<void> => {
    const outcome = await submit({ name, key: `${name}:${lines}`, by, on, input: input as JsonObject });
    if (isRefusal(outcome)) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  };
  return { chapters, submit, act, line: (index: number) => kept.get(index), lines: () => lines };
};

type Book = ReturnType<typeof openBook>;
type Day = { readonly on: string; readonly first: number; readonly count: number };

const giveDay = async (year: Book, { on, first, count }: Day): Promise<void> => {
  const pledges = Array.from({ length: count }, (_, i) => pledgeAt(first + i, on));
  for (const { input } of pledges) await year.act("donations.pledge", input, on);
  const byWallet = pledges.filter(({ via }) => via === "wechat");
  await billOf(year, { on, gifts: byWallet });
  for (const { number, input, via } of pledges) {
    const { gift, amount, ref } = input;
    if (via === "bank") continue;
    if (via === "wechat")
      await year.act("reconciliation.settle", { row: `${WALLET}|${ref}`, gift, rule: "order_no" }, on);
    else await year.act("donations.settleEvent", { gift, amount, event: `e-${gift}`, order: `o-${gift}` }, on);
    // A refund of the wallet would need its row in a bill (REC-11).
    if (via === "sandbox" && number % REFUND === 0)
      await year.act("donations.refundEvent", { gift, amount, event: `r-${gift}`, ref: `r-${gift}` }, on);
    for (let step = 0; year.chapters.receipts.next(gift).do !== "done"; step += 1)
      await year.act("receipts.follow", { of: gift, step }, on);
  }
  if (byWallet.length > 0) await payOut(year, on);
};

const pledgeAt = (number: number, on: string) => {
  const { input } = pledgeOf(number);
  const via = number % PROMISE === 1 ? "bank" : number % CARD === 0 ? "sandbox" : "wechat";
  const data = { ...input, via, fund: FUNDS[number % FUNDS.length] ?? "G00", online: via !== "wechat" };
  return { number, via, on, input: data as typeof data & { gift: string; amount: string; ref: string } };
};

type Pledge = ReturnType<typeof pledgeAt>;
type Bill = { readonly on: string; readonly gifts: readonly Pledge[] };

const billOf = async (year: Book, { on, gifts }: Bill): Promise<void> => {
  const name = `bill-${on}`;
  const about = { digest: name, file: `${name}.csv`, format: "wechat-bill", account: WALLET, kept: name };
  await year.act("reconciliation.import", { ...about, count: gifts.length }, on);
  const rows = gifts.map(({ input: { ref, amount } }) => ({
    id: ref,
    on,
    at: `${on} 10:00:00`,
    kind: "payment",
    amount,
    fee: String(FEE * 1_000n),
    orderNo: ref,
  }));
  for (let from = 0; from < rows.length; from += CHUNK) {
    const part = rows.slice(from, from + CHUNK);
    await year.act("reconciliation.lines", { statement: name, account: WALLET, rows: part }, on);
  }
};

/** The bank brings what the wallet took on a day, less its fee. */
const payOut = async (year: Book, day: string): Promise<void> => {
  const taken = [...year.chapters.reconciliation.book.rowsOn(WALLET, day)].length;
  const [name, account] = [`bank-${day}`, "1002/base"];
  const about = { digest: name, file: `${name}.csv`, format: "bank-csv", account, kept: name, count: 1 };
  await year.act("reconciliation.import", about, day);
  const amount = String(BigInt(taken) * (BigInt(AMOUNT) - FEE));
  const row = { id: name, on: day, at: `${day} 23:00:00`, kind: "entry", amount };
  await year.act("reconciliation.lines", { statement: name, account, rows: [row] }, day);
  const rows = [`${account}|${name}`];
  await year.act("reconciliation.payout", { account: WALLET, rule: "payout", rows, days: [day] }, day);
};

const close = async (year: Book, period: Period): Promise<void> => {
  const on = firstDay(nextPeriod(period));
  await year.act("ledger.proposeClose", { period }, on, "user:books");
  await year.act("ledger.close", { period }, on, "user:general");
};
