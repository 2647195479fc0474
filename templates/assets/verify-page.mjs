// Runs the public verifier on the page /verify, in the visitor's own browser. Words stand in the page.

import { readFrom, verifyJournal, verifyLine } from "./verifier.mjs";

const list = document.querySelector("#result");
const read = readFrom(location.origin);
const words = (check) => list.dataset[check.split(" ")[0]] ?? list.dataset.paper;

/** One more step in the list: what was checked, in words, and how it came out. */
const say = ({ check, ok, detail }) => {
  const [step, chip, small] = ["li", "span", "p"].map((name) => document.createElement(name));
  chip.className = `chip ${ok ? "done" : "stop"}`;
  chip.textContent = ok ? list.dataset.ok : list.dataset.stop;
  small.className = "quiet small full";
  small.lang = "en";
  small.textContent = detail;
  step.append(`${words(check)} `, chip, small);
  list.append(step);
};

const prove = async (line, size) => {
  const answer = await fetch(`/api/v1/proofs/inclusion?line=${line}&size=${size}`);
  if (!answer.ok) throw new Error(`the journal has no such line: status ${answer.status}`);
  return answer.json();
};

/** A receipt and a report are told by what stands in them; anything else is a checkpoint that somebody kept. */
const kindOf = (content) => {
  if (!content.trimStart().startsWith("{")) return "held";
  return "ledger_line" in JSON.parse(content) ? "receipt" : "report";
};

const run = async (work) => {
  list.replaceChildren();
  try {
    await work();
  } catch (error) {
    say({ check: "paper", ok: false, detail: error.message });
  }
};

document.querySelector("#all").addEventListener("submit", (event) => {
  event.preventDefault();
  const file = document.querySelector("#paper").files[0];
  void run(async () => {
    const content = file && (await file.text());
    const papers = content ? [{ kind: kindOf(content), name: file.name, content }] : [];
    await verifyJournal({ read, say, papers });
  });
});

const [line, leaf] = ["#line", "#leaf"].map((id) => document.querySelector(id).value);
if (line !== "" && leaf !== "") void run(() => verifyLine({ read, prove, say, line: Number(line), leaf }));
