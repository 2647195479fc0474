import type { JsonObject, Refusal } from "../kernel/result.ts";
import type { Line, Posting } from "./line.ts";
import type { Table } from "./table.ts";

/** What somebody wants to happen. `name` is `<chapter>.<command>`; `on` the business date. */
export type Command = {
  readonly name: string;
  readonly key: string;
  readonly by: string;
  readonly on: string;
  readonly input: JsonObject;
};

/**
 * A command as it is sent. Without `on` it gets the day in Shanghai on which it is written, and the day is no part of
 * what a repetition must equal: the same again after midnight is the same.
 */
export type Sent = Omit<Command, "on"> & { readonly on?: string | undefined };

/**
 * What a decision writes: one line. `refused` marks a refusal that must be kept (WF-16): the line is written and
 * the caller is answered with the refusal.
 */
export type Draft = {
  readonly kind: string;
  readonly data: JsonObject;
  readonly post?: readonly Posting[];
  readonly on?: string;
  readonly v?: number;
  readonly refused?: Refusal;
};

export type Decide = (command: Command, now: { readonly at: string }) => Draft | Refusal;
export type Apply = (line: Line, index: number) => void;

/**
 * A module's part of the book. `decide` is pure and never throws; `apply` is total, never refuses, and is the same
 * code at commit and at replay. Several chapters may apply one kind; chapters run in the order of the layers.
 */
export type Chapter = {
  readonly name: string;
  readonly tables: readonly Table<unknown>[];
  readonly decide: { readonly [command: string]: Decide };
  readonly apply: { readonly [kind: string]: Apply };
  /** Runs for every line of every kind, before `apply`: the ledger posts here. */
  readonly everyLine?: Apply;
  /** Sees every draft of every chapter before it becomes a line, and may refuse it: the ledger locks periods here. */
  readonly guard?: (draft: Draft, on: string) => Refusal | undefined;
};

/** The answer to a command: the line it became (or had become before), or a refusal. */
export type Outcome = { readonly index: number; readonly line: Line; readonly repeated: boolean };

/** What became of a row of a file: its line, `repeated` when it stood already, or why it was refused. */
export type RowAnswer = Outcome | Refusal;

/** The same of one of very many rows: their lines are not held. */
export type RowTaken = Omit<Outcome, "line"> | Refusal;

/** What services see of the book. `submit` throws `Busy` (503) while an outcome is unknown or the queue is full. */
export type Submit = (command: Sent) => Promise<Outcome | Refusal>;
