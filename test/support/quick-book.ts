import type { Chapter, Outcome, Sent } from "../../src/journal/chapter.ts";
import type { Line } from "../../src/journal/line.ts";
import { openRules } from "../../src/journal/rules.ts";
import { canonicalJson } from "../../src/kernel/canonical-json.ts";
import { businessDate } from "../../src/kernel/dates.ts";
import { isRefusal, type Refusal, refuse } from "../../src/kernel/result.ts";

type Kept = { readonly line: Line; readonly content: string };

/**
 * A book in memory without a store: the same rules, one line at once. For tests of decisions. `kept` of an earlier book
 * is replayed, as at a start.
 */
export const openQuickBook = (
  chapters: readonly Chapter[],
  at = () => "2026-10-02T02:00:00.000Z",
  earlier: readonly Kept[] = [],
) => {
  const rules = openRules(chapters);
  const lines: Line[] = [];
  const kept: Kept[] = [];
  const keys = new Map<string, { index: number; content: string }>();
  const append = (next: Kept): number => {
    const index = lines.length;
    rules.apply(next.line, index);
    rules.commit();
    lines.push(next.line);
    kept.push(next);
    keys.set(next.line.key, { index, content: next.content });
    return index;
  };
  for (const next of earlier) append(next);

  const submit = async (sent: Sent): Promise<Outcome | Refusal> => {
    const content = canonicalJson({ name: sent.name, on: sent.on ?? "", input: sent.input });
    const command = { ...sent, on: sent.on ?? businessDate(Date.parse(at())) };
    const used = keys.get(command.key);
    if (used) {
      if (used.content !== content) return refuse("key_reused", { key: command.key });
      return { index: used.index, line: lines[used.index] as Line, repeated: true };
    }
    const decision = rules.decide(command, at());
    if (isRefusal(decision)) return decision;
    const line: Line = {
      at: at(),
      by: command.by,
      data: decision.data,
      key: command.key,
      kind: decision.kind,
      on: decision.on ?? command.on,
      post: decision.post ?? [],
      v: decision.v ?? 1,
    };
    return { index: append({ line, content }), line, repeated: false };
  };
  return { submit, lines, kept };
};

export type QuickBook = ReturnType<typeof openQuickBook>;
