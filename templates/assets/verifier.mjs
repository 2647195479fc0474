// The public verifier of a Shanzhang journal: one file, no dependency, for browsers and for Node 20 or later.
//
//   node verifier.mjs https://give.example.org [--receipt FILE] [--report FILE] [--held FILE] [--key KEY] [--save FOLDER]
//
// The journal is a list of lines that only ever grows. Their texts are not public, their hashes are. All of them
// together give one hash, the root (RFC 6962); the federation signs it with the number of lines: a checkpoint. So:
//
//   keys               each key that signs was introduced by the key before it; --key names the first one you trust
//   checkpoint         the newest checkpoint is signed by the key of its time
//   leaves             all published line hashes together give the root that was signed
//   older checkpoints  each older one was signed over the beginning of the same list: nothing was changed or taken out
//   --held FILE        the same of a checkpoint that you kept, or got from a witness (--witness KEY) or a newspaper
//   --receipt FILE     the line of a receipt (the JSON inside its PDF) has its number and amount and stands in its place
//   --report FILE      the root in a published report (JSON) is that of the same list
//
// Instead of an address a folder can be given that --save has written. What no program can check from here: that a
// line says what happened, and that others are shown the same list as you. For that, compare checkpoints with others.

// ---------------------------------------------------------------- SHA-256 (FIPS 180-4)

const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n += 1) if (PRIMES.every((prime) => n % prime !== 0)) PRIMES.push(n);
const fraction = (value) => ((value % 1) * 2 ** 32) | 0;
const K = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const W = new Int32Array(64);
const turn = (word, bits) => (word >>> bits) | (word << (32 - bits));

const absorbBlock = (state, block, at) => {
  for (let i = 0; i < 16; i += 1) W[i] = block.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i += 1) {
    const w15 = W[i - 15];
    const w2 = W[i - 2];
    const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3);
    const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10);
    W[i] = W[i - 16] + s0 + W[i - 7] + s1;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const words = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) state[i] += words[i];
};

/** SHA-256 of bytes. */
export const sha256 = (bytes) => {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length * 8);
  const state = START.slice();
  for (let at = 0; at < padded.length; at += 64) absorbBlock(state, view, at);
  const digest = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < 8; i += 1) digest.setInt32(4 * i, state[i]);
  return new Uint8Array(digest.buffer);
};

const concat = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const utf8 = (text) => new TextEncoder().encode(text);
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
export const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

// ---------------------------------------------------------------- The tree (RFC 6962 §2.1)

/** The hash of a line. */
const leafHash = (line) => sha256(concat([0], utf8(line)));

const node = (left, right) => {
  const pair = new Uint8Array(65);
  pair[0] = 1;
  pair.set(left, 1);
  pair.set(right, 33);
  return sha256(pair);
};

/** Takes leaf hashes one by one and keeps only the perfect subtrees, largest first: enough for the root at any moment. */
export const openTree = () => {
  const subtrees = [];
  let size = 0;
  return {
    size: () => size,
    push: (leaf) => {
      let hash = leaf;
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) hash = node(subtrees.pop(), hash);
      subtrees.push(hash);
      size += 1;
    },
    root: () => (size === 0 ? sha256(new Uint8Array()) : subtrees.reduceRight((right, left) => node(left, right))),
  };
};

/** Where a tree of `count` leaves is split: the largest power of two below `count`. */
const splitOf = (count) => 2 ** Math.ceil(Math.log2(count) - 1);

/** The root to which an audit path leads from the leaf at `index`; undefined when path and place do not fit. */
export const rootFrom = ({ leaf, index, size, path }) => {
  if (!(index >= 0 && index < size)) return undefined;
  if (size === 1) return path.length === 0 ? leaf : undefined;
  const split = splitOf(size);
  const sibling = path.at(-1);
  const [left, rest] = [index < split, path.slice(0, -1)];
  const below = left
    ? rootFrom({ leaf, index, size: split, path: rest })
    : rootFrom({ leaf, index: index - split, size: size - split, path: rest });
  if (!below || !sibling) return undefined;
  return left ? node(below, sibling) : node(sibling, below);
};

