import type { AidRequestRow } from "../imports/public.ts";
import type { JsonObject } from "../kernel/result.ts";
import { must } from "./client.ts";
import { COMMITTEE, type Duty, type Team } from "./staff.ts";

const REJECTED = "not within the rules of the fund";
const REMARK = "no objection";
const MAJORITY = 3;

type Step = { readonly team: Team; readonly no: string; readonly key: (step: string) => string };

/** Decides and pays the requests as the desk noted it, in the order of their decisions (samples rule 14). */
export const decideRequests = async (
  team: Team,
  rows: readonly AidRequestRow[],
  key: (step: string) => string,
): Promise<void> => {
  const decided = rows
    .filter((row) => row.committeeDecision !== undefined)
    .sort((a, b) => compare(decidedOn(a), decidedOn(b)) || compare(a.requestNo, b.requestNo));
  for (const row of decided) await follow({ team, no: row.requestNo, key }, row);
};

const follow = async (step: Step, row: AidRequestRow): Promise<void> => {
  const on = decidedOn(row);
  const approved = row.committeeDecision === "approved";
  const before = await stateOf(step);
  if (!["filed", "checked", "approved", "ordered"].includes(before)) return;
  if (before === "filed")
    await act(step, { by: "street", act: "check", body: { visited_on: row.requestedOn, on: row.requestedOn } });
  if (before === "filed" || before === "checked") {
    await vote(step, { on, vote: approved ? "yes" : "no" });
    const outcome = approved ? { outcome: "approved", on } : { outcome: "rejected", reason: REJECTED, on };
    await act(step, { by: "secretary", act: "decision", body: outcome });
  }
  if (approved && (await stateOf(step)) !== "refused") await pay(step, row);
};

/** Finance checks, the supervisor remarks, one cashier orders and another releases; only what the desk noted as paid. */
const pay = async (step: Step, row: AidRequestRow): Promise<void> => {
  const on = decidedOn(row);
  if (row.paidOn === undefined) return;
  await act(step, { by: "finance", act: "finance-check", body: { on } });
  await act(step, { by: "supervisor", act: "remark", body: { remark: REMARK, on } });
  await act(step, { by: "cashier1", act: "payment-order", body: { on } });
  const serial = row.bankRef === undefined ? {} : { serial: row.bankRef };
  await act(step, { by: "cashier2", act: "release", body: { ...serial, paid_on: row.paidOn, on: row.paidOn } });
};

/** A majority of the committee, then those above it; a seat that a case does not ask for changes nothing. */
const vote = async (step: Step, how: { readonly on: string; readonly vote: "yes" | "no" }): Promise<void> => {
  const voters: readonly Duty[] = [...COMMITTEE.slice(0, MAJORITY), "general", "council"];
  for (const by of voters)
    await act(step, {
      by,
      act: "votes",
      body: { vote: how.vote, on: how.on, ...(how.vote === "no" ? { reason: REJECTED } : {}) },
    });
};

type Act = { readonly by: Duty; readonly act: string; readonly body: JsonObject };

/** A refusal (409, 403, 422) is an answer of the rules: the state of the request tells what it meant. */
const act = async ({ team, no, key }: Step, { by, act: name, body }: Act): Promise<void> => {
  const answer = await team[by].call({ path: `/requests/${no}/${name}`, json: body, key: key(`${no}-${name}-${by}`) });
  if (answer.status >= 500 || answer.status === 400 || answer.status === 404)
    throw new Error(`${no} ${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
};

const stateOf = async ({ team, no }: Step): Promise<string> =>
  String((await must(team.auditor.call({ method: "GET", path: `/requests/${no}` }), no)).state);

const decidedOn = (row: AidRequestRow): string => row.approvedOn ?? row.requestedOn;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
