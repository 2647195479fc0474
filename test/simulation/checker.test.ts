import { expect } from "chai";
import type { BatchDocument } from "../../src/journal/batch.ts";
import type { Line } from "../../src/journal/line.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { check } from "./checker.ts";
import type { ClientLog } from "./log.ts";
import { runSeed } from "./run.ts";

type Evidence = {
  readonly documents: { -readonly [field in keyof BatchDocument]: BatchDocument[field] }[];
  log: ClientLog;
};

const changeLine = (evidence: Evidence, change: (line: Line) => Line): void => {
  const [document] = evidence.documents;
  if (!document) throw new Error("nothing to change");
  const [first = "", ...rest] = document.lines;
  document.lines = [JSON.stringify(change(JSON.parse(first) as Line)), ...rest];
};
const withAmount = (line: Line, amount: string): Line => ({
  ...line,
  post: line.post.map(([account]): [string, string] => [account, account === "bank" ? amount.slice(1) : amount]),
});
const answersIn = ({ log }: Evidence) =>
  log.entries.flatMap(({ attempts }) => attempts.flatMap(({ answers }) => answers));

/** How to break what a clean run left, and the check that must notice. */
const BROKEN: { readonly [check: string]: (evidence: Evidence) => void } = {
  "numbers are dense": ({ documents }) => void documents.splice(1, 1),
  "the chain holds": ({ documents: [first] }) => {
    if (first) first.nonce = "0".repeat(32);
  },
  "recorded time does not go back": ({ documents: [first] }) => {
    if (first) first.at = "2030-01-01T00:00:00.000Z";
  },
  "each key once": ({ documents: [first] }) => {
    if (first) first.lines = [...first.lines, first.lines[0] ?? ""];
  },
  "every line sums to zero": (evidence) => changeLine(evidence, (line) => ({ ...line, post: [["bank", "5"]] })),
  "no fund is overdrawn": (evidence) => changeLine(evidence, (line) => withAmount(line, "-10000")),
  "every line was asked for": (evidence) => changeLine(evidence, (line) => ({ ...line, by: "user:nobody" })),
  "every wish is answered": ({ log }) => {
    for (const { answers } of log.entries[0]?.attempts ?? []) answers.length = 0;
  },
  "one wish, one line": (evidence) => {
    const [wanted] = evidence.log.entries.filter(({ attempts }) => attempts.some((one) => one.key === "c1.0"));
    wanted?.attempts.push({ key: "again", sentAt: 0, answers: [] });
    for (const key of ["c1.0", "again"])
      evidence.documents.push({ ...evidence.documents[0], lines: [lineOf(evidence, "c1.0", key)] } as BatchDocument);
  },
  "what was sent later stands later": ({ log }) => {
    for (const { attempts } of log.entries.slice(0, 5))
      attempts.splice(0, attempts.length, ...attempts.map((one) => ({ ...one, sentAt: 3_000_000 })));
  },
  "what was acknowledged is stored": (evidence) => {
    for (const one of answersIn(evidence)) if (!isRefusal(one.answer)) Object.assign(one.answer, { index: 9_999 });
  },
  "a refusal was true": (evidence) => {
    for (const { answer } of answersIn(evidence)) if (isRefusal(answer)) Object.assign(answer, { balance: "-1" });
  },
  "a balance told was true": ({ log }) =>
    void log.readings.push({ sentAt: 0, answeredAt: 9, fund: "east", balance: -1n }),
};

const lineOf = ({ documents }: Evidence, key: string, newKey: string): string => {
  const text = documents.flatMap(({ lines }) => lines).find((one) => one.includes(`"key":"${key}"`)) ?? "{}";
  return JSON.stringify({ ...(JSON.parse(text) as Line), key: newKey });
};

describe("Checker of the simulation", () => {
  for (const [name, breakIt] of Object.entries(BROKEN)) {
    it(`notices: ${name}`, async () => {
      const { journal, log } = await runSeed(8);
      const evidence: Evidence = structuredClone({ documents: [...journal], log });
      expect(check(evidence)).to.deep.equal([]);
      breakIt(evidence);
      expect(check(evidence).map((violation) => violation.check)).to.include(name);
    });
  }
});
