#!/usr/bin/env node
// Checks an export of the journal without trusting who made it: node verify-journal.mjs journal.jsonl
// Needs nothing but Node 20. Each line of the file is one batch: a header, and lines that are canonical JSON.
// Checked: numbers without a gap, the chain of hashes, the RFC 6962 root over all lines, time, keys, sums of postings.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
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

/**
 * Checks the batches of a journal, given as lines of text.
 * Returns the number of batches and lines, the last root, and every fault in words.
 */
export const verifyJournal = async (batches) => {
  const [tree, keys, faults] = [openTree(), new Set(), []];
  const seen = { batches: 0, lines: 0, root: sha256("").toString("hex"), hash: NO_BATCH, at: "" };
  const check = (right, fault) => void (right || faults.push(`batch ${seen.batches}: ${fault}`));
  for await (const json of batches) {
    if (json.trim() === "") continue;
    seen.batches += 1;
    try {
      const batch = JSON.parse(json);
      const header = Object.fromEntries(HEADER.map((field) => [field, batch[field]]));
      check(batch._id === String(seen.batches).padStart(17, "0"), `its number is ${batch._id}`);
      check(batch.first === String(seen.lines), `first is ${batch.first}, not ${seen.lines}`);
      check(batch.count === String(batch.lines.length), `count is ${batch.count}, lines are ${batch.lines.length}`);
      check(batch.prev === seen.hash, "prev is not the hash of the batch before");
      check(batch.hash === sha256("\u0002", canonical(header)).toString("hex"), "hash differs from the header");
      check(batch.at >= seen.at, "time goes back");
      for (const [i, text] of batch.lines.entries()) {
        const fault = lineFault(text, keys);
        check(fault === undefined, `line ${seen.lines + i} ${fault}`);
        tree.add(text);
      }
      check(batch.root === tree.root(), "root differs from the lines");
      seen.lines += batch.lines.length;
      Object.assign(seen, { root: batch.root, hash: batch.hash, at: batch.at });
    } catch (error) {
      check(false, `cannot be read: ${error.message}`);
    }
  }
  return { batches: seen.batches, lines: seen.lines, root: seen.root, faults };
};

const main = async (file) => {
  if (file === undefined) {
    console.error("Say which file: node verify-journal.mjs journal.jsonl");
    return 2;
  }
  const { batches, lines, root, faults } = await verifyJournal(createInterface({ input: createReadStream(file) }));
  for (const fault of faults.slice(0, 20)) console.log(`FAIL  ${fault}`);
  console.log(`${faults.length === 0 ? "ok  " : "FAIL"}  ${batches} batches, ${lines} lines, root ${root}, ${faults.length} faults`);
  console.log("Compare the root with one that was published or that you kept: only that tells that nothing is missing at the end.");
  return faults.length === 0 ? 0 : 1;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.exitCode = await main(process.argv[2]);
