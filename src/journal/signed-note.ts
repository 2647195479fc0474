import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/**
 * Signed notes as C2SP has them (c2sp.org/signed-note): a text, an empty line, then one line a signature,
 * `— name base64(key id ‖ signature)`. Keys are Ed25519.
 */
export type Signer = {
  readonly name: string;
  /** The public key as people pass it on: `name+id+base64(0x01 ‖ key)`. */
  readonly vkey: string;
  /** The signature line over a text. The same text gives the same line. */
  readonly sign: (text: string) => string;
};

export type Signature = { readonly name: string; readonly id: string; readonly bytes: Buffer };
export type Note = { readonly text: string; readonly signatures: readonly Signature[] };

const ED25519 = Buffer.from([1]);
const ID_BYTES = 4;
/** What stands before the 32 bytes of a key in PKCS #8 and in SPKI (RFC 8410). */
const PRIVATE_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_HEAD = Buffer.from("302a300506032b6570032100", "hex");
const NAME = /^[^\s+]+$/u;
const SIGNATURE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/** A signer from its 32-byte seed. Throws on a name with a space or a plus sign. */
export const openSigner = (name: string, seed: Uint8Array): Signer => {
  if (!NAME.test(name)) throw new Error(`a key cannot be named ${name}`);
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: "der", type: "pkcs8" });
  const raw = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(PUBLIC_HEAD.length);
  const material = Buffer.concat([ED25519, raw]);
  const id = keyId(name, material);
  return {
    name,
    vkey: `${name}+${id.toString("hex")}+${material.toString("base64")}`,
    sign: (text) => `— ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString("base64")}\n`,
  };
};

/** The note of a text, which must end in a line break. */
export const signNote = (text: string, signers: readonly Signer[]): string => {
  if (!text.endsWith("\n")) throw new Error("the text of a note ends in a line break");
  return `${text}\n${signers.map((signer) => signer.sign(text)).join("")}`;
};

/** Takes a note apart, without looking at its signatures. Throws when it has not the form of one. */
export const parseNote = (note: string): Note => {
  const split = note.lastIndexOf("\n\n");
  const lines = note.slice(split + 2).split("\n");
  if (split < 1 || lines.pop() !== "" || lines.length === 0) throw new Error("not a signed note");
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) };
};

const parseSignature = (line: string): Signature => {
  const [, name, base64] = SIGNATURE.exec(line) ?? [];
  const bytes = Buffer.from(base64 ?? "", "base64");
  if (name === undefined || bytes.length <= ID_BYTES) throw new Error("not a signature line");
  return { name, id: bytes.subarray(0, ID_BYTES).toString("hex"), bytes: bytes.subarray(ID_BYTES) };
};

/** True when the note holds a signature of this public key and every such signature is good. Throws on a malformed key. */
export const isSignedBy = ({ text, signatures }: Note, vkey: string): boolean => {
  const { name, id, key } = parseKey(vkey);
  const own = signatures.filter((signature) => signature.name === name && signature.id === id);
  return own.length > 0 && own.every(({ bytes }) => verify(null, Buffer.from(text), key, bytes));
};

const parseKey = (vkey: string): { readonly name: string; readonly id: string; readonly key: KeyObject } => {
  const [name = "", id = "", ...rest] = vkey.split("+");
  const material = Buffer.from(rest.join("+"), "base64");
  if (!NAME.test(name) || material.length !== 33 || material[0] !== 1) throw new Error("not an Ed25519 key of a note");
  if (keyId(name, material).toString("hex") !== id) throw new Error("the id of a key differs from the key");
  const der = Buffer.concat([PUBLIC_HEAD, material.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: "der", type: "spki" }) };
};

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ kind ‖ key). */
const keyId = (name: string, material: Uint8Array): Buffer =>
  createHash("sha256").update(`${name}\n`).update(material).digest().subarray(0, ID_BYTES);