/** True when a proof shows that the tree of `from` leaves is the beginning of the tree of `to`. */
export const isConsistent = ({ from, to, fromRoot, toRoot, path }) => {
  const roots = from >= 1 && from <= to ? bothRoots({ from, to, path, known: fromRoot }) : undefined;
  return roots !== undefined && hex(roots.older) === hex(fromRoot) && hex(roots.newer) === hex(toRoot);
};

/** The older and the newer root that a proof leads to. `known` is the older one while the way goes only left. */
const bothRoots = ({ from, to, path, known }) => {
  if (from === to) {
    const root = known ?? path[0];
    return path.length === (known ? 0 : 1) ? { older: root, newer: root } : undefined;
  }
  const split = splitOf(to);
  const [last, rest] = [path.at(-1), path.slice(0, -1)];
  const left = from <= split;
  const below = left
    ? bothRoots({ from, to: split, path: rest, known })
    : bothRoots({ from: from - split, to: to - split, path: rest });
  if (!below || !last) return undefined;
  if (left) return { older: below.older, newer: node(below.newer, last) };
  return { older: node(last, below.older), newer: node(last, below.newer) };
};

// ---------------------------------------------------------------- Signed notes (c2sp.org/signed-note)

/** Kinds of keys: one that signs a text, and a witness's, which signs the time as well (c2sp.org/tlog-cosignature). */
export const [SIGNS, COSIGNS] = [1, 4];
export const keyId = (name, material) => hex(sha256(concat(utf8(`${name}\n`), material)).slice(0, 4));

const parseKey = (key) => {
  const [name, id, ...rest] = key.trim().split("+");
  const material = fromBase64(rest.join("+"));
  if (material.length !== 33 || keyId(name, material) !== id) throw new Error(`${key} is not a key of a signed note`);
  return { name, id, kind: material[0], bytes: material.slice(1) };
};

const parseNote = (note) => {
  const split = note.lastIndexOf("\n\n");
  const lines = note
    .slice(split + 2)
    .trimEnd()
    .split("\n");
  if (split < 1) throw new Error("not a signed note");
  const signatures = lines.map((line) => {
    const [, name, base64] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    if (!name) throw new Error("not a signature line");
    const bytes = fromBase64(base64);
    return { name, id: hex(bytes.slice(0, 4)), bytes: bytes.slice(4) };
  });
  return { text: note.slice(0, split + 1), signatures };
};

/** True when the note holds a signature of this key, and it is good. */
export const isSignedBy = async (note, key) => {
  const { text, signatures } = parseNote(note);
  const { name, id, kind, bytes } = parseKey(key);
  const own = signatures.find((signature) => signature.name === name && signature.id === id);
  if (!own) return false;
  const signed = kind === COSIGNS ? cosigned(text, own.bytes) : utf8(text);
  const imported = await crypto.subtle.importKey("raw", bytes, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, own.bytes.slice(-64), signed);
};

/** What a witness signs: the time, in front of its signature as eight bytes, and the text. */
const cosigned = (text, bytes) =>
  utf8(`cosignature/v1\ntime ${new DataView(bytes.slice(0, 8).buffer).getBigUint64(0)}\n${text}`);

/** What a checkpoint says: whose journal, how many lines, their root. */
export const readCheckpoint = (note) => {
  const [, origin, size, root] = /^(.+)\n(0|[1-9]\d*)\n(\S{44})\n$/.exec(parseNote(note).text) ?? [];
  if (!origin) throw new Error("not a checkpoint");
  return { origin, size: Number(size), root: fromBase64(root), note };
};

