import { expect } from "chai";
import type { BatchDocument } from "../../src/journal/batch.ts";
import { checkpointText } from "../../src/journal/checkpoint.ts";
import { checkpointFaults } from "../../src/journal/checkpoint-checks.ts";
import { chooseSigner } from "../../src/journal/checkpoint-keys.ts";
import { createMerkle } from "../../src/journal/merkle.ts";
import { signNote } from "../../src/journal/signed-note.ts";
import { parseTilePath, tileBytes } from "../../src/journal/tile.ts";
import { verifyJournal } from "../../src/journal/verify.ts";
import { type Journal, reforge, replace, storeOf, withLine } from "../support/forged-journal.ts";
import { command, openPurses, openTestBook, openTestJournal } from "../support/journal.ts";
import { loadVerifier, type Paper, type PublicCheck, type Verifier } from "../support/verifier.ts";

/** The forger has everything the federation has, its signing key too; not what was given away before. */
const { signer, notice = "" } = chooseSigner({
  notes: [],
  seeds: { now: Buffer.alloc(32, 1), before: undefined },
  origin: "give.example.org/shanzhang",
  lines: 0,
  today: "2026-09-01",
});

const treeOf = (journal: Journal) => {
  const tree = createMerkle();
  for (const { lines } of journal) tree.appendLines(lines);
  return tree;
};
const signOver = (journal: Journal, size: number): string =>
  signNote(checkpointText({ origin: signer.name, size, root: treeOf(journal).root(size).toString("hex") }), [signer]);

/** What is published of a journal: everything signed for it anew, as a forger would. */
const published = (journal: Journal, older: readonly string[]) => {
  const tree = treeOf(journal);
  const files = new Map([
    ["keys.json", JSON.stringify([notice])],
    ["checkpoint", signOver(journal, tree.size())],
    ["checkpoints.json", JSON.stringify(older.map((note) => ({ note })))],
  ]);
  return (path: string): Promise<Uint8Array> => {
    const tile = parseTilePath(path.replace(/^tile\//, ""));
    const bytes = tile ? tileBytes(tile, tree.nodes) : Buffer.from(files.get(path) ?? "");
    return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`${path} is not published`));
  };
};

const LINE = 7;
const fill = (i: number, j: number) =>
  command("fill", `k${i}.${j}`, { purse: "a", amount: "5", serial: `CF-2026-0000000${i * 3 + j}` });

/** What a donor holds: the JSON inside the receipt of line 7. */
const receiptOf = (journal: Journal): string => {
  const tree = treeOf(journal);
  const line = journal.flatMap(({ lines }) => lines)[LINE] ?? "";
  const { serial, amount } = JSON.parse(line).data;
  return JSON.stringify({
    serial,
    amount: { yuan: `0.0${amount}` },
    ledger_line: LINE,
    line_hash: tree.leaf(LINE).toString("hex"),
    proof: {
      line,
      path: tree.inclusion(LINE, LINE + 1).map((hash) => hash.toString("hex")),
      checkpoint: signOver(journal, LINE + 1),
    },
  });
};

const reportOf = (journal: Journal): string =>
  JSON.stringify({
    journal: { lines: 12, root: treeOf(journal).root(12).toString("hex"), checkpoint: signOver(journal, 12) },
  });

