import type { Chance } from "./chance.ts";

/** How badly things go, as probabilities of one message, one insert or one wait. */
export type Weather = {
  readonly lost: number;
  /** Some hundred milliseconds late, so that what was sent later arrives before. */
  readonly slow: number;
  /** Minutes late: long after its sender gave up or died. */
  readonly zombie: number;
  readonly twice: number;
  readonly engineCrash: number;
  readonly writerCrash: number;
  /** A client without an answer goes away and comes back after minutes. */
  readonly goesAway: number;
};

export const CALM: Weather = { lost: 0, slow: 0, zombie: 0, twice: 0, engineCrash: 0, writerCrash: 0, goesAway: 0 };

/** A writer dies while its insert is on its way for minutes, and nobody asks again before: the zombie finds its number free. */
const ABANDONED: Weather = { ...CALM, zombie: 0.4, writerCrash: 0.5, goesAway: 1 };

/** Each seed has its own: some nearly calm, some with one trouble only, some with all of them. */
export const drawWeather = (chance: Chance): Weather => {
  if (chance.happens(1 / 8)) return ABANDONED;
  const some = (most: number): number => chance.pick([0, most / 5, most]);
  return {
    lost: some(0.15),
    slow: some(0.2),
    zombie: some(0.1),
    twice: some(0.2),
    engineCrash: some(0.05),
    writerCrash: some(0.1),
    goesAway: some(0.2),
  };
};