/** What the announcement of a key says: it signs trees of `from` lines and more, until the next key begins. */
const readKey = (note) => {
  const [, origin, number, key, from] =
    /^(\S+)\nkey (\d+)\n(\S+)\nfrom (\d+)\nsince \S+\n$/.exec(parseNote(note).text) ?? [];
  if (!origin) throw new Error("not the announcement of a key");
  return { origin, number: Number(number), key, from: Number(from) };
};

/** The announced keys, each introduced by the one before. Throws where the row is broken or lacks the `trusted` key. */
export const readKeys = async (notes, trusted) => {
  const keys = notes.map(readKey);
  if (keys.length === 0) throw new Error("no key is published");
  for (const [i, { key, number, from }] of keys.entries()) {
    const before = keys[i - 1] ?? { number: 0, key, from };
    if (number !== i + 1 || from < before.from) throw new Error(`key ${i + 1} is out of order`);
    if (!(await isSignedBy(notes[i], key))) throw new Error(`key ${number} has not signed its announcement`);
    if (!(await isSignedBy(notes[i], before.key)))
      throw new Error(`key ${number} is not signed by key ${before.number}`);
  }
  if (trusted && !keys.some(({ key }) => key === trusted)) throw new Error("the key that you trust is not among them");
  return keys;
};

/** Throws unless a key of its time signed the checkpoint. */
export const demandSignature = async (keys, { note, origin, size }) => {
  if (origin !== keys[0]?.origin) throw new Error(`it is of another journal: ${origin}`);
  const inForce = keys.filter(({ from }, i) => from <= size && size <= (keys[i + 1]?.from ?? Number.POSITIVE_INFINITY));
  for (const { key } of inForce) if (await isSignedBy(note, key)) return;
  throw new Error(`the checkpoint of ${size} lines is signed by no key of its time`);
};

// ---------------------------------------------------------------- The checks

