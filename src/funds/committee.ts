import type { Command, Draft } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import type { CommitteeSeated, Member } from "./facts.ts";
import type { Fund } from "./fund.ts";

/** At least this many seats, and an odd number of them (ORG-17). `set` */
const SEATS = 5;

/** Seats the committee of one or several funds (ORG-17). Refuses fewer than five, an even number, a person twice, no chair. */
export const decideSeat = (command: Command, fund: (code: string) => Fund | undefined): Draft | Refusal => {
  const { funds, members } = command.input as CommitteeSeated;
  const unknown = funds.find((code) => !fund(code));
  if (unknown) return refuse("fund_unknown", { fund: unknown });
  if (members.length < SEATS || members.length % 2 === 0)
    return refuse("committee_size", { rule: "ORG-17", members: members.length });
  if (new Set(members.map((member) => member.user)).size !== members.length)
    return refuse("member_twice", { rule: "ORG-17" });
  if (members.filter((member) => member.office === "chair").length !== 1)
    return refuse("committee_chair", { rule: "ORG-17" });
  if (members.some((member) => member.to < member.from)) return refuse("term_ends_before_start", { rule: "ORG-17" });
  return { kind: "committee.seated", on: command.on, data: { funds, members } };
};

/** The members in office on a day: terms include both ends. */
export const inOffice = (members: readonly Member[], on: BusinessDate): Member[] =>
  members.filter((member) => member.from <= on && on <= member.to);
