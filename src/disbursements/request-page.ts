import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import type { Bilingual, Vars } from "../platform/display.ts";
import type { Note } from "./desk-view.ts";
import type { RequestState } from "./request.ts";
import type { Missing } from "./vote.ts";

/** Why an act is not open to me: a rule in words with the numbers of the moment (UI-15). */
export type Why = {
  readonly code:
    | "role"
    | "state"
    | "same_person"
    | "no_seat"
    | "already_voted"
    | "votes"
    | "remark"
    | "finance"
    | "unseen"
    | "available"
    | "suspended"
    | "changed";
  readonly vars?: Vars;
};
export type DeskAct =
  | "check"
  | "return"
  | "vote"
  | "decide"
  | "finance_check"
  | "remark"
  | "order"
  | "release"
  | "confirm"
  | "withdraw";
export type ActChoice = {
  readonly act: DeskAct;
  readonly open: boolean;
  readonly why: readonly Why[];
  readonly who: readonly string[];
};
export type Check = { readonly code: string; readonly tone: "ok" | "watch" | "stop"; readonly vars?: Vars };
export type Evidence = {
  readonly file: string;
  readonly paper: string;
  readonly digest: string;
  readonly uploadedAt: string;
  readonly by: string;
  readonly seen: boolean;
  readonly isNew: boolean;
  readonly href: string;
  readonly image: boolean;
};
export type VoteLine = {
  readonly name: string;
  readonly office: string;
  readonly me: boolean;
  readonly vote: "yes" | "no" | "recused" | "void" | "none";
  readonly on?: BusinessDate;
  readonly reason?: string;
};
export type Change = {
  readonly field: "amount" | "evidence" | "payee" | "purpose";
  readonly before: string;
  readonly after: string;
};

export type RequestPage = {
  readonly no: string;
  readonly state: RequestState;
  readonly purpose: Bilingual;
  readonly fund: { readonly code: string; readonly name: Bilingual };
  readonly households: number;
  readonly applicant: string;
  readonly tier: "inside" | "margin" | "outside";
  readonly otherSources: readonly string[];
  readonly requestedOn: BusinessDate;
  readonly today: BusinessDate;
  readonly amount: Fen;
  readonly available: Fen;
  /** True while the amount is not reserved yet: then what is left after this one is shown. */
  readonly unreserved: boolean;
  /** Set when the person's data are blocked or erased, papers and notes included. */
  readonly gone?: "blocked" | "erased";
  readonly payee: {
    readonly name: string;
    readonly account: string;
    readonly relation: "self" | "guardian" | "institution" | "other";
    readonly first: boolean;
  };
  readonly queue?: { readonly place: number; readonly of: number; readonly next?: string };
  readonly notes: readonly Note[];
  readonly evidence: readonly Evidence[];
  readonly current: number;
  readonly checks: readonly Check[];
  readonly change?: {
    readonly votedAt: string;
    readonly changedAt: string;
    readonly rows: readonly Change[];
    readonly same: number;
  };
  readonly rule: {
    readonly tier: 0 | 1 | 2 | 3 | 4;
    readonly entitled: number;
    readonly quorum: number;
    readonly version: number;
    readonly from: BusinessDate;
  };
  readonly tally: {
    readonly yes: number;
    readonly no: number;
    readonly recused: number;
    readonly missing: readonly Missing[];
  };
  readonly votes: readonly VoteLine[];
  readonly remark?: { readonly name: string; readonly on: BusinessDate; readonly text: string };
  readonly acts: readonly ActChoice[];
  /** What I may bring by form: a paper, another amount or payee. */
  readonly brings: { readonly paper: boolean; readonly change: boolean };
  /** Papers that the check asked for. */
  readonly missing: readonly string[];
  readonly history: readonly {
    readonly act: string;
    readonly name: string;
    readonly at: string;
    readonly line: number;
  }[];
  readonly payment?: {
    readonly ordered?: BusinessDate;
    readonly released?: BusinessDate;
    readonly serial?: string;
    readonly paid?: BusinessDate;
    readonly line?: number;
    readonly returned?: BusinessDate;
    readonly confirmed?: BusinessDate;
  };
  readonly formKey: string;
};
