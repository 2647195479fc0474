import { parseBatch } from "./batch.ts";
import { type Line, parseLine } from "./line.ts";
import { batchOfLine, type CommittedLine, type State } from "./state.ts";
import type { JournalStore } from "./store.ts";

export type Reader = {
  /** A committed line; `index` must be within the book. */
  readonly lineAt: (index: number) => Promise<Line>;
  readonly linesFrom: (index: number) => AsyncGenerator<readonly CommittedLine[]>;
};

const RECENT_BATCHES = 8;
const LINES_PAGE = 16;

/** Reads committed lines; the last few batches asked for are kept, since repetitions come in bursts. */
export const openReader = (state: State, store: JournalStore): Reader => {
  const recent = new Map<number, Promise<readonly string[]>>();

  const fetch = async (id: number): Promise<readonly string[]> => {
    const [stored] = await store.read(id - 1, 1);
    return parseBatch(stored).lines;
  };
  const textsOf = (id: number): Promise<readonly string[]> => {
    const known = recent.get(id);
    if (known) return known;
    const texts = fetch(id);
    texts.catch(() => recent.delete(id));
    recent.set(id, texts);
    if (recent.size > RECENT_BATCHES) for (const oldest of [...recent.keys()].slice(0, 1)) recent.delete(oldest);
    return texts;
  };
  const lineAt = async (index: number): Promise<Line> => {
    const id = batchOfLine(state, index);
    const texts = await textsOf(id);
    return parseLine(texts[index - (state.firsts[id - 1] ?? 0)] ?? "");
  };
  async function* linesFrom(index: number): AsyncGenerator<readonly CommittedLine[]> {
    let next = index;
    while (next < state.head.lines) {
      const stored = await store.read(batchOfLine(state, next) - 1, LINES_PAGE);
      for (const batch of stored.map(parseBatch)) {
        if (batch.id > state.head.batch) return;
        const all = batch.lines.map((text, i) => ({ index: batch.first + i, line: parseLine(text), text }));
        yield all.slice(Math.max(0, next - batch.first));
        next = batch.first + batch.lines.length;
      }
    }
  }
  return { lineAt, linesFrom };
};
