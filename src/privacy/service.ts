import { inScope } from "../identity/public.ts";
import type { Submit } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { isRefusal, type Refusal, refuse } from "../kernel/result.ts";
import type { ErasureWhy, People, RecordKind, Standing } from "../people/public.ts";
import type { ClearedShelf } from "../platform/files.ts";
import type { Privacy } from "./privacy.ts";
import type { Subject } from "./subject.ts";

export type PrivacyDeps = {
  readonly submit: Submit;
  readonly privacy: Privacy;
  readonly people: Pick<People, "standing" | "maskedOf" | "erase">;
  /** Papers and notes of cases, drawn receipts. */
  readonly sealed: Pick<ClearedShelf, "drop">;
  readonly catchUp: () => Promise<void>;
  readonly today: () => BusinessDate;
};

/** What is held of a person under one number: counts, and which fields the vault has, never their values. */
export type Held = {
  readonly subject: Subject;
  readonly state: "held" | "none" | Standing["state"];
  readonly fields: readonly string[];
  readonly standing: Standing | undefined;
};

/** A record whose person was blocked or erased. */
export type Handled = { readonly number: string; readonly standing: Standing };

type Ask = { readonly number: string; readonly why: ErasureWhy; readonly paper?: string; readonly by: string };

export type PrivacyService = ReturnType<typeof privacyService>;

/** Erasure as a privacy officer handles it (PII-13, §47), and the job of the night that ends what is blocked. */
export const privacyService = (deps: PrivacyDeps) => ({
  held: (number: string): Promise<Held | undefined> => held(deps, number),
  /** Blocks or erases; a second request changes nothing and answers what stands. */
  handle: (ask: Ask): Promise<Held | Refusal> => handle(deps, ask),
  /** Records whose person was blocked or erased, newest first. */
  handled: (funds: "all" | readonly string[]): Promise<Handled[]> => handled(deps, funds),
  /** Erases whose retention has ended, and again all whom the book calls erased: also in a vault that was restored. */
  sweep: (): Promise<void> => sweep(deps),
});

const held = async ({ privacy, people, catchUp }: PrivacyDeps, number: string): Promise<Held | undefined> => {
  await catchUp();
  const subject = privacy.find(number);
  if (!subject) return undefined;
  const { person } = subject;
  if (person === undefined) return { subject, state: "none", fields: [], standing: undefined };
  const masked = (await people.maskedOf([person])).get(person);
  const fields = Object.entries(masked ?? {}).flatMap(([field, value]) => (value === "" ? [] : [field]));
  const standing = people.standing(person);
  return { subject, state: standing?.state ?? "held", fields, standing };
};

const handle = async (deps: PrivacyDeps, { number, why, paper, by }: Ask): Promise<Held | Refusal> => {
  const before = await held(deps, number);
  if (!before) return refuse("record_unknown", { number });
  const { record, of } = before.subject;
  if (before.standing === undefined) {
    const input = { record, of, why, ...(paper === undefined ? {} : { paper }) };
    const outcome = await deps.submit({ name: "privacy.handle", key: `erasure:${record}:${of}`, by, input });
    // The key is used: another officer was first.
    if (isRefusal(outcome) && outcome.refused !== "key_reused") return outcome;
    await deps.catchUp();
  }
  await destroy(deps, { record, of });
  return (await held(deps, number)) ?? before;
};

const handled = async ({ privacy, catchUp }: PrivacyDeps, funds: "all" | readonly string[]): Promise<Handled[]> => {
  await catchUp();
  return [...privacy.standings()]
    .flatMap(([person, standing]) => {
      const subject = privacy.subject(standing.record, standing.of);
      const isIts = subject?.person === person && inScope(funds, subject.fund);
      return isIts ? [{ number: subject.number, standing }] : [];
    })
    .sort((a, b) => b.standing.line - a.standing.line);
};

type About = { readonly record: RecordKind; readonly of: string };

/** Keys of the people of a record whom the book calls erased, and with the person the papers. Twice is once. */
const destroy = async ({ privacy, people, sealed }: PrivacyDeps, { record, of }: About): Promise<void> => {
  const subject = privacy.subject(record, of);
  if (subject?.person === undefined) return;
  for (const person of [subject.person, ...subject.former]) {
    const standing = people.standing(person);
    if (standing?.state === "erased") await people.erase(person, standing.by);
  }
  if (people.standing(subject.person)?.state !== "erased") return;
  for (const file of subject.files) await sealed.drop(file);
};

const sweep = async (deps: PrivacyDeps): Promise<void> => {
  const { privacy, catchUp } = deps;
  await catchUp();
  const records = new Map([...privacy.standings()].map(([, { record, of }]) => [`${record}:${of}`, { record, of }]));
  for (const about of records.values()) {
    if (isOver(deps, about)) await end(deps, about);
    await destroy(deps, about);
  }
};

/** Blocked, and nothing binds any more. */
const isOver = ({ privacy, people, today }: PrivacyDeps, { record, of }: About): boolean => {
  const { person = "", bound } = privacy.subject(record, of) ?? {};
  return people.standing(person)?.state === "blocked" && (bound === undefined || bound.until < today());
};

const end = async ({ submit, today, catchUp }: PrivacyDeps, { record, of }: About): Promise<void> => {
  const told = { key: `erasure-end:${record}:${of}`, by: "job:privacy.sweep", on: today() };
  const outcome = await submit({ name: "privacy.end", ...told, input: { record, of } });
  if (isRefusal(outcome)) throw new Error(`${record} ${of} was not erased: ${outcome.refused}`);
  await catchUp();
};