describe("A journal that was tampered with", () => {
  let verifier: Verifier;
  let journal: Journal;
  let kept: readonly string[];
  let papers: readonly Paper[];

  before(async () => {
    verifier = await loadVerifier();
    const { store, close } = await openTestJournal("tamper");
    const { book } = await openTestBook({ store, limits: { batchLines: 3 } });
    for (let i = 0; i < 5; i += 1) await Promise.all([0, 1, 2].map((j) => book.submit(fill(i, j))));
    journal = (await store.read(0, 100)) as BatchDocument[];
    await book.close();
    await close();
    kept = [3, 9, 15].map((size) => signOver(journal, size));
    papers = [
      { kind: "held", name: "note", content: signOver(journal, 15) },
      { kind: "receipt", name: "mine", content: receiptOf(journal) },
      { kind: "report", name: "september", content: reportOf(journal) },
    ];
  });

  /** Names of the checks of `npm run verify` that fail, with the checkpoints that were kept in the database. */
  const ownFaults = async (forged: Journal): Promise<string[]> => {
    const checks = await verifyJournal({
      store: storeOf(forged),
      replay: { chapters: [openPurses().chapter] },
      against: (tree) => {
        const faults = checkpointFaults({ keys: [notice], checkpoints: kept }, tree);
        return { check: "checkpoints", ok: faults.length === 0, detail: faults[0] ?? "" };
      },
    });
    return checks.filter(({ ok }) => !ok).map(({ check }) => check.replace("journal: ", ""));
  };

  const publicChecks = async (forged: Journal, how: { older?: readonly string[]; papers?: readonly Paper[] } = {}) => {
    const checks: PublicCheck[] = [];
    const clean = await verifier.verifyJournal({
      read: published(forged, how.older ?? []),
      say: (check) => checks.push(check),
      papers: how.papers ?? papers,
    });
    expect(clean).to.equal(checks.every(({ ok }) => ok));
    return checks;
  };
  const failed = (checks: readonly PublicCheck[]) => checks.filter(({ ok }) => !ok).map(({ check }) => check);

  it("is clean before", async () => {
    expect(await ownFaults(journal)).to.deep.equal([]);
    const checks = await publicChecks(journal, { older: kept });
    expect(failed(checks)).to.deep.equal([]);
    expect(checks.map(({ check }) => check)).to.deep.equal([
      "keys",
      "checkpoint",
      "leaves",
      "older checkpoints",
      "held note",
      "receipt mine",
      "report september",
    ]);
  });

  const edit = (batch: BatchDocument): BatchDocument =>
    withLine(batch, (line) => line.replaceAll('"5"', '"6"').replaceAll('"-5"', '"-6"'));
  const extra = (batch: BatchDocument): string => (batch.lines[0] ?? "").replace(/"k\d\.\d"/, '"k9.9"');
  const ALL = ["held note", "receipt mine", "report september"];

  /** Each done twice: in the stored documents alone, and with chain, roots and signatures made anew. */
  const forgeries: readonly {
    readonly what: string;
    readonly forge: (honest: Journal) => Journal;
    /** Checks of the journal itself that see the bare change. */
    readonly bare: readonly string[];
  }[] = [
    {
      what: "a line edited",
      forge: (honest) => replace(honest, 2, edit),
      bare: ["roots are right", "replay gives the same", "checkpoints"],
    },
    {
      what: "a line dropped",
      forge: (honest) => replace(honest, 2, (batch) => ({ ...batch, lines: batch.lines.slice(1) })),
      bare: ["numbers are dense", "roots are right", "replay gives the same", "checkpoints"],
    },
    {
      what: "lines reordered",
      forge: (honest) => replace(honest, 2, (batch) => ({ ...batch, lines: [...batch.lines].reverse() })),
      bare: ["roots are right", "replay gives the same", "checkpoints"],
    },
    {
      what: "a line inserted",
      forge: (honest) => replace(honest, 2, (batch) => ({ ...batch, lines: [extra(batch), ...batch.lines] })),
      bare: ["numbers are dense", "roots are right", "replay gives the same", "checkpoints"],
    },
  ];
  for (const { what, forge, bare } of forgeries) {
    it(`is found: ${what}`, async () => {
      expect(await ownFaults(forge(journal))).to.have.members(bare);
    });

    it(`is found: ${what}, and the whole chain, its roots and the newest checkpoint made anew`, async () => {
      const forged = reforge(forge(journal));
      expect(await ownFaults(forged)).to.deep.equal(["checkpoints"]);
      expect(failed(await publicChecks(forged))).to.deep.equal(ALL);
      expect(failed(await publicChecks(forged, { older: kept, papers: [] }))).to.deep.equal(["older checkpoints"]);
    });
  }

  it("is found: the chain forked after the second batch, other lines written since", async () => {
    const forged = reforge(
      journal.map((batch, i) => (i < 2 ? batch : withLine(batch, (line) => line.replace(/"k(\d\.\d)"/, '"f$1"')))),
    );
    expect(await ownFaults(forged)).to.deep.equal(["checkpoints"]);
    expect(failed(await publicChecks(forged))).to.deep.equal(ALL);
  });

  it("is found: the tail cut off", async () => {
    const forged = journal.slice(0, 4);
    expect(await ownFaults(forged)).to.deep.equal(["checkpoints"]);
    const checks = await publicChecks(forged);
    expect(failed(checks)).to.deep.equal(["held note"]);
    expect(checks.find(({ ok }) => !ok)?.detail).to.contain(
      "15 lines were signed, 12 are published: the end is missing",
    );
  });

  it("is found: the tail cut off and other lines written in its place", async () => {
    const forged = reforge(replace(journal, 4, edit));
    expect(await ownFaults(forged)).to.deep.equal(["checkpoints"]);
    expect(failed(await publicChecks(forged))).to.deep.equal(["held note"]);
  });

  it("is found: other leaves published than those that were signed", async () => {
    const [honest, other] = [published(journal, kept), published(reforge(replace(journal, 2, edit)), kept)];
    const checks: PublicCheck[] = [];
    const read = (path: string) => (path.startsWith("tile/") ? other : honest)(path);
    await verifier.verifyJournal({ read, say: (check) => checks.push(check) });
    expect(failed(checks)).to.deep.equal(["leaves", "older checkpoints"]);
  });

  it("is found: a receipt of another journal, with a forged path, at another place, over more, with another number", async () => {
    const other = reforge(replace(journal, 2, edit));
    const receipt = JSON.parse(receiptOf(journal));
    const forgedPath = JSON.stringify({ ...receipt, proof: { ...receipt.proof, path: ["00".repeat(32)] } });
    const moved = JSON.stringify({ ...receipt, ledger_line: LINE - 1 });
    const dearer = JSON.stringify({ ...receipt, amount: { yuan: "0.06" } });
    const lent = JSON.stringify({ ...receipt, serial: "CF-2026-00000099" });
    for (const content of [receiptOf(other), forgedPath, moved, dearer, lent]) {
      const paper = { kind: "receipt", name: "forged", content } as const;
      expect(failed(await publicChecks(journal, { papers: [paper] }))).to.deep.equal(["receipt forged"]);
    }
  });

  it("is found: a file that is not published, or is not what it should be, each by its check", async () => {
    const honest = published(journal, kept);
    const broken = {
      "keys.json": "keys",
      checkpoint: "checkpoint",
      "checkpoints.json": "older checkpoints",
      tile: "leaves",
    };
    for (const [missing, check] of Object.entries(broken)) {
      const gone = (path: string) => Promise.reject(new Error(`${path} is not published`));
      for (const instead of [gone, () => Promise.resolve(Buffer.from("{}"))]) {
        const checks: PublicCheck[] = [];
        const read = (path: string) =>
          path.startsWith(missing) && !path.startsWith(`${missing}s`) ? instead(path) : honest(path);
        expect(await verifier.verifyJournal({ read, say: (one) => checks.push(one) })).to.equal(false);
        expect(failed(checks)[0], missing).to.equal(check);
      }
    }
  });

  it("is found: a key that nobody introduced", async () => {
    const foreign = chooseSigner({
      notes: [],
      seeds: { now: Buffer.alloc(32, 9), before: undefined },
      origin: signer.name,
      lines: 0,
      today: "2026-09-01",
    });
    const honest = published(journal, []);
    const read = (path: string) =>
      path === "keys.json" ? Promise.resolve(Buffer.from(JSON.stringify([foreign.notice]))) : honest(path);
    const checks: PublicCheck[] = [];
    await verifier.verifyJournal({ read, say: (check) => checks.push(check) });
    expect(failed(checks)).to.deep.equal(["checkpoint"]);
    checks.length = 0;
    await verifier.verifyJournal({ read: honest, say: (check) => checks.push(check), key: foreign.signer.vkey });
    expect(failed(checks)).to.deep.equal(["keys", "checkpoint"]);
  });
});
