import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { openCheckpointStore } from "../../src/journal/checkpoint-store.ts";
import { readCheckpoint } from "../../src/journal/checkpoint.ts";
import { type Checkpoints, openCheckpoints } from "../../src/journal/checkpoints.ts";
import { verifyConsistency, verifyInclusion } from "../../src/journal/proof.ts";
import { proofRoutes } from "../../src/journal/proof-routes.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { command, openTestBook, type TestBook } from "../support/journal.ts";
import { loadVerifier, loadWitness, type PublicCheck } from "../support/verifier.ts";

const LINES = 300;
const bytes = (hex: string): Buffer => Buffer.from(hex, "hex");

describe("What is published of the journal", () => {
  let test: TestApp;
  let opened: TestBook;
  let checkpoints: Checkpoints;
  let server: Server;
  let address = "";
  let time = Date.parse("2026-09-03T10:00:00Z");

  const fill = (count: number, from: string) =>
    Promise.all(Array.from({ length: count }, (_, i) => opened.book.submit(command("fill", `${from}${i}`))));
  const get = async (path: string) => {
    const answer = await fetch(`${address}${path}`);
    return {
      status: answer.status,
      cache: answer.headers.get("cache-control"),
      bytes: Buffer.from(await answer.arrayBuffer()),
    };
  };
  const json = async (path: string) => JSON.parse((await get(path)).bytes.toString("utf8"));
  const log = (path: string) => get(`/.well-known/shanzhang/${path}`);
  const note = async () => (await log("checkpoint")).bytes.toString("utf8");

  before(async () => {
    const late: { deps?: Parameters<typeof proofRoutes>[0] } = {};
    const deps = () => {
      if (!late.deps) throw new Error("the book is not open yet");
      return late.deps;
    };
    const routes = proofRoutes({
      get book() {
        return deps().book;
      },
      get checkpoints() {
        return deps().checkpoints;
      },
    });
    test = await openTestApp({ database: "proof_routes_test", routers: [routes] });
    opened = await openTestBook({ store: openJournalStore(test.connection) });
    checkpoints = await openCheckpoints({
      store: openCheckpointStore(test.connection),
      book: opened.book,
      seeds: { now: Buffer.alloc(32, 1), before: undefined },
      origin: "give.example.org/shanzhang",
      now: () => new Date(time),
      freshFor: 60_000,
    });
    late.deps = { book: opened.book, checkpoints };
    server = createServer(test.app).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.close();
    server.closeAllConnections();
    await opened.book.close();
    await test.close();
  });

  it("is nothing before the first line", async () => {
    expect((await log("checkpoint")).status).to.equal(404);
    expect((await log("tile/0/000.p/1")).status).to.equal(404);
    expect((await get("/api/v1/proofs/inclusion?line=0")).status).to.equal(404);
  });

  it("is enough for the public verifier: keys, checkpoints, leaves", async () => {
    await fill(LINES, "a");
    await checkpoints.publish(40);
    time += 61_000;
    const checks: PublicCheck[] = [];
    const { verifyJournal, readFrom } = await loadVerifier();
    expect(
      await verifyJournal({ read: readFrom(address), say: (check) => checks.push(check) }),
      JSON.stringify(checks),
    ).to.equal(true);
    expect(checks.map(({ check }) => check)).to.deep.equal(["keys", "checkpoint", "leaves", "older checkpoints"]);
    expect(checks[2]?.detail).to.equal(`${LINES} hashes give the signed root ${opened.book.root(LINES)}`);
    expect(checks[3]?.detail).to.equal(`2, over 40 to ${LINES} lines: all the same beginning`);
  });

  it("are tiles that may be kept for ever, and checkpoints that may not", async () => {
    const [full, part] = [await log("tile/0/000"), await log("tile/0/001.p/44")];
    expect(full.bytes).to.have.length(256 * 32);
    expect(part.bytes).to.have.length(44 * 32);
    for (const tile of [full, part]) expect(tile.cache).to.contain("immutable");
    expect((await log("checkpoint")).cache).to.equal("no-cache");
    for (const path of ["tile/0/001", "tile/0/001.p/45", "tile/0/1", "tile/entries/000", "tile/0/..%2fcheckpoint"])
      expect((await log(path)).status, path).to.equal(404);
  });

  it("are proofs of single lines against the newest checkpoint, or the tree that is asked for", async () => {
    const proof = await json("/api/v1/proofs/inclusion?line=123");
    const { root, size } = readCheckpoint(proof.checkpoint);
    expect(proof).to.include({ line: 123, size: LINES, root });
    const path = proof.path.map(bytes);
    expect(verifyInclusion({ leaf: bytes(proof.leaf), index: 123, size, root: bytes(root), path })).to.equal(true);
    const small = await json("/api/v1/proofs/inclusion?line=123&size=130");
    expect(small).to.include({ size: 130, root: opened.book.root(130), checkpoint: null });
  });

  it("is a proof that one tree is the beginning of another", async () => {
    const { from, to, from_root, to_root, path } = await json(`/api/v1/proofs/consistency?from=40&to=${LINES}`);
    const claim = { from, to, fromRoot: bytes(from_root), toRoot: bytes(to_root), path: path.map(bytes) };
    expect(verifyConsistency(claim)).to.equal(true);
    expect(claim).to.include({ from: 40, to: LINES });
  });

  it("is no tree that the journal has not", async () => {
    const asked = [
      `inclusion?line=${LINES}`,
      "inclusion?line=5&size=5",
      `inclusion?line=5&size=${LINES + 1}`,
      `consistency?from=1&to=${LINES + 1}`,
      "consistency?from=5&to=4",
    ];
    for (const query of asked) expect((await get(`/api/v1/proofs/${query}`)).status, query).to.equal(404);
    for (const query of ["inclusion", "inclusion?line=-1", "inclusion?line=x", "consistency?from=0&to=4"])
      expect((await get(`/api/v1/proofs/${query}`)).status, query).to.equal(422);
  });

  describe("A witness", () => {
    const seconds = 1_790_000_000;
    const prove = async (from: number, to: number) =>
      (await json(`/api/v1/proofs/consistency?from=${from}&to=${to}`)).path;

    it("signs the newest checkpoint, and again only what has grown from it", async () => {
      const [witness, verifier] = [await loadWitness(), await loadVerifier()];
      const key = await witness.openKey(await witness.makeKey("witness.example.net"));
      const read = verifier.readFrom(address);
      const first = await witness.cosignNewest({ read, prove, key, seconds });
      expect(first.startsWith(await note())).to.equal(true);
      expect(await verifier.isSignedBy(first, key.vkey)).to.equal(true);
      expect(await verifier.isSignedBy(first.replace(`\n${LINES}\n`, `\n${LINES + 1}\n`), key.vkey)).to.equal(false);
      await fill(30, "b");
      time += 61_000;
      const second = await witness.cosignNewest({ read, prove, last: first, key, seconds: seconds + 1 });
      expect(readCheckpoint(second).size).to.equal(LINES + 30);

      const checks: PublicCheck[] = [];
      const papers = [{ kind: "held", name: "witnessed", content: first }] as const;
      const asked = { read, papers, say: (check: PublicCheck) => checks.push(check) };
      expect(await verifier.verifyJournal({ ...asked, witness: key.vkey })).to.equal(true);
      const other = await witness.openKey(await witness.makeKey("witness.example.net"));
      expect(await verifier.verifyJournal({ ...asked, witness: other.vkey })).to.equal(false);
      expect(checks.at(-1)).to.deep.include({ check: "held witnessed", detail: "the witness has not signed it" });
    });

    it("signs nothing that went back, was forked, or is another journal", async () => {
      const [witness, verifier] = [await loadWitness(), await loadVerifier()];
      const key = await witness.openKey(await witness.makeKey("witness.example.net"));
      const read = verifier.readFrom(address);
      const newest = await note();
      const { root, size, origin } = readCheckpoint(newest);
      const base64 = Buffer.from(root, "hex").toString("base64");
      const lasts = [
        [newest.replace(`\n${size}\n`, `\n${size + 1}\n`), "went back"],
        [newest.replace(base64, Buffer.alloc(32).toString("base64")), "not those that were signed before"],
        [newest.replace(base64, Buffer.alloc(32).toString("base64")).replace(`\n${size}\n`, "\n40\n"), "not those"],
        [newest.replace(`${origin}\n`, "elsewhere.example\n"), "another journal"],
      ] as const;
      for (const [last, why] of lasts) {
        let refused: unknown;
        await witness.cosignNewest({ read, prove, last, key, seconds }).catch((error: unknown) => (refused = error));
        expect(refused).to.have.property("message").that.contains(why);
      }
    });

    it("has signatures in the form of the published example", async () => {
      const witness = await loadWitness();
      const { vkey, cosign } = await witness.openKey(
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
      );
      expect(vkey).to.equal("PeterNeumann+18b9780b+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
      const line = await cosign(
        "give.example.org/shanzhang\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
        1_700_000_000,
      );
      const [, , base64 = ""] = line.trimEnd().split(" ");
      const blob = Buffer.from(base64, "base64");
      expect(blob).to.have.length(4 + 8 + 64);
      expect(blob.subarray(0, 4).toString("hex")).to.equal("18b9780b");
      expect(blob.readBigUInt64BE(4)).to.equal(1_700_000_000n);
    });
  });
});
