/** What happened in a run: shows that the simulation went where it is dangerous. */
export type Statistics = {
  acknowledged: number;
  /** Inserts that found the number taken by another's batch. */
  lostRaces: number;
  /** Requests to the engine, and sendings of clients, without an answer in time. */
  timeouts: number;
  /** Inserts that arrived a minute or more after they were sent, and were stored. */
  zombiesLanded: number;
  writerCrashes: number;
  engineCrashes: number;
  /** Answers that were read from the key of an earlier sending. */
  answeredFromKeys: number;
  overdraftsRefused: number;
  busy: number;
  /** Batches that were made while the one before was on its way to the engine. */
  decidedAhead: number;
};

export const noStatistics = (): Statistics => ({
  acknowledged: 0,
  lostRaces: 0,
  timeouts: 0,
  zombiesLanded: 0,
  writerCrashes: 0,
  engineCrashes: 0,
  answeredFromKeys: 0,
  overdraftsRefused: 0,
  busy: 0,
  decidedAhead: 0,
});

export const addStatistics = (total: Statistics, more: Statistics): void => {
  for (const name of Object.keys(total) as (keyof Statistics)[]) total[name] += more[name];
};
