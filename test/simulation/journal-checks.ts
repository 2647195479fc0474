import { createHash } from "node:crypto";
import type { BatchDocument } from "../../src/journal/batch.ts";
import type { Line } from "../../src/journal/line.ts";

export type Violation = { readonly check: string; readonly detail: string };

export type StoredLine = { readonly index: number; readonly text: string; readonly line: Line };

/** All lines of the stored documents in order; an index counts what is there, not what the documents say. */
export const linesOf = (documents: readonly BatchDocument[]): StoredLine[] =>
  documents.flatMap(({ lines }) => lines).map((text, index) => ({ index, text, line: JSON.parse(text) as Line }));

/** What the stored journal must be by itself (DESIGN §2), worked out here without the code of the journal. */
export const journalFaults = (documents: readonly BatchDocument[], lines: readonly StoredLine[]): Violation[] => [
  ...chainFaults(documents),
  ...keyFaults(lines),
  ...moneyFaults(lines),
];

const chainFaults = (documents: readonly BatchDocument[]): Violation[] => {
  const faults: Violation[] = [];
  const tree = openTree();
  let before = { hash: "0".repeat(64), at: "" };
  documents.forEach((document, i) => {
    const { _id, at, count, first, hash, lines, prev, root } = document;
    const fault = (check: string, wrong: boolean): void => {
      if (wrong) faults.push({ check, detail: `batch ${_id} at place ${i + 1}` });
    };
    fault("numbers are dense", _id !== String(i + 1).padStart(17, "0"));
    fault("numbers are dense", first !== String(tree.size()) || count !== String(lines.length) || count === "0");
    for (const line of lines) tree.add(sha256("\u0000", line));
    fault("the chain holds", prev !== before.hash);
    fault("the chain holds", hash !== headerHash(document));
    fault("the chain holds", root !== tree.root());
    fault("recorded time does not go back", at < before.at);
    before = { hash, at };
  });
  return faults;
};

const headerHash = ({ _id, at, count, first, nonce, prev, root, v, writer }: BatchDocument): string =>
  sha256("\u0002", JSON.stringify({ _id, at, count, first, nonce, prev, root, v, writer })).toString("hex");

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 6962 with nothing but the roots of the perfect subtrees from the left, each with its number of leaves. */
const openTree = () => {
  const roots: { readonly leaves: number; readonly hash: Buffer }[] = [];
  let size = 0;
  const join = (left: Buffer, right: Buffer) => sha256("\u0001", left, right);
  return {
    size: () => size,
    add: (leaf: Buffer): void => {
      size += 1;
      let newest = { leaves: 1, hash: leaf };
      for (let last = roots.at(-1); last?.leaves === newest.leaves; last = roots.at(-1)) {
        newest = { leaves: 2 * last.leaves, hash: join(last.hash, newest.hash) };
        roots.pop();
      }
      roots.push(newest);
    },
    root: (): string => {
      const [last, ...others] = roots.map(({ hash }) => hash).reverse();
      return others.reduce((right, left) => join(left, right), last ?? sha256("")).toString("hex");
    },
  };
};

const keyFaults = (lines: readonly StoredLine[]): Violation[] => {
  const used = new Map<string, number>();
  return lines.flatMap(({ index, line: { key } }) => {
    const earlier = used.get(key);
    used.set(key, index);
    return earlier === undefined ? [] : [{ check: "each key once", detail: `${key} in lines ${earlier} and ${index}` }];
  });
};

const moneyFaults = (lines: readonly StoredLine[]): Violation[] => {
  const balances = new Map<string, bigint>();
  return lines.flatMap(({ index, line: { post } }) => {
    const faults: Violation[] = [];
    if (post.reduce((sum, [, amount]) => sum + BigInt(amount), 0n) !== 0n)
      faults.push({ check: "every line sums to zero", detail: `line ${index}` });
    for (const [account, amount] of post) {
      const balance = (balances.get(account) ?? 0n) + BigInt(amount);
      balances.set(account, balance);
      if (account.startsWith("fund/") && balance < 0n)
        faults.push({ check: "no fund is overdrawn", detail: `${account} is ${balance} after line ${index}` });
    }
    return faults;
  });
};
