#!/usr/bin/env node
// Checks an export of the journal without trusting who made it: node verify-journal.mjs journal.jsonl [ROOT]
// Needs nothing but Node 20. Each line of the file is one batch: a header, and lines that are canonical JSON.
// Checked: every byte of a batch, numbers without a gap, the chain of hashes, the RFC 6962 root over all lines, time, keys, sums
// of postings. A changed byte is named by its batch and lines.
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const NO_BATCH = "0".repeat(64);
const HEADER = ["_id", "at", "count", "first", "nonce", "prev", "root", "v", "writer"];

/** JSON with sorted keys and no spaces (RFC 8785, for the whole numbers and texts that the journal holds). */
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((field) => `${JSON.stringify(field)}:${canonical(value[field])}`).join(",")}}`;
};

/** The root of a growing Merkle tree; keeps one hash for each full subtree. */
const openTree = () => {
  const full = [];
  return {
    add: (text) => {
      let node = { hash: sha256("\u0000", text), leaves: 1 };
      while (full.at(-1)?.leaves === node.leaves)
        node = { hash: sha256("\u0001", full.pop().hash, node.hash), leaves: 2 * node.leaves };
      full.push(node);
    },
    root: () =>
      (full.length === 0
        ? sha256("")
        : full.map(({ hash }) => hash).reduceRight((right, left) => sha256("\u0001", left, right))
      ).toString("hex"),
  };
};

/** What is wrong with one line, given the keys seen before; undefined when nothing is. */
const lineFault = (text, keys) => {
  const line = JSON.parse(text);
  if (canonical(line) !== text) return "is not canonical";
  if (keys.has(line.key)) return `key ${line.key} stands twice`;
  keys.add(line.key);
  const sum = line.post.reduce((total, [, amount]) => total + BigInt(amount), 0n);
  return sum === 0n ? undefined : `postings sum to ${sum} fen`;
};

/** What is wrong with a batch: `[kind, words]`; a kind that breaks once breaks in every later batch too. */
const batchFaults = (json, batch, { seen, tree, keys }) => {
  const faults = [];
  const check = (right, kind, fault) => void (right || faults.push([kind, fault]));
  const header = Object.fromEntries(HEADER.map((field) => [field, batch[field]]));
  check(json === canonical(batch), "bytes", "is not written as an export writes it");
  check(batch._id === String(seen.batches).padStart(17, "0"), "number", `its number is ${batch._id}`);
  check(batch.first === String(seen.lines), "number", `first is ${batch.first}, not ${seen.lines}`);
  check(batch.count === String(batch.lines.length), "count", `count is ${batch.count}, lines are ${batch.lines.length}`);
  check(batch.prev === seen.hash, "chain", "prev is not the hash of the batch before");
  check(batch.hash === sha256("\u0002", canonical(header)).toString("hex"), "hash", "hash differs from the header");
  check(batch.at >= seen.at, "time", "time goes back");
  for (const [i, text] of batch.lines.entries()) {
    const fault = lineFault(text, keys);
    check(fault === undefined, "line", `line ${seen.lines + i} ${fault}`);
    tree.add(text);
  }
  const last = seen.lines + batch.lines.length - 1;
  const own = last > seen.lines ? `lines ${seen.lines} to ${last}` : `line ${seen.lines}`;
  check(batch.root === tree.root(), "root", `root differs from the lines: ${own} not as it was, or one before is missing`);
  return faults;
};

/** Said for the first batch only: all later batches stand on the one that is wrong. */
const ONCE = ["number", "root"];

/**
 * Checks the batches of a journal, given as lines of text.
 * Returns the number of batches and lines, the last root, and every fault in words.
 */
export const verifyJournal = async (batches) => {
  const [tree, keys, faults] = [openTree(), new Set(), []];
  const seen = { batches: 0, lines: 0, root: sha256("").toString("hex"), hash: NO_BATCH, at: "" };
  const said = new Set();
  for await (const json of batches) {
    if (json.trim() === "") continue;
    seen.batches += 1;
    try {
      const batch = JSON.parse(json);
      const found = batchFaults(json, batch, { seen, tree, keys });
      for (const [kind, fault] of found) if (!said.has(kind)) faults.push(`batch ${seen.batches}: ${fault}`);
      for (const [kind] of found) if (ONCE.includes(kind)) said.add(kind);
      seen.lines += batch.lines.length;
      Object.assign(seen, { root: batch.root, hash: batch.hash, at: batch.at });
    } catch (error) {
      faults.push(`batch ${seen.batches}: cannot be read: ${error.message}`);
    }
  }
  if (seen.batches === 0) faults.push("there is no batch in the file");
  return { batches: seen.batches, lines: seen.lines, root: seen.root, faults };
};

const HELP = `Say which file: node verify-journal.mjs journal.jsonl [ROOT]
ROOT is a root that you have from elsewhere: from a report, a receipt, a checkpoint, or from the last export.`;

const main = async ([file, expected]) => {
  if (file === undefined) {
    console.error(HELP);
    return 2;
  }
  if (!existsSync(file)) {
    console.error(`There is no file ${file}.`);
    return 2;
  }
  const { batches, lines, root, faults } = await verifyJournal(createInterface({ input: createReadStream(file) }));
  if (expected !== undefined && expected !== root) faults.push(`the root is ${root}, not ${expected}`);
  for (const fault of faults.slice(0, 20)) console.log(`FAIL  ${fault}`);
  const verdict = faults.length === 0 ? "ok  " : "FAIL";
  console.log(`${verdict}  ${batches} batches, ${lines} lines, root ${root}, ${faults.length} faults`);
  if (expected === undefined)
    console.log("Compare the root with one that was published or that you kept: only that tells that nothing is missing at the end.");
  return faults.length === 0 ? 0 : 1;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.exitCode = await main(process.argv.slice(2));
