import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { openDisbursements } from "../../src/disbursements/public.ts";
import { openFunds } from "../../src/funds/public.ts";
import { type Book, openBook } from "../../src/journal/book.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { openLedger } from "../../src/ledger/public.ts";
import { FEDERATION, FUNDS, MEMBERS, requestInput } from "../support/aid-book.ts";
import { listeningLog, openTestJournal } from "../support/journal.ts";

describe("LED-4 under concurrency, on the real engine", () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const openAid = async (store: Awaited<ReturnType<typeof openTestJournal>>["store"]) => {
    const ledger = openLedger();
    const funds = openFunds({ ledger });
    const disbursements = openDisbursements({ ledger, funds });
    const chapters = [ledger.chapter, funds.chapter, disbursements.chapter];
    const book = await openBook({ store, chapters, clock: Date.now, randomBytes, log: listeningLog() });
    closing.push(() => book.close());
    return { book, funds, disbursements };
  };

  /** `count` requests of 60.00 each on the 100.00 of S01, all voted on and waiting for the secretary. */
  const prepare = async (book: Book, count: number): Promise<void> => {
    let n = 0;
    const send = async (name: string, by: string, input: JsonObject, on = "2026-09-10") => {
      const outcome = await book.submit({ name, key: `k${n++}`, by: `user:${by}`, on, input });
      if (isRefusal(outcome)) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    };
    await send("funds.openFederation", "boss", FEDERATION, "2026-08-31");
    for (const fund of FUNDS) await send("funds.openFund", "boss", fund, "2026-08-31");
    await send("funds.postOpening", "boss", {}, "2026-08-31");
    await send("funds.seatCommittee", "boss", { funds: ["S01"], members: MEMBERS }, "2026-09-01");
    const all = Array.from({ length: count }, (_, i) => `R${i}`);
    await Promise.all(all.map((no) => send("disbursements.file", "worker", requestInput(no))));
    await Promise.all(all.map((request) => send("disbursements.check", "officer", { request })));
    await Promise.all(
      all.map((request) => send("disbursements.vote", "m1", { request, vote: "yes", roles: ["committeeMember"] })),
    );
  };
  const approve = (book: Book, no: string) =>
    book.submit({
      name: "disbursements.decide",
      key: `decision:${no}`,
      by: "user:secretary",
      on: "2026-09-10",
      input: { request: no, outcome: "approved" },
    });

  for (const callers of [2, 50]) {
    it(`LED-4 ${callers} parallel approvals of 60 on 100: exactly one succeeds, every other is kept as a refusal (WF-16)`, async () => {
      const { store, close } = await openTestJournal(`aid${callers}`);
      closing.push(close);
      const { book, funds, disbursements } = await openAid(store);
      await prepare(book, callers);
      const before = book.head().lines;
      const answers = await Promise.all(Array.from({ length: callers }, (_, i) => approve(book, `R${i}`)));
      expect(answers.filter((answer) => !isRefusal(answer))).to.have.length(1);
      expect(answers.filter(isRefusal).map(({ refused }) => refused)).to.deep.equal(
        Array(callers - 1).fill("over_available"),
      );
      expect(funds.available("S01", "2026-09-10")).to.equal(4_000n);
      expect(book.head().lines - before).to.equal(callers);
      expect([...disbursements.requests()].filter(({ state }) => state === "refused")).to.have.length(callers - 1);
      const again = await approve(book, "R0");
      expect(again).to.deep.equal(isRefusal(answers[0]) ? answers[0] : { ...answers[0], repeated: true });
    });
  }

  it("LED-4 two processes approve 60 each on 100: one succeeds, and both see the same", async () => {
    const { store, close } = await openTestJournal("aid_two");
    closing.push(close);
    const one = await openAid(store);
    await prepare(one.book, 2);
    const two = await openAid(store);
    const answers = await Promise.all([approve(one.book, "R0"), approve(two.book, "R1")]);
    expect(answers.filter((answer) => !isRefusal(answer))).to.have.length(1);
    await Promise.all([one.book.catchUp(), two.book.catchUp()]);
    for (const { funds } of [one, two]) expect(funds.available("S01", "2026-09-10")).to.equal(4_000n);
  });
});
