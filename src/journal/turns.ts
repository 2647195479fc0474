import type { JournalLimits } from "./limits.ts";

/**
 * Whose turn it is when several processes write: who has landed a batch lets everybody else who writes land one before its
 * next. A courtesy that makes waits even. Nothing is wrong without it, so nobody is waited for long, or often in vain.
 */
export type Turns = {
  /** A stored batch of another writer was read. */
  readonly heard: (stored: unknown) => void;
  /** I begin to decide a batch. */
  readonly begun: () => void;
  /** My batch is stored. */
  readonly landed: () => void;
  /** Nobody else is known to write. */
  readonly isAlone: () => boolean;
  /** While it is the others' turn: milliseconds until the next look at what they have stored. */
  readonly wait: () => number | undefined;
};

export type TurnsDeps = { readonly clock: () => number; readonly limits: JournalLimits };

/** A turn of another: it reads and absorbs my batch before it decides and inserts its own, so it needs more than I did. */
const OTHERS_NEED = 3;
/** Of what the last turn of another took: when to look first, how often then, and when to go on without it. */
const EARLY = 0.5;
const AGAIN = 0.15;
const LATE = 2;
/** Stands for whoever writes too and has always lost: it can be heard only if I make a break. */
const SOMEBODY = "";

/** How often it will be waited for in vain before it is forgotten, and the milliseconds that its last turn took. */
type Other = { readonly left: number; readonly needs: number };

export const openTurns = ({ clock, limits }: TurnsDeps): Turns => {
  const others = new Map<string, Other>();
  const awaited = new Set<string>();
  let begunAt = 0;
  /** Since when it is the others' turn, and how long one of them may take. */
  let turnedAt = 0;
  let patience = 0;
  let hasLooked = false;
  /** The last moment at which others could have written, and how long I may go on without one. */
  let brokenAt = 0;
  let unbroken = limits.turnUnbrokenLeast;

  const needsOf = (writers: Iterable<string>): number[] => [...writers].map((writer) => others.get(writer)?.needs ?? 0);
  const turn = (now: number): void => {
    turnedAt = now;
    hasLooked = false;
  };
  const giveUp = (now: number): void => {
    for (const writer of awaited) {
      const { left = 0, needs = 0 } = others.get(writer) ?? {};
      if (left > 1) others.set(writer, { left: left - 1, needs });
      else others.delete(writer);
    }
    if (awaited.has(SOMEBODY)) unbroken = Math.min(2 * unbroken, limits.turnUnbrokenMost);
    awaited.clear();
    brokenAt = now;
  };

  return {
    isAlone: () => others.size === 0,
    heard: (stored) => {
      const now = clock();
      const writer = writerOf(stored);
      const needs = awaited.has(writer) || awaited.has(SOMEBODY) ? now - turnedAt : (others.get(writer)?.needs ?? 0);
      others.set(writer, { left: limits.turnsInVain, needs });
      awaited.delete(writer);
      awaited.delete(SOMEBODY);
      unbroken = limits.turnUnbrokenLeast;
      brokenAt = now;
      turn(now);
    },
    begun: () => {
      begunAt = clock();
      if (begunAt - turnedAt > patience) brokenAt = begunAt;
    },
    landed: () => {
      const now = clock();
      for (const writer of others.keys()) awaited.add(writer);
      if (now - brokenAt > unbroken) awaited.add(SOMEBODY);
      const need = Math.max(OTHERS_NEED * (now - begunAt), ...needsOf(awaited).map((needs) => LATE * needs));
      patience = awaited.has(SOMEBODY)
        ? limits.turnPatienceMost
        : Math.min(limits.turnPatienceLeast + need, limits.turnPatienceMost);
      turn(now);
    },
    wait: () => {
      if (awaited.size === 0) return undefined;
      const now = clock();
      if (now - turnedAt >= patience) {
        giveUp(now);
        return undefined;
      }
      const share = hasLooked ? AGAIN : EARLY;
      hasLooked = true;
      return Math.max(limits.turnLook, share * Math.min(...needsOf(awaited), patience));
    },
  };
};

const writerOf = (stored: unknown): string =>
  typeof stored === "object" && stored !== null && "writer" in stored ? String(stored.writer) : SOMEBODY;
