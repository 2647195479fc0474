import type { Chapter, Command, Draft } from "../journal/chapter.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { BlockedData, ErasedData, ErasureWhy, RecordKind, Standings } from "../people/public.ts";
import { findSubject, type Subject, type SubjectBooks, subjectOf } from "./subject.ts";

export type Privacy = ReturnType<typeof openPrivacy>;
type Books = SubjectBooks & { readonly standings: Standings };
type HandleInput = {
  readonly record: RecordKind;
  readonly of: string;
  readonly why: ErasureWhy;
  readonly paper?: string;
};

/** Requests for erasure, decided against all that the books hold of a person (PII-13). Its lines are applied in people and donations. */
export const openPrivacy = (books: Books) => {
  const { standing } = books.standings;
  const asked = ({ input }: Command): Subject | undefined => {
    const { record, of } = input as HandleInput;
    return subjectOf(books, record, of);
  };
  const chapter: Chapter = {
    name: "privacy",
    tables: [],
    decide: {
      handle: (command) => decideHandle(command, asked(command), standing),
      end: (command) => decideEnd(command, asked(command), standing),
    },
    apply: {},
  };
  return {
    chapter,
    /** By the number of a gift, a receipt, a lot of goods or a request. */
    find: (number: string) => findSubject(books, number),
    subject: (record: RecordKind, of: string) => subjectOf(books, record, of),
    standings: books.standings.all,
  };
};

type StandingOf = Standings["standing"];

/**
 * Blocks a person while a retention period runs (ACC-15), else erases. What binds is decided by facts: a settled gift, booked
 * goods and paid aid have vouchers, a promise without money and a request without a payment have none.
 */
const decideHandle = (command: Command, subject: Subject | undefined, standing: StandingOf): Draft | Refusal => {
  const { record, of, why, paper } = command.input as HandleInput;
  if (!subject) return refuse("record_unknown", { number: of });
  const { person, former, bound } = subject;
  if (person === undefined) return refuse("nothing_held", { number: subject.number });
  if (standing(person)) return refuse("erasure_handled", { number: subject.number });
  if (subject.open) return refuse("case_open", { request: of, rule: "PII-13" });
  const data = { record, of, why, ...(paper === undefined ? {} : { paper }) };
  if (!bound || bound.until < command.on) {
    const erased: ErasedData = { ...data, persons: [person, ...former] };
    return { kind: "person.erased", data: erased };
  }
  const blocked: BlockedData = { ...data, persons: [person], erased: former, until: bound.until };
  return { kind: "person.blocked", data: blocked };
};

/** Erases a blocked person when no retention binds any more, as the books stand now. */
const decideEnd = (command: Command, subject: Subject | undefined, standing: StandingOf): Draft | Refusal => {
  const { record, of } = command.input as HandleInput;
  const person = subject?.person;
  if (person === undefined || standing(person)?.state !== "blocked") return refuse("nothing_held", { number: of });
  if (subject?.bound && subject.bound.until >= command.on)
    return refuse("retention_runs", { until: subject.bound.until, rule: "ACC-15" });
  const data: ErasedData = { record, of, persons: [person], why: "retention_ended" };
  return { kind: "person.erased", data };
};
