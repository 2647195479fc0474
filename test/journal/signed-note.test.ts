import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { checkpointText, readCheckpoint } from "../../src/journal/checkpoint.ts";
import { isSignedBy, openSigner, parseNote, signNote } from "../../src/journal/signed-note.ts";
import { loadVerifier, type Verifier } from "../support/verifier.ts";

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/signed-notes.json"), "utf8"));
const { published, ours } = vectors;
const signerOf = (vector: { seed: string; vkey: string }) =>
  openSigner(vector.vkey.split("+")[0] ?? "", Buffer.from(vector.seed, "hex"));

describe("Signed notes", () => {
  let verifier: Verifier;
  before(async () => (verifier = await loadVerifier()));

  it("are byte for byte those of the Go reference, key and signature", () => {
    const signer = signerOf(published);
    expect(signer.vkey).to.equal(published.vkey);
    expect(signNote(published.text, [signer])).to.equal(published.note);
  });

  it("are for checkpoints what they have been since the first one was signed", () => {
    const { name, size, root, note, vkey } = ours;
    const signer = signerOf(ours);
    expect(signer.vkey).to.equal(vkey);
    expect(signNote(checkpointText({ origin: name, size, root }), [signer])).to.equal(note);
    expect(readCheckpoint(note)).to.deep.equal({ origin: name, size, root });
  });

  for (const vector of [published, ours]) {
    it(`of ${vector.vkey.split("+")[0]} hold for their key and for no other, with us and with the public verifier`, async () => {
      const { note, vkey } = vector;
      const other = vector === ours ? published.vkey : ours.vkey;
      expect(isSignedBy(parseNote(note), vkey)).to.equal(true);
      expect(isSignedBy(parseNote(note), other)).to.equal(false);
      expect(await verifier.isSignedBy(note, vkey)).to.equal(true);
      expect(await verifier.isSignedBy(note, other)).to.equal(false);
    });

    it(`of ${vector.vkey.split("+")[0]} do not hold after any letter was changed`, async () => {
      const { note, vkey } = vector;
      const text = note.slice(0, note.lastIndexOf("\n\n"));
      for (let at = 0; at < text.length; at += 1) {
        const forged = note.slice(0, at) + (note[at] === "x" ? "y" : "x") + note.slice(at + 1);
        expect(isSignedBy(parseNote(forged), vkey), `letter ${at}`).to.equal(false);
        expect(await verifier.isSignedBy(forged, vkey), `letter ${at}`).to.equal(false);
      }
    });
  }

  it("carry several signatures, each checked by its own key", () => {
    const note = parseNote(signNote(published.text, [signerOf(published), signerOf(ours)]));
    expect(note.signatures.map(({ name }) => name)).to.deep.equal(["PeterNeumann", ours.name]);
    for (const { vkey } of [published, ours]) expect(isSignedBy(note, vkey)).to.equal(true);
  });

  it("refuse what has not their form", () => {
    for (const bad of [
      "",
      "text\n",
      "text\n\n",
      "text\n\n- a AAAAAAAAAAAA\n",
      "text\n\n— a AAAA\n",
      "text\n\n— a b\n\n",
    ])
      expect(() => parseNote(bad), JSON.stringify(bad)).to.throw();
    expect(() => openSigner("two words", Buffer.alloc(32))).to.throw("cannot be named");
    expect(() => openSigner("a+b", Buffer.alloc(32))).to.throw("cannot be named");
    expect(() => signNote("no line break", [signerOf(ours)])).to.throw("line break");
    const note = parseNote(ours.note);
    for (const bad of ["", "a+b", ours.vkey.replace("+43", "+44"), ours.vkey.replace("+AQ", "+BA")])
      expect(() => isSignedBy(note, bad), bad).to.throw();
  });

  it("are checkpoints only when they say so in three lines", () => {
    const sign = (text: string) => signNote(text, [signerOf(ours)]);
    const root = Buffer.from(ours.root, "hex").toString("base64");
    expect(readCheckpoint(sign(`a\n8\n${root}\n`)).size).to.equal(8);
    for (const bad of [
      `a\n08\n${root}\n`,
      `a\n-1\n${root}\n`,
      "a\n8\nAAAA\n",
      `a\n8\n${root}\nmore\n`,
      `\n8\n${root}\n`,
    ])
      expect(() => readCheckpoint(sign(bad)), JSON.stringify(bad)).to.throw("not a checkpoint");
  });
});
