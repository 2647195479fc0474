import type { Funds } from "../funds/public.ts";
import type { Outcome, RowAnswer, Submit } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { idFrom } from "../kernel/ids.ts";
import type { Fen } from "../kernel/money.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { People } from "../people/public.ts";
import type { Shelf } from "../platform/files.ts";
import type { Disbursements } from "./disbursements.ts";
import type { PayeeRelation, RelatedParty, SupportTier } from "./facts.ts";
import type { Request } from "./request.ts";

/** A request as the desk's file or form gives it; personal data still plain, on its way to the vault. */
export type FilingRow = {
  readonly requestNo: string;
  readonly fund: string;
  readonly purpose: string;
  readonly tier: SupportTier;
  readonly fastTrack: boolean;
  readonly beneficiaryRef: string;
  readonly householdSize?: number;
  readonly street?: string;
  readonly amount: Fen;
  readonly payeeName: string;
  readonly payeeRelation: PayeeRelation;
  readonly payeeBank?: string;
  readonly payeeAccount?: string;
  readonly relatedParty: RelatedParty;
  readonly otherSourcesTried?: string;
  readonly requestedOn: BusinessDate;
};

export type Payee = { readonly name: string; readonly bank?: string; readonly account?: string };

export type DisbursementsDeps = {
  readonly submit: Submit;
  readonly disbursements: Disbursements;
  readonly funds: Funds;
  readonly people: Pick<People, "keepMany" | "identityHash" | "barred">;
  /** The encrypted shelf: evidence, and what people write about a case. */
  readonly sealed: Pick<Shelf, "keep">;
};

/** One act of one person on one case. `key` tells a repetition; without it the act has its natural key. */
export type ActInput = {
  readonly act: string;
  readonly no: string;
  readonly by: string;
  /** Left out: the day on which it is written. */
  readonly on?: BusinessDate | undefined;
  readonly key?: string;
  readonly input?: JsonObject;
};

export type DisbursementsService = ReturnType<typeof disbursementsService>;

/** Files requests and carries the acts of people to the book; names, accounts and words go to the vault first. */
export const disbursementsService = (deps: DisbursementsDeps) => ({
  /** Files the desk's rows, each a keyed command by its number: the same row again is known, a changed one refused. */
  file: (rows: readonly FilingRow[], by: string) => fileRows(deps, rows, by),
  /** Files one request; without a number it gets the next one of its month. */
  fileOne: (row: NewRow, told: FilingTold) => fileOne(deps, row, told),
  /** Changes amount or payee before the decision (WF-8). */
  amend: (change: AmendInput) => amend(deps, change),
  /** Keeps a paper encrypted and puts its digest on the case (WF-18). */
  addEvidence: (paper: PaperInput) => addEvidence(deps, paper),
  /** Words of people about a case: sealed; the line holds the id. */
  note: async (no: string, words: string): Promise<{ readonly file: string; readonly digest: string }> => {
    const content = Buffer.from(words, "utf8");
    const file = await deps.sealed.keep({ name: `${no}-note`, mime: "text/plain; charset=utf-8", content });
    return { file: file.id, digest: file.digest };
  },
  /** Every other act: check, return, vote, decide, financeCheck, remark, order, release, confirm, withdraw, see. */
  act: ({ act, no, by, on, key, input = {} }: ActInput): Promise<Outcome | Refusal> =>
    deps.submit({
      name: `disbursements.${act}`,
      key: key ?? naturalKey(deps.disbursements.request(no), { act, no, by, input }),
      by,
      on,
      input: { request: no, ...input },
    }),
});

/** A request of the form: the book gives the number and the day that are left out. */
export type NewRow = Omit<FilingRow, "requestNo" | "requestedOn"> & {
  readonly requestNo?: string;
  readonly requestedOn?: BusinessDate | undefined;
};
type FilingTold = { readonly by: string; readonly key: string };
type ByWhom = { readonly no: string; readonly by: string };
export type AmendInput = ByWhom & {
  readonly on?: BusinessDate | undefined;
  readonly key: string;
  readonly amount?: Fen;
  readonly payee?: Payee;
  readonly relation?: PayeeRelation;
};
export type PaperInput = ByWhom & { readonly paper: string; readonly mime: string; readonly content: Uint8Array };

type Kept = ReturnType<typeof payeeOf>;

const submitRow = (
  { submit }: DisbursementsDeps,
  { row, payee }: { readonly row: NewRow; readonly payee: Kept },
  told: FilingTold,
): Promise<Outcome | Refusal> => {
  const input = filingInput(row, payee.token);
  return submit({ name: "disbursements.file", key: told.key, by: told.by, on: row.requestedOn, input });
};

