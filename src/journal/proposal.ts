import { businessDate } from "../kernel/dates.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Command, Draft, Outcome, Sent } from "./chapter.ts";
import { BrokenInvariant } from "./errors.ts";
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

/** What a batch would say, decided and applied on the committed state. Its answers hold only if it lands. */
export type Proposal = {
  readonly at: string;
  readonly lines: Line[];
  readonly texts: string[];
  readonly verdicts: { readonly waiting: Waiting; readonly verdict: Verdict }[];
};

/** The key in a line's data that holds the refusal a decision wanted kept (WF-16). */
const REFUSED = "refused";

/** Decides the waiting commands in order until the batch is full. The changes stand in the tables afterwards: park or roll back. */
export const propose = (state: State, { queue, at, limits }: Turn): Proposal => {
  const proposal: Proposal = { at, lines: [], texts: [], verdicts: [] };
  const pending = new Map<string, { position: number; content: string }>();
  let today: string | undefined;
  let bytes = 0;

  /** Dated by the day of writing unless it asks for another. */
  const dated = (command: Sent): Command => {
    if (hasDay(command)) return command;
    today ??= businessDate(Date.parse(at));
    return { ...command, on: today };
  };

  const repetition = (waiting: Waiting): Verdict | undefined => {
    const earlier = pending.get(waiting.command.key);
    if (earlier) {
      if (earlier.content !== waiting.content) return reused(state.head.lines + earlier.position);
      return { is: "line", position: earlier.position, repeated: true };
    }
    const use = state.keys.find(waiting.key);
    if (!use) return undefined;
    return use.content === waiting.content ? { is: "stored", use } : reused(use.index);
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
    applyWhole(state, { line, index: state.head.lines + position });
    bytes += size;
    proposal.lines.push(line);
    proposal.texts.push(text);
    pending.set(waiting.command.key, { position, content: waiting.content });
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

export type Turn = { readonly queue: readonly Waiting[]; readonly at: string; readonly limits: JournalLimits };

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

/** Applies a line or, when a chapter throws, nothing of it. */
const applyWhole = (state: State, { line, index }: { line: Line; index: number }): void => {
  state.rules.mark();
  try {
    state.rules.apply(line, index);
  } catch (error) {
    state.rules.undo();
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
