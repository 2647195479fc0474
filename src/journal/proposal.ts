import { businessDate } from "../kernel/dates.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Command, Draft, Outcome, Sent } from "./chapter.ts";
import { BrokenInvariant } from "./errors.ts";
import type { Head } from "./chain.ts";
import type { KeyUse } from "./keys.ts";
import type { JournalLimits } from "./limits.ts";
import { faultOfLine, type Line, writeLine } from "./line.ts";
import type { State } from "./state.ts";

/** A command in the queue with the promise it was given. */
export type Waiting = {
  readonly command: Sent;
  readonly key: string;
  readonly content: string;
  readonly resolve: (answer: Outcome | Refusal) => void;
  readonly reject: (error: unknown) => void;
};

type Verdict =
  | { readonly is: "line"; readonly position: number; readonly repeated: boolean }
  | { readonly is: "stored"; readonly use: KeyUse }
  | { readonly is: "refused"; readonly refusal: Refusal }
  | { readonly is: "failed"; readonly error: unknown };

/** What a batch would say, decided on the state that `after` ends. Its answers hold only if it lands there. */
export type Proposal = {
  readonly after: Head;
  readonly at: string;
  readonly lines: Line[];
  readonly texts: string[];
  readonly verdicts: { readonly waiting: Waiting; readonly verdict: Verdict }[];
  /** Where the keys of its lines are used. */
  readonly keys: Map<string, KeyUse>;
};

/** The key in a line's data that holds the refusal a decision wanted kept (WF-16). */
const REFUSED = "refused";

/** Decides the waiting commands in order until the batch is full. The tables keep the changes as a proposal of their own. */
export const propose = (state: State, turn: Turn): Proposal => {
  state.rules.propose();
  const proposal = proposed(state, turn);
  state.rules.hide();
  return proposal;
};

export type Turn = {
  readonly queue: readonly Waiting[];
  readonly after: Head;
  /** The keys of a batch that is under way, whose lines are decided but not in the book yet. */
  readonly flying: ReadonlyMap<string, KeyUse> | undefined;
  readonly at: string;
  readonly limits: JournalLimits;
};

const proposed = (state: State, { queue, after, flying, at, limits }: Turn): Proposal => {
  const proposal: Proposal = { after, at, lines: [], texts: [], verdicts: [], keys: new Map() };
  let today: string | undefined;
  let bytes = 0;

  /** Dated by the day of writing unless it asks for another. */
  const dated = (command: Sent): Command => {
    if (hasDay(command)) return command;
    today ??= businessDate(Date.parse(at));
    return { ...command, on: today };
  };

  const repetition = ({ command, key, content }: Waiting): Verdict | undefined => {
    const own = proposal.keys.get(command.key);
    const use = own ?? flying?.get(command.key) ?? state.keys.find(key);
    if (!use) return undefined;
    if (use.content !== content) return reused(use.index);
    return own ? { is: "line", position: use.index - after.lines, repeated: true } : { is: "stored", use };
  };
  const write = (waiting: Waiting): Verdict | undefined => {
    const command = dated(waiting.command);
    const decision = state.rules.decide(command, at);
    if (isRefusal(decision)) return { is: "refused", refusal: decision };
    const { text, line } = written({ command, content: waiting.content }, { draft: decision, at });
    const size = Buffer.byteLength(text);
    if (size > limits.lineBytes) throw new BrokenInvariant(`a line of ${size} bytes is over ${limits.lineBytes}`);
    if (bytes + size > limits.batchBytes) return undefined;
    const position = proposal.lines.length;
    const index = after.lines + position;
    applyWhole(state, { line, index, proposal });
    bytes += size;
    proposal.lines.push(line);
    proposal.texts.push(text);
    proposal.keys.set(command.key, { index, content: waiting.content });
    return { is: "line", position, repeated: false };
  };

  for (const waiting of queue) {
    if (proposal.verdicts.length >= limits.batchLines) break;
    const verdict = repetition(waiting) ?? attempt(() => write(waiting));
    if (!verdict) break;
    proposal.verdicts.push({ waiting, verdict });
  }
  return proposal;
};

/** The answer to a command that became a line: the outcome, or the refusal that was kept in it. */
export const answerOf = (outcome: Outcome): Outcome | Refusal => {
  const kept = outcome.line.data[REFUSED];
  return isRefusal(kept) ? kept : outcome;
};

const hasDay = (command: Sent): command is Command => command.on !== undefined;

type Dated = { readonly command: Command; readonly content: string };

const written = ({ command, content }: Dated, { draft, at }: { draft: Draft; at: string }) => {
  const data: JsonObject = draft.refused ? { ...draft.data, [REFUSED]: draft.refused } : draft.data;
  const { by, key } = command;
  const { kind, post = [], v = 1, on = command.on } = draft;
  const line: Line = { at, by, data, digest: content, key, kind, on, post, v };
  const fault = faultOfLine(line);
  if (fault) throw new BrokenInvariant(`${command.name}: ${fault}`);
  return writeLine(line);
};

/** Applies a line or, when a chapter throws, nothing of it: then the lines before it are applied anew. */
const applyWhole = (
  state: State,
  { line, index, proposal }: { line: Line; index: number; proposal: Proposal },
): void => {
  try {
    state.rules.apply(line, index);
  } catch (error) {
    state.rules.again();
    for (const [i, earlier] of proposal.lines.entries()) state.rules.apply(earlier, proposal.after.lines + i);
    throw error;
  }
};

const attempt = (step: () => Verdict | undefined): Verdict | undefined => {
  try {
    return step();
  } catch (error) {
    return { is: "failed", error };
  }
};

const reused = (index: number): Verdict => ({ is: "refused", refusal: refuse("key_reused", { index }) });