const TILE = 256;
/** Where 256 leaf hashes, or the last few, are published (c2sp.org/tlog-tiles). */
export const tilePath = (index, width) => {
  const groups = String(index)
    .padStart(Math.ceil(String(index).length / 3) * 3, "0")
    .match(/.../g);
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/0/${path}${width < TILE ? `.p/${width}` : ""}`;
};

/** Reads all leaf hashes once. Keeps the roots of the sizes and the leaves of the lines that somebody asks for. */
const walk = async (read, size, { sizes, lines }) => {
  const tree = openTree();
  const found = { roots: new Map([[0, tree.root()]]), leaves: new Map() };
  for (let tile = 0; tree.size() < size; tile += 1) {
    const width = Math.min(TILE, size - tree.size());
    const bytes = await read(tilePath(tile, width));
    if (bytes.length !== 32 * width) throw new Error(`tile ${tile} has ${bytes.length} bytes`);
    for (let i = 0; i < width; i += 1) {
      const leaf = bytes.slice(32 * i, 32 * i + 32);
      if (lines.has(tree.size())) found.leaves.set(tree.size(), leaf);
      tree.push(leaf);
      if (sizes.has(tree.size()) || tree.size() === size) found.roots.set(tree.size(), tree.root());
    }
  }
  return found;
};

// What somebody holds, as claims on the list: a signed checkpoint, and of a receipt a line in its place.
const CLAIMS = {
  older: (note) => ({ checkpoint: readCheckpoint(note) }),
  held: (note) => ({ checkpoint: readCheckpoint(note) }),
  receipt: (json) => {
    const { ledger_line: index, line_hash, serial, amount, proof } = JSON.parse(json);
    const checkpoint = readCheckpoint(proof.checkpoint);
    const leaf = leafHash(proof.line);
    if (hex(leaf) !== line_hash) throw new Error("the text of its line has another hash");
    const { data } = JSON.parse(proof.line);
    const same = data.serial === serial && (!amount || BigInt(amount.yuan.replace(".", "")) === BigInt(data.amount));
    if (!same) throw new Error("its line has another number or another amount");
    const root = rootFrom({ leaf, index, size: checkpoint.size, path: proof.path.map(fromHex) });
    if (!root || hex(root) !== hex(checkpoint.root)) throw new Error("its path does not lead to the signed root");
    return { checkpoint, line: { index, leaf } };
  },
  report: (json) => {
    const { journal } = JSON.parse(json);
    const checkpoint = readCheckpoint(journal.checkpoint);
    const same = checkpoint.size === journal.lines && hex(checkpoint.root) === journal.root;
    if (!same) throw new Error("its root is not the signed one");
    return { checkpoint };
  },
};

/** The claim of one paper, its signatures checked; or why it has none. */
const claimOf = async ({ kind, name, content, fault }, { keys, witness }) => {
  const check = kind === "older" ? "older checkpoints" : `${kind} ${name}`;
  try {
    if (fault) throw fault;
    const claim = CLAIMS[kind](content);
    await demandSignature(keys, claim.checkpoint);
    const unseen = kind === "held" && witness && !(await isSignedBy(content, witness));
    if (unseen) throw new Error("the witness has not signed it");
    return { check, ...claim };
  } catch (reason) {
    return { check, fault: reason };
  }
};

/** Throws unless the published leaves bear out a claim. */
const demandTruth = ({ fault, checkpoint, line }, { newest, found }) => {
  if (fault) throw fault;
  const { size, root } = checkpoint;
  if (size > newest.size)
    throw new Error(`${size} lines were signed, ${newest.size} are published: the end is missing`);
  if (hex(found.roots.get(size)) !== hex(root))
    throw new Error(`the first ${size} lines are not those that were signed`);
  if (line && hex(found.leaves.get(line.index)) !== hex(line.leaf))
    throw new Error(`line ${line.index} is another one`);
};

const truthOf = ([claim, ...more]) => {
  if (claim.line) return `line ${claim.line.index} stands in its place, and all before it as it was signed`;
  if (more.length === 0) return `the first ${claim.checkpoint.size} lines are those that were signed`;
  const sizes = [claim, ...more].map(({ checkpoint }) => checkpoint.size);
  return `${sizes.length}, over ${Math.min(...sizes)} to ${Math.max(...sizes)} lines: all the same beginning`;
};

/** Runs one check and tells its result: what the work answers as `detail`, or the error. */
const openReport = (say) => {
  let clean = true;
  const attempt = async (check, work) => {
    try {
      const { detail, value } = await work();
      say({ check, ok: true, detail });
      return value;
    } catch (error) {
      clean = false;
      say({ check, ok: false, detail: error.message });
      return undefined;
    }
  };
  return { attempt, isClean: () => clean };
};

const textAt = async (read, path) => new TextDecoder().decode(await read(path));

/** The first two checks: the keys, and the newest checkpoint that they signed. */
const readSigned = async ({ read, key, attempt }) => {
  const keys = await attempt("keys", async () => {
    const value = await readKeys(JSON.parse(await textAt(read, "keys.json")), key);
    return { value, detail: `${value.length}, the first is ${value[0].key}` };
  });
  const newest = await attempt("checkpoint", async () => {
    const value = readCheckpoint(await textAt(read, "checkpoint"));
    await demandSignature(keys ?? [], value);
    return { value, detail: `${value.size} lines, signed by ${value.origin}` };
  });
  return { keys, newest };
};

/**
 * Checks one line alone, without reading the whole list: its hash (hex) stands in its place under the newest checkpoint.
 * `prove(line, size)` gives what the journal answers under /api/v1/proofs/inclusion.
 */
export const verifyLine = async ({ read, prove, say, line, leaf, key }) => {
  const { attempt, isClean } = openReport(say);
  const { newest } = await readSigned({ read, key, attempt });
  if (!newest) return false;
  await attempt("line", async () => {
    const { path } = await prove(line, newest.size);
    const root = rootFrom({ leaf: fromHex(leaf), index: line, size: newest.size, path: path.map(fromHex) });
    if (!root || hex(root) !== hex(newest.root)) throw new Error(`line ${line} has another hash`);
    return { detail: `line ${line} of ${newest.size} stands in its place` };
  });
  return isClean();
};

/** The checkpoints that the journal itself lists, as papers. */
const olderPapers = async (read) => {
  try {
    const listed = JSON.parse(await textAt(read, "checkpoints.json"));
    return listed.map(({ note }) => ({ kind: "older", content: note }));
  } catch (fault) {
    return [{ kind: "older", fault }];
  }
};

/**
 * Runs every check and tells each: `say({ check, ok, detail })`. `read(path)` gives the bytes published under a path;
 * `papers` are what you hold: `{ kind: "held" | "receipt" | "report", name, content }`. Answers true when all is well.
 */
export const verifyJournal = async ({ read, say, papers = [], key, witness }) => {
  const { attempt, isClean } = openReport(say);
  const { keys, newest } = await readSigned({ read, key, attempt });
  if (!keys || !newest) return false;

  const claims = [];
  for (const paper of [...(await olderPapers(read)), ...papers]) claims.push(await claimOf(paper, { keys, witness }));

  const found = await attempt("leaves", async () => {
    const sizes = new Set(claims.map(({ checkpoint }) => checkpoint?.size));
    const lines = new Set(claims.map(({ line }) => line?.index));
    const value = await walk(read, newest.size, { sizes, lines });
    const root = hex(value.roots.get(newest.size));
    if (root !== hex(newest.root)) throw new Error("together they do not give the signed root");
    return { value, detail: `${newest.size} hashes give the signed root ${root}` };
  });
  for (const check of new Set(claims.map((claim) => claim.check))) {
    const mine = claims.filter((claim) => claim.check === check);
    await attempt(check, async () => {
      if (!found) throw new Error("cannot be checked without the leaves");
      for (const claim of mine) demandTruth(claim, { newest, found });
      return { detail: truthOf(mine) };
    });
  }
  return isClean();
};

/** Reads what is published at an address, such as https://give.example.org. */
export const readFrom = (address) => async (path) => {
  const url = `${address.replace(/\/+$/, "")}/.well-known/shanzhang/${path}`;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
};

// ---------------------------------------------------------------- On the command line (Node)

const PAPERS = ["held", "receipt", "report"];

const runCommand = async (args) => {
  const { readFile, writeFile, mkdir } = await import("node:fs/promises");
  const { dirname, join } = await import("node:path");
  const given = {};
  const papers = [];
  for (let rest = args[0]?.startsWith("--") ? args : ["--public", ...args]; rest.length > 0; rest = rest.slice(2)) {
    const [option, value] = [rest[0].replace(/^--/, ""), rest[1]];
    if (![...PAPERS, "public", "key", "witness", "save"].includes(option) || !value)
      throw new Error(`cannot read ${rest[0]}`);
    if (PAPERS.includes(option)) papers.push({ kind: option, name: value, content: await readFile(value, "utf8") });
    else given[option] = value;
  }
  if (!given.public) throw new Error("say which journal: an address or a folder");
  const fetched = /^https?:/.test(given.public) ? readFrom(given.public) : (path) => readFile(join(given.public, path));
  const read = async (path) => {
    const bytes = new Uint8Array(await fetched(path));
    if (given.save) {
      const copy = join(given.save, path);
      await mkdir(dirname(copy), { recursive: true });
      await writeFile(copy, bytes);
    }
    return bytes;
  };
  const say = ({ check, ok, detail }) =>
    console.log(`${ok ? "ok  " : "FAIL"}  ${`public: ${check}`.padEnd(32)} ${detail}`);
  return verifyJournal({ read, say, papers, key: given.key, witness: given.witness });
};

if (globalThis.process?.argv?.[1]?.endsWith("verifier.mjs")) {
  try {
    process.exitCode = (await runCommand(process.argv.slice(2))) ? 0 : 1;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
