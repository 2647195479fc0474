import { expect } from "chai";
import fc from "fast-check";
import { createMerkle, EMPTY_ROOT, leafHash, loadMerkle } from "../../src/journal/merkle.ts";
import { verifyConsistency, verifyInclusion } from "../../src/journal/proof.ts";

/** The leaves and roots that Certificate Transparency implementations test against (RFC 6962). */
const INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const treeOf = (leaves: number) => {
  const tree = createMerkle();
  for (let i = 0; i < leaves; i += 1) tree.appendLines([`line ${i}`]);
  return tree;
};
function* pagesOf(bytes: Buffer, cut: number): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += cut) yield bytes.subarray(from, from + cut);
}
const size = fc.integer({ min: 1, max: 200 });

describe("Merkle tree", () => {
  it("gives the published roots of RFC 6962 trees of one to eight leaves", () => {
    const tree = createMerkle();
    expect(EMPTY_ROOT.toString("hex")).to.equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const roots = INPUTS.map((input) => {
      tree.appendLines([Buffer.from(input, "hex").toString("latin1")]);
      return tree.root().toString("hex");
    });
    expect(roots).to.deep.equal(ROOTS);
    expect(ROOTS.map((_, i) => tree.root(i + 1).toString("hex"))).to.deep.equal(ROOTS);
  });

  it("hashes the UTF-8 bytes of a line after a zero byte", () => {
    expect(leafHash("善账").toString("hex")).to.equal(
      "a4f282c9dfe9ed892941e3ae17d6eeef46e189b83c28be8cd050121092161e22",
    );
  });

  it("proves every leaf in every tree, and no other leaf, place or path", () => {
    const tree = treeOf(200);
    fc.assert(
      fc.property(size, fc.nat(199), (count, number) => {
        const index = number % count;
        const claim = {
          leaf: tree.leaf(index),
          index,
          size: count,
          root: tree.root(count),
          path: tree.inclusion(index, count),
        };
        expect(verifyInclusion(claim)).to.equal(true);
        expect(verifyInclusion({ ...claim, leaf: leafHash("forged") })).to.equal(false);
        expect(verifyInclusion({ ...claim, index: count })).to.equal(false);
        expect(verifyInclusion({ ...claim, path: [...claim.path, leafHash("more")] })).to.equal(false);
        if (count > 1) expect(verifyInclusion({ ...claim, path: claim.path.slice(1) })).to.equal(false);
        if (count > 1) expect(verifyInclusion({ ...claim, index: (index + 1) % count })).to.equal(false);
      }),
    );
  });

  it("proves every earlier tree to be a prefix, and no other root", () => {
    const tree = treeOf(200);
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const path = tree.consistency({ from, to });
        const claim = { from, to, fromRoot: tree.root(from), toRoot: tree.root(to), path };
        expect(verifyConsistency(claim)).to.equal(true);
        expect(verifyConsistency({ ...claim, fromRoot: leafHash("forged") })).to.equal(false);
        expect(verifyConsistency({ ...claim, toRoot: leafHash("forged") })).to.equal(false);
        expect(verifyConsistency({ ...claim, path: [...path, leafHash("more")] })).to.equal(false);
      }),
    );
  });

  it("is the same tree again after leaves were taken back", () => {
    fc.assert(
      fc.property(size, size, (kept, more) => {
        const tree = treeOf(kept + more);
        tree.truncate(kept);
        expect(tree.size()).to.equal(kept);
        for (let i = kept; i < kept + more; i += 1) tree.appendLines([`line ${i}`]);
        expect(tree.root().equals(treeOf(kept + more).root())).to.equal(true);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps going past one page of hashes", () => {
    const tree = treeOf(20_000);
    const path = tree.inclusion(12_345, 20_000);
    expect(verifyInclusion({ leaf: tree.leaf(12_345), index: 12_345, size: 20_000, root: tree.root(), path })).to.equal(
      true,
    );
  });

  it("is the same tree from its pages, however they are cut, and grows on", () => {
    for (const leaves of [0, 1, 2, 7, 64, 100]) {
      const tree = treeOf(leaves);
      const bytes = Buffer.concat([...tree.pages()]);
      for (const cut of [1, 3, 1_000]) {
        const loaded = loadMerkle(leaves, pagesOf(bytes, cut * 32));
        expect(loaded.root().equals(tree.root())).to.equal(true);
        loaded.appendLines([`line ${leaves}`]);
        expect(loaded.root().equals(treeOf(leaves + 1).root())).to.equal(true);
      }
      const wrong = [bytes.subarray(32), Buffer.concat([bytes, bytes, Buffer.alloc(32)])];
      for (const some of leaves === 0 ? wrong.slice(1) : wrong)
        expect(() => loadMerkle(leaves, pagesOf(some, 96))).to.throw(RangeError);
    }
  });

  it("refuses proofs about trees that it does not have", () => {
    const tree = treeOf(3);
    expect(() => tree.root(4)).to.throw(RangeError);
    expect(() => tree.inclusion(3, 3)).to.throw(RangeError);
    expect(() => tree.consistency({ from: 0, to: 3 })).to.throw(RangeError);
    expect(() => tree.consistency({ from: 3, to: 4 })).to.throw(RangeError);
    expect(() => tree.leaf(3)).to.throw(RangeError);
  });
});
