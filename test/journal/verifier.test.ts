import { createHash, randomBytes } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { createMerkle, leafHash } from "../../src/journal/merkle.ts";
import { loadVerifier, type Verifier } from "../support/verifier.ts";

/** The leaves that Certificate Transparency implementations test against, and proofs over them (RFC 6962 §2.1). */
const INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS = new Map([
  [1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
  [6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"],
  [8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
]);
const SIX_TO_EIGHT = [
  "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
  "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
];
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const plain = (hashes: readonly Buffer[]): Uint8Array[] => hashes.map((hash) => Uint8Array.from(hash));
const size = fc.integer({ min: 1, max: 200 });

describe("The public verifier", () => {
  let verifier: Verifier;
  const tree = createMerkle();
  for (let i = 0; i < 200; i += 1) tree.appendLines([`line ${i}`]);
  before(async () => (verifier = await loadVerifier()));

  it("has the SHA-256 of FIPS 180-4, for every length of a text", () => {
    expect(verifier.hex(verifier.sha256(new TextEncoder().encode("abc")))).to.equal(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    for (let length = 0; length < 200; length += 1) {
      const text = Uint8Array.from(randomBytes(length));
      expect(verifier.hex(verifier.sha256(text))).to.equal(createHash("sha256").update(text).digest("hex"));
    }
  });

  it("gives the published roots of RFC 6962 trees", () => {
    const grown = verifier.openTree();
    expect(verifier.hex(grown.root())).to.equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (const input of INPUTS) {
      grown.push(Uint8Array.from(leafHash(Buffer.from(input, "hex").toString("latin1"))));
      const root = ROOTS.get(grown.size());
      if (root !== undefined) expect(verifier.hex(grown.root())).to.equal(root);
    }
    expect(grown.size()).to.equal(8);
  });

  it("takes the published proof from six to eight leaves, and none with another hash", () => {
    const claim = { from: 6, to: 8, fromRoot: bytes(ROOTS.get(6) ?? ""), toRoot: bytes(ROOTS.get(8) ?? "") };
    expect(verifier.isConsistent({ ...claim, path: SIX_TO_EIGHT.map(bytes) })).to.equal(true);
    for (const at of SIX_TO_EIGHT.keys()) {
      const path = SIX_TO_EIGHT.map((hash, i) => bytes(i === at ? "00".repeat(32) : hash));
      expect(verifier.isConsistent({ ...claim, path })).to.equal(false);
    }
  });

  it("follows the journal's inclusion proofs to the same roots, and no forged one", () => {
    fc.assert(
      fc.property(size, fc.nat(199), (count, number) => {
        const index = number % count;
        const path = plain(tree.inclusion(index, count));
        const claim = { leaf: Uint8Array.from(tree.leaf(index)), index, size: count, path };
        const root = tree.root(count).toString("hex");
        const leads = (to: object): boolean => {
          const found = verifier.rootFrom({ ...claim, ...to });
          return found !== undefined && verifier.hex(found) === root;
        };
        expect(leads({})).to.equal(true);
        expect(leads({ leaf: Uint8Array.from(leafHash("forged")) })).to.equal(false);
        expect(leads({ index: count })).to.equal(false);
        expect(leads({ index: -1 })).to.equal(false);
        expect(leads({ path: [...path, Uint8Array.from(leafHash("more"))] })).to.equal(false);
        if (count > 1) expect(leads({ path: path.slice(1) })).to.equal(false);
        if (count > 1) expect(leads({ index: (index + 1) % count })).to.equal(false);
      }),
    );
  });

  it("takes the journal's consistency proofs, and no forged one", () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const path = plain(tree.consistency({ from, to }));
        const [fromRoot, toRoot] = plain([tree.root(from), tree.root(to)]);
        const forged = Uint8Array.from(leafHash("forged"));
        const claim = { from, to, fromRoot, toRoot, path };
        expect(verifier.isConsistent(claim)).to.equal(true);
        expect(verifier.isConsistent({ ...claim, fromRoot: forged })).to.equal(false);
        expect(verifier.isConsistent({ ...claim, toRoot: forged })).to.equal(false);
        expect(verifier.isConsistent({ ...claim, path: [...path, forged] })).to.equal(false);
        expect(verifier.isConsistent({ ...claim, from: 0 })).to.equal(false);
        expect(verifier.isConsistent({ ...claim, from: to + 1 })).to.equal(false);
      }),
    );
  });
});
