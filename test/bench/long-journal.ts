import { openChapters } from "../../src/chapters.ts";
import { encodeBatch } from "../../src/journal/batch.ts";
import { EMPTY_HEAD, type Head } from "../../src/journal/chain.ts";
import type { Command, Outcome, Sent } from "../../src/journal/chapter.ts";
import { contentDigest } from "../../src/journal/keys.ts";
import { encodeLine, type Line } from "../../src/journal/line.ts";
import { createMerkle } from "../../src/journal/merkle.ts";
import { openRules, type Rules } from "../../src/journal/rules.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import type { Connection } from "../../src/platform/mongo.ts";
import { openSmallFederation } from "../support/small-federation.ts";
import { pledgeOf, settlementOf } from "./gifts.ts";

const BATCH_LINES = 1_024;
/** So many gifts are promised, then settled: real ones lie apart too. */
const ROUND = 4_096;
/** Batches on their way to the engine at once. */
const IN_FLIGHT = 4;
const DAY = "2026-09-03";
const AT = `${DAY}T02:00:00.000Z`;

/**
 * A stored journal of at least so many lines, decided by the chapters of the product, gifts promised and settled. It is
 * made without the writer, so that a long one does not take as long as it would in life; every start verifies it all the
 * same.
 */
export const makeLongJournal = async (connection: Connection, lines: number): Promise<Head> => {
  const rules = openRules(openChapters().all);
  const press = openPress(connection);
  const write = async ({ on = DAY, ...sent }: Sent): Promise<Outcome> => {
    const line = decided(rules, { ...sent, on });
    rules.apply(line, press.lines());
    await press.add(encodeLine(line));
    return { index: press.lines() - 1, line, repeated: false };
  };
  await openSmallFederation(write);
  for (let first = 0; press.lines() < lines; first += ROUND) {
    const pledges = Array.from({ length: ROUND }, (_, i) => pledgeOf(first + i));
    for (const pledge of pledges) await write(pledge);
    for (const pledge of pledges) await write(settlementOf(String(pledge.input["gift"])));
    rules.commit();
  }
  return press.finish();
};

const decided = (rules: Rules, command: Command): Line => {
  const draft = rules.decide(command, AT);
  if (isRefusal(draft)) throw new Error(`${command.name}: ${JSON.stringify(draft)}`);
  const { by, key } = command;
  const { kind, data, post = [], v = 1, on = command.on } = draft;
  return { at: AT, by, data, digest: contentDigest(command), key, kind, on, post, v };
};

/** Makes batches of lines and stores them, a few at once: their numbers say the order. */
const openPress = (connection: Connection) => {
  const store = openJournalStore(connection);
  const merkle = createMerkle();
  const flying = new Set<Promise<void>>();
  let head = EMPTY_HEAD;
  let texts: string[] = [];

  const send = async (): Promise<void> => {
    merkle.appendLines(texts);
    const root = merkle.root().toString("hex");
    const about = {
      at: AT,
      first: head.lines,
      lines: texts,
      nonce: "0".repeat(32),
      prev: head.hash,
      root,
      writer: "press",
    };
    const document = encodeBatch({ id: head.batch + 1, ...about });
    head = { batch: head.batch + 1, lines: head.lines + texts.length, root, hash: document.hash, at: AT };
    texts = [];
    const sent: Promise<void> = store.insert(document).then(() => void flying.delete(sent));
    flying.add(sent);
    if (flying.size >= IN_FLIGHT) await Promise.race(flying);
  };
  return {
    lines: () => head.lines + texts.length,
    add: async (text: string): Promise<void> => {
      texts.push(text);
      if (texts.length === BATCH_LINES) await send();
    },
    finish: async (): Promise<Head> => {
      if (texts.length > 0) await send();
      await Promise.all(flying);
      return head;
    },
  };
};
