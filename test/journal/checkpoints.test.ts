import { expect } from "chai";
import { checkpointFaults } from "../../src/journal/checkpoint-checks.ts";
import {
  type CheckpointSeeds,
  chooseSigner,
  keyFaults,
  keysAt,
  readKeyNotice,
} from "../../src/journal/checkpoint-keys.ts";
import { openCheckpointClock } from "../../src/journal/checkpoint-clock.ts";
import { openCheckpointStore, readSigned } from "../../src/journal/checkpoint-store.ts";
import { readCheckpoint } from "../../src/journal/checkpoint.ts";
import { openCheckpoints, sizeOf } from "../../src/journal/checkpoints.ts";
import { createMerkle, leafHash } from "../../src/journal/merkle.ts";
import { isSignedBy, parseNote } from "../../src/journal/signed-note.ts";
import { command, listeningLog, openTestBook, openTestJournal, type TestBook } from "../support/journal.ts";
import { until } from "../support/until.ts";

const seed = (byte: number) => Buffer.alloc(32, byte);
const only = (now: Buffer, before?: CheckpointSeeds["before"]): CheckpointSeeds => ({ now, before });
const at = { origin: "give.example.org/shanzhang", lines: 0, today: "2026-09-01" };

describe("Keys of checkpoints", () => {
  const first = chooseSigner({ ...at, notes: [], seeds: only(seed(1)) });
  const one = first.notice ?? "";
  const second = chooseSigner({ ...at, notes: [one], seeds: only(seed(2), seed(1)), lines: 40, today: "2027-09-01" });
  const two = second.notice ?? "";

  it("announce themselves, and are introduced by the key before", () => {
    expect(readKeyNotice(one)).to.deep.include({ number: 1, from: 0, since: "2026-09-01", vkey: first.signer.vkey });
    expect(readKeyNotice(two)).to.deep.include({ number: 2, from: 40, since: "2027-09-01", vkey: second.signer.vkey });
    for (const { vkey } of [first.signer, second.signer]) expect(isSignedBy(parseNote(two), vkey)).to.equal(true);
    expect(keyFaults([one, two])).to.deep.equal([]);
  });

  it("keep the first name of the journal, whatever the address becomes", () => {
    const moved = chooseSigner({ ...at, notes: [one], seeds: only(seed(1)), origin: "elsewhere.example" });
    expect(moved.notice).to.equal(undefined);
    expect(moved.signer.name).to.equal(at.origin);
  });

  it("are not taken without the key before, nor when they are old", () => {
    const choose = (notes: string[], seeds: CheckpointSeeds) => () => chooseSigner({ ...at, notes, seeds });
    expect(choose([one], only(seed(2)))).to.throw("CHECKPOINT_KEY_BEFORE");
    expect(choose([one], only(seed(2), seed(3)))).to.throw("CHECKPOINT_KEY_BEFORE");
    expect(choose([one, two], only(seed(1)))).to.throw("old key");
  });

  it("show for ever when the key before was lost", () => {
    const { notice = "" } = chooseSigner({ ...at, notes: [one], seeds: only(seed(2), "lost") });
    expect(keyFaults([one, notice])).to.deep.equal(["key 2 is not signed by key 1"]);
  });

  it("have a broken row named", () => {
    expect(keyFaults([two])).to.deep.equal(["key 2 stands in place 1"]);
    expect(keyFaults([one, one]).length).to.equal(1);
    const forged = two.replace("from 40", "from 41");
    expect(keyFaults([one, forged])).to.deep.equal([
      "key 2 has not signed its announcement",
      "key 2 is not signed by key 1",
    ]);
  });

  it("sign the trees of their time, and both may at the change", () => {
    const keys = [one, two].map(readKeyNotice);
    const numbers = (size: number) => keysAt(keys, size).map(({ number }) => number);
    expect([0, 39, 40, 41].map(numbers)).to.deep.equal([[1], [1], [1, 2], [2]]);
  });
});

