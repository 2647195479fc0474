// A witness of a Shanzhang journal: whoever runs it from time to time, with a key of their own, makes sure that the
// federation cannot show different journals to different people. Needs verifier.mjs beside it, and Node 20 or later.
//
//   node witness.mjs --public https://give.example.org --key FILE [--name witness.example.net] [--trust KEY]
//
// It signs (c2sp.org/tlog-cosignature) the newest checkpoint, but only one that begins with all it has signed before.
// FILE holds its secret key and is made when it is not there; FILE.last holds the checkpoint it signed last, which
// anybody may be given: `verifier.mjs … --held FILE.last --witness KEY`. --trust names a key of the journal.

import {
  COSIGNS,
  demandSignature,
  fromBase64,
  fromHex,
  isConsistent,
  keyId,
  readCheckpoint,
  readFrom,
  readKeys,
  SIGNS,
  toBase64,
} from "./verifier.mjs";

const { subtle } = globalThis.crypto;
const ED25519 = { name: "Ed25519" };
/** What stands before the seed of a key in PKCS #8 (RFC 8410). */
const PKCS8 = fromHex("302e020100300506032b657004220420");

const urlBase64 = (text) => fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));

/** A secret key as it is kept: `PRIVATE+KEY+name+id+base64(0x01 ‖ seed)`, as the Go tools have it. */
export const makeKey = async (name) => {
  const { privateKey } = await subtle.generateKey(ED25519, true, ["sign", "verify"]);
  const { d, x } = await subtle.exportKey("jwk", privateKey);
  const id = keyId(name, Uint8Array.of(SIGNS, ...urlBase64(x)));
  return `PRIVATE+KEY+${name}+${id}+${toBase64(Uint8Array.of(SIGNS, ...urlBase64(d)))}`;
};

/** Opens a kept key: its public form, and a function that gives the signature line over a text at a time. */
export const openKey = async (secret) => {
  const [, , name, , ...rest] = secret.trim().split("+");
  const pkcs8 = Uint8Array.of(...PKCS8, ...fromBase64(rest.join("+")).slice(1));
  const key = await subtle.importKey("pkcs8", pkcs8, ED25519, true, ["sign"]);
  const { x } = await subtle.exportKey("jwk", key);
  const material = Uint8Array.of(COSIGNS, ...urlBase64(x));
  const id = keyId(name, material);
  const cosign = async (text, seconds) => {
    const message = new TextEncoder().encode(`cosignature/v1\ntime ${seconds}\n${text}`);
    const time = new DataView(new ArrayBuffer(8));
    time.setBigUint64(0, BigInt(seconds));
    const signature = new Uint8Array(await subtle.sign(ED25519, key, message));
    const line = Uint8Array.of(...fromHex(id), ...new Uint8Array(time.buffer), ...signature);
    return `— ${name} ${toBase64(line)}\n`;
  };
  return { vkey: `${name}+${id}+${toBase64(material)}`, cosign };
};

/**
 * The newest checkpoint with the witness's signature. `last` is the one signed before, or undefined. `read(path)` gives what
 * is published, `prove(from, to)` the path of a consistency proof, hex. Throws, and signs nothing, when the journal went back
 * or is not the one of `last`.
 */
export const cosignNewest = async ({ read, prove, last, trust, key, seconds }) => {
  const text = async (path) => new TextDecoder().decode(await read(path));
  const keys = await readKeys(JSON.parse(await text("keys.json")), trust);
  const newest = readCheckpoint(await text("checkpoint"));
  await demandSignature(keys, newest);
  if (last) await demandGrowth(readCheckpoint(last), { newest, prove });
  const signed = newest.note.slice(0, newest.note.lastIndexOf("\n\n") + 1);
  return newest.note + (await key.cosign(signed, seconds));
};

const demandGrowth = async (last, { newest, prove }) => {
  if (newest.origin !== last.origin) throw new Error(`it is another journal: ${newest.origin}, not ${last.origin}`);
  if (newest.size < last.size) throw new Error(`the journal went back from ${last.size} lines to ${newest.size}`);
  const [from, to] = [last.size, newest.size];
  const path = from === to ? [] : (await prove(from, to)).map(fromHex);
  const holds = isConsistent({ from, to, fromRoot: last.root, toRoot: newest.root, path });
  if (!holds) throw new Error(`the first ${from} lines are not those that were signed before`);
};

const proveAt = (address) => async (from, to) => {
  const answer = await fetch(`${address.replace(/\/+$/, "")}/api/v1/proofs/consistency?from=${from}&to=${to}`);
  if (!answer.ok) throw new Error(`no proof from ${from} to ${to} lines: status ${answer.status}`);
  return (await answer.json()).path;
};

const runCommand = async (args) => {
  const { existsSync, readFileSync, renameSync, writeFileSync } = await import("node:fs");
  const given = Object.fromEntries(
    args.flatMap((word, i) => (word.startsWith("--") ? [[word.slice(2), args[i + 1]]] : [])),
  );
  if (!given.public || !given.key) throw new Error("say --public ADDRESS and --key FILE");
  if (!existsSync(given.key)) {
    if (!given.name) throw new Error(`${given.key} is not there; with --name a key is made`);
    writeFileSync(given.key, `${await makeKey(given.name)}\n`, { mode: 0o600, flag: "wx" });
  }
  const key = await openKey(readFileSync(given.key, "utf8"));
  const kept = `${given.key}.last`;
  const note = await cosignNewest({
    read: readFrom(given.public),
    prove: proveAt(given.public),
    last: existsSync(kept) ? readFileSync(kept, "utf8") : undefined,
    trust: given.trust,
    key,
    seconds: Math.floor(Date.now() / 1000),
  });
  writeFileSync(`${kept}.new`, note);
  renameSync(`${kept}.new`, kept);
  console.error(`signed by ${key.vkey}`);
  console.log(note);
};

if (globalThis.process?.argv?.[1]?.endsWith("witness.mjs")) {
  try {
    await runCommand(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
