import type { Chapter } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { BlockedData, ErasedData, ErasureWhy, PersonFact, RecordKind } from "./facts.ts";

/** What became of a person whose data have to go: kept and not used until a day, or erased. */
export type Standing = {
  readonly state: "blocked" | "erased";
  readonly record: RecordKind;
  readonly of: string;
  readonly why: ErasureWhy;
  readonly paper?: string;
  /** Set while it is blocked. */
  readonly until?: BusinessDate;
  readonly on: BusinessDate;
  readonly at: string;
  readonly by: string;
  readonly line: number;
};

export type Standings = ReturnType<typeof openStandings>;

/** Who is blocked and who is erased (PII-13). The decision is made above, where gifts and requests are known. */
export const openStandings = () => {
  const standings = new Table<Standing>("standings");
  const apply: { readonly [kind in PersonFact["kind"]]: (line: Line, index: number) => void } = {
    "person.blocked": (line, index) => {
      const { persons, erased } = line.data as BlockedData;
      for (const person of persons) standings.set(person, standingFrom(line, index, "blocked"));
      for (const person of erased) standings.set(person, standingFrom(line, index, "erased"));
    },
    "person.erased": (line, index) => {
      for (const person of (line.data as ErasedData).persons)
        standings.set(person, standingFrom(line, index, "erased"));
    },
  };
  const chapter: Chapter = { name: "standings", tables: [standings], decide: {}, apply };
  return {
    chapter,
    /** Undefined: the person's data may be used. */
    standing: (person: string): Standing | undefined => standings.get(person),
    /** Person → standing, in no order. */
    all: () => standings.entries(),
  };
};

/** The refusal to use a person's data; undefined when they may be used. */
export const refusalToUse = (person: string, standing: Standing | undefined): Refusal | undefined =>
  standing &&
  refuse(`person_${standing.state}`, {
    person,
    ...(standing.until === undefined ? {} : { until: standing.until, rule: "ACC-15" }),
  });

const standingFrom = (line: Line, index: number, state: Standing["state"]): Standing => {
  const { record, of, why, paper, until } = line.data as ErasedData & Partial<BlockedData>;
  const { on, at, by } = line;
  return Object.freeze({
    state,
    record,
    of,
    why,
    ...(paper === undefined ? {} : { paper }),
    ...(until === undefined || state === "erased" ? {} : { until }),
    on,
    at,
    by,
    line: index,
  });
};