describe("Checkpoints", () => {
  let journal: Awaited<ReturnType<typeof openTestJournal>>;
  let opened: TestBook;
  let time = Date.parse("2026-09-03T10:00:00Z");
  const open = (seeds: CheckpointSeeds) =>
    openCheckpoints({
      store: openCheckpointStore(journal.connection),
      book: opened.book,
      seeds,
      origin: at.origin,
      now: () => new Date(time),
      freshFor: 60_000,
    });
  const fill = async (count: number, from: string) => {
    for (let i = 0; i < count; i += 1) await opened.book.submit(command("fill", `${from}${i}`));
  };
  const signed = () => readSigned(openCheckpointStore(journal.connection));

  before(async () => {
    journal = await openTestJournal("checkpoints");
    opened = await openTestBook({ store: journal.store });
  });
  after(async () => {
    await opened.book.close();
    await journal.close();
  });

  it("are kept once a size, the same bytes each time, over the root of the book", async () => {
    await fill(5, "a");
    const [one, two] = await Promise.all([open(only(seed(1))), open(only(seed(1)))]);
    const note = await one.publish(5);
    expect(await two.publish(5)).to.equal(note);
    expect(readCheckpoint(note)).to.deep.equal({ origin: at.origin, size: 5, root: opened.book.root(5) });
    expect(await signed())
      .to.have.property("checkpoints")
      .that.deep.equals([note]);
    expect((await signed()).keys).to.have.length(1);
  });

  it("come anew to who asks when lines were written and the last is not fresh", async () => {
    const checkpoints = await open(only(seed(1)));
    await fill(2, "b");
    expect(sizeOf(await checkpoints.newest())).to.equal(5);
    time += 61_000;
    expect(sizeOf(await checkpoints.newest())).to.equal(7);
    time += 61_000;
    expect(sizeOf(await checkpoints.newest())).to.equal(7);
    expect((await checkpoints.below(7, 10)).map(sizeOf)).to.deep.equal([5]);
  });

  it("are signed by a new key from its announcement on, and the old ones hold", async () => {
    const old = await open(only(seed(1)));
    const next = await open(only(seed(2), seed(1)));
    await fill(1, "c");
    await next.publishHead();
    const tree = createMerkle();
    for await (const lines of opened.book.linesFrom(0)) for (const { text } of lines) tree.appendLines([text]);
    expect(checkpointFaults(await signed(), tree)).to.deep.equal([]);
    let refused: unknown;
    await old.publish(8).catch((error: unknown) => (refused = error));
    expect(refused).to.have.property("message").that.contains("old CHECKPOINT_KEY");
  });

  it("prove a line by the tree that ends with it, the same way twice", async () => {
    const checkpoints = await open(only(seed(2)));
    const proof = await checkpoints.prove(3);
    expect(await checkpoints.prove(3)).to.deep.equal(proof);
    expect(readCheckpoint(proof.checkpoint)).to.include({ size: 4, root: opened.book.root(4) });
    const line = await opened.book.line(3);
    expect(proof.leaf).to.equal(leafHash(JSON.stringify(line)).toString("hex"));
  });

  it("are named when they do not hold", async () => {
    const { keys, checkpoints } = await signed();
    const tree = createMerkle();
    for await (const lines of opened.book.linesFrom(0)) for (const { text } of lines) tree.appendLines([text]);
    const faults = (notes: readonly string[], known = keys) =>
      checkpointFaults({ keys: known, checkpoints: notes }, tree);
    const [five = ""] = checkpoints.filter((note) => readCheckpoint(note).size === 5);
    expect(faults([five])).to.deep.equal([]);
    expect(faults([five.replace("\n5\n", "\n6\n")])).to.deep.equal([
      "checkpoint of 6 lines: no key of its time has signed it",
      "checkpoint of 6 lines: its lines are not those that were signed",
    ]);
    expect(faults([five.replaceAll(at.origin, "elsewhere.example")])).to.deep.equal([
      "checkpoint of 5 lines: it is of another journal",
    ]);
    expect(faults([five.replace("\n5\n", "\n05\n")])).to.deep.equal([
      "a kept checkpoint cannot be read: not a checkpoint",
    ]);
    expect(faults([five], ["?"])).to.deep.equal(["a kept key cannot be read: not a signed note"]);
    tree.truncate(4);
    expect(faults([five])).to.deep.equal(["checkpoint of 5 lines: the journal ends after 4"]);
  });

  it("are made by the worker in steady time until it stops, and a failure does not end it", async () => {
    const slept: number[] = [];
    let made = 0;
    const log = listeningLog();
    const clock = openCheckpointClock({
      checkpoints: {
        publishHead: async () => {
          made += 1;
          if (made === 1) throw new Error("the engine does not answer");
        },
      },
      catchUp: async () => undefined,
      everyMs: 3_600_000,
      sleep: async (ms) => {
        slept.push(ms);
        if (slept.length === 3) clock.stop();
      },
      log,
    });
    clock.start();
    await until(() => slept.length === 3);
    expect([made, slept]).to.deep.equal([3, [3_600_000, 3_600_000, 3_600_000]]);
    expect(log.messages).to.deep.equal(["no checkpoint was made"]);
  });
});
