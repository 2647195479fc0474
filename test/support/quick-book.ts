import type { Chapter, Outcome, Sent } from "../../src/journal/chapter.ts";
import type { Line } from "../../src/journal/line.ts";
import { openRules } from "../../src/journal/rules.ts";
import { canonicalJson } from "../../src/kernel/canonical-json.ts";
import { businessDate } from "../../src/kernel/dates.ts";
import { isRefusal, type Refusal, refuse } from "../../src/kernel/result.ts";

/** A book in memory without a store: the same rules, one line at once. For tests of decisions. */
export const openQuickBook = (chapters: readonly Chapter[], at = () => "2026-10-02T02:00:00.000Z") => {
  const rules = openRules(chapters);
  const lines: Line[] = [];
  const keys = new Map<string, { index: number; content: string }>();

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
    const index = lines.length;
    rules.apply(line, index);
    rules.commit();
    lines.push(line);
    keys.set(command.key, { index, content });
    return { index, line, repeated: false };
  };
  return { submit, lines };
};

export type QuickBook = ReturnType<typeof openQuickBook>;