const fileRows = async (
  deps: DisbursementsDeps,
  rows: readonly FilingRow[],
  by: string,
): Promise<readonly RowAnswer[]> => {
  const kept = rows.map((row) => ({ row, payee: payeeOf(deps.people, row.requestNo, plainPayee(row)) }));
  await deps.people.keepMany(kept.map(({ payee }) => payee.entry));
  const answers: RowAnswer[] = [];
  for (const { row, payee } of kept)
    answers.push(rowAnswer(row, await submitRow(deps, { row, payee }, { by, key: `request:${row.requestNo}` })));
  return answers;
};

const rowAnswer = (row: FilingRow, outcome: Outcome | Refusal): RowAnswer =>
  isRefusal(outcome) && outcome.refused === "key_reused"
    ? refuse("request_exists", { request: row.requestNo })
    : outcome;

const fileOne = async (deps: DisbursementsDeps, row: NewRow, told: FilingTold): Promise<Outcome | Refusal> => {
  const { requestNo: no } = row;
  const payee = payeeOf(deps.people, no ?? told.key, plainPayee(row));
  await deps.people.keepMany([payee.entry]);
  return submitRow(deps, { row, payee }, { by: told.by, key: no === undefined ? told.key : `request:${no}` });
};

const amend = async ({ submit, people }: DisbursementsDeps, change: AmendInput): Promise<Outcome | Refusal> => {
  const { no, by, on, key, amount, payee, relation } = change;
  const kept = payee ? payeeOf(people, no, payee) : undefined;
  if (kept) await people.keepMany([kept.entry]);
  const input = {
    request: no,
    ...(amount === undefined ? {} : { amount: amount.toString() }),
    ...(kept ? kept.token : {}),
    ...(relation ? { payee_relation: relation } : {}),
  };
  return submit({ name: "disbursements.amend", key, by, on, input });
};

const addEvidence = async (deps: DisbursementsDeps, of: PaperInput): Promise<Outcome | Refusal> => {
  const { no, by, paper, mime, content } = of;
  const { submit, sealed, people, disbursements } = deps;
  const barred = people.barred(disbursements.request(no)?.payee ?? "");
  if (barred) return barred;
  // The name a file came with can hold a person's name (WF-18): it is not kept.
  const file = await sealed.keep({ name: `${no}-${paper}`, mime, content });
  const input = { request: no, file: file.id, digest: file.digest, paper };
  return submit({ name: "disbursements.evidence", key: `evidence:${no}:${file.id}`, by, input });
};

/** An act happens once a round; a change or a return opens the next round. */
const naturalKey = (
  request: Request | undefined,
  of: { readonly act: string; readonly no: string; readonly by: string; readonly input: JsonObject },
): string => {
  const round =
    request?.acts.filter(({ act }) => act === "amend" || act === "return" || act === "evidence").length ?? 0;
  const who = of.act === "vote" ? `:${of.by}` : of.act === "see" ? `:${of.by}:${String(of.input.file)}` : "";
  return `${of.act}:${of.no}:${round}${who}`;
};

const plainPayee = (row: Pick<FilingRow, "payeeName" | "payeeBank" | "payeeAccount">): Payee => ({
  name: row.payeeName,
  ...(row.payeeBank ? { bank: row.payeeBank } : {}),
  ...(row.payeeAccount ? { account: row.payeeAccount } : {}),
});

/** Other data of a payee is another id, so that a refused change never overwrites what an earlier line points at. */
const payeeOf = (people: Pick<People, "identityHash">, of: string, payee: Payee) => {
  const print = people.identityHash(["payee", payee.name, payee.bank ?? "", payee.account ?? ""].join("\n"));
  const id = idFrom("P", `payee:${of}:${print}`);
  return { entry: [id, payee] as const, token: { payee: id, payee_print: print } };
};

const filingInput = (row: NewRow, token: { readonly payee: string; readonly payee_print: string }): JsonObject => ({
  ...(row.requestNo === undefined ? {} : { request: row.requestNo }),
  fund: row.fund,
  purpose: row.purpose,
  tier: row.tier,
  fast_track: row.fastTrack,
  beneficiary: row.beneficiaryRef,
  household: row.householdSize ?? 1,
  street: row.street ?? "",
  amount: row.amount.toString(),
  ...token,
  payee_relation: row.payeeRelation,
  related_party: row.relatedParty,
  other_sources: (row.otherSourcesTried ?? "")
    .split(/[,，、]/)
    .map((source) => source.trim())
    .filter(Boolean),
  ...(row.requestedOn === undefined ? {} : { requested_on: row.requestedOn }),
});
