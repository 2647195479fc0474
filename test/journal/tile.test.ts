import { expect } from "chai";
import { createMerkle, leafHash, nodeHash } from "../../src/journal/merkle.ts";
import { parseTilePath, tileBytes } from "../../src/journal/tile.ts";
import { loadVerifier } from "../support/verifier.ts";

describe("Tiles", () => {
  const tree = createMerkle();
  for (let i = 0; i < 600; i += 1) tree.appendLines([`line ${i}`]);
  const bytes = (path: string) => {
    const tile = parseTilePath(path);
    return tile && tileBytes(tile, tree.nodes);
  };

  it("have the paths of c2sp.org/tlog-tiles", async () => {
    expect(parseTilePath("0/000")).to.deep.equal({ level: 0, index: 0, width: 256 });
    expect(parseTilePath("2/x001/x234/067")).to.deep.equal({ level: 2, index: 1_234_067, width: 256 });
    expect(parseTilePath("0/002.p/88")).to.deep.equal({ level: 0, index: 2, width: 88 });
    const bad = [
      "",
      "0",
      "0/0",
      "0/1234",
      "00/000",
      "0/x000/001",
      "0/001/002",
      "0/000.p/0",
      "0/000.p/256",
      "0/000.p/01",
      "0/000/",
      "-1/000",
    ];
    expect(bad.filter((path) => parseTilePath(path) !== undefined)).to.deep.equal([]);
    const { tilePath } = await loadVerifier();
    for (const index of [0, 7, 999, 1_000, 1_234_067, 12_345_678])
      for (const width of [256, 17]) {
        const path = tilePath(index, width).replace(/^tile\//, "");
        expect(parseTilePath(path), path).to.deep.equal({ level: 0, index, width });
      }
  });

  it("hold the hashes of their level, and nothing that is not there yet", () => {
    expect(bytes("0/001")).to.have.length(256 * 32);
    expect(bytes("0/001")?.subarray(0, 32).equals(leafHash("line 256"))).to.equal(true);
    expect(bytes("0/002.p/88")?.subarray(-32).equals(leafHash("line 599"))).to.equal(true);
    expect(bytes("0/002.p/89")).to.equal(undefined);
    expect(bytes("0/002")).to.equal(undefined);
    const upper = bytes("1/000.p/2");
    expect(upper && nodeHash(upper.subarray(0, 32), upper.subarray(32)).equals(tree.root(512))).to.equal(true);
    expect(bytes("1/000.p/3")).to.equal(undefined);
    expect(bytes("63/000.p/1")).to.equal(undefined);
  });
});
