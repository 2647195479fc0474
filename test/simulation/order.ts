import { isRefusal } from "../../src/kernel/result.ts";
import type { StoredLine } from "./journal-checks.ts";
import type { Entry } from "./log.ts";

/** What real time says of the order of lines: whoever was answered before another asked stands before him. */
export type Order = {
  /** The journal held at least so many lines at this moment: all that were acknowledged before. */
  readonly least: (at: number) => number;
  /** The journal held at most so many lines at this moment: none that was asked for only later. */
  readonly most: (at: number) => number;
};

export const openOrder = (linesOf: ReadonlyMap<Entry, readonly StoredLine[]>, count: number): Order => {
  const acknowledged = [...linesOf].flatMap(([{ attempts }, own]) =>
    attempts.flatMap(({ answers }) =>
      answers.flatMap(({ at, answer }) => {
        if (!isRefusal(answer)) return [{ at, lines: answer.index + 1 }];
        return answer.refused === "related_party" ? own.map(({ index }) => ({ at, lines: index + 1 })) : [];
      }),
    ),
  );
  acknowledged.sort((a, b) => a.at - b.at);
  let most = 0;
  const least = acknowledged.map(({ at, lines }) => ({ at, lines: (most = Math.max(most, lines)) }));

  const asked = [...linesOf].flatMap(([{ attempts }, own]) =>
    own.map(({ index }) => ({ at: attempts[0]?.sentAt ?? 0, lines: index })),
  );
  asked.sort((a, b) => b.at - a.at);
  let fewest = count;
  const later = asked.map(({ at, lines }) => ({ at, lines: (fewest = Math.min(fewest, lines)) }));
  return {
    least: (at) => lastWhere(least, (one) => one.at < at)?.lines ?? 0,
    most: (at) => lastWhere(later, (one) => one.at > at)?.lines ?? count,
  };
};

/** The last of the items at the beginning for which it holds. */
const lastWhere = <T>(items: readonly T[], holds: (item: T) => boolean): T | undefined => {
  let low = 0;
  for (let high = items.length; low < high; ) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
};
