import { type ReconciliationService, STATEMENT_FORMATS, type StatementFormat } from "../reconciliation/public.ts";
import type { RefusedRow } from "./outcome.ts";
import { AUTO, recogniseKind } from "./recognise.ts";

/** Rows of a file: how many, how many the books have, and those that could not be taken. */
export type Seen = { readonly rows: number; readonly known: number; readonly faulty: readonly RefusedRow[] };

/** Why a file would be refused whole. */
export type NotSeen = { readonly refused: string; readonly detail?: string; readonly row?: number };

type StatementLook = Extract<Awaited<ReturnType<ReconciliationService["preview"]>>, { rows: number }>;

/** What an import of a file would do (REC-8, PIT-48): its kind, then its rows, or why it would be refused whole. */
export type Look = {
  /** `auto` when the content is of no known kind. */
  readonly kind: string;
  /** It was told by the content, not by a person. */
  readonly recognised: boolean;
  readonly refused?: { readonly reason: string; readonly detail?: string; readonly row?: number };
  readonly seen?: Seen;
  /** Of a statement: rows by rule and by reason, and what each day of a wallet pays out. */
  readonly statement?: StatementLook;
};

type LookDeps = {
  readonly desk: {
    readonly [kind: string]: {
      readonly fits: (header: Uint8Array) => Promise<boolean>;
      readonly look: (content: Uint8Array) => Promise<Seen | NotSeen>;
    };
  };
  readonly lookAtFederation: (content: Uint8Array) => Promise<Seen | NotSeen>;
  readonly lookAtStatement: ReconciliationService["preview"];
};

/** Looks at a file of a named kind, or of the one that its content tells. */
export const lookAt = async (
  deps: LookDeps,
  file: { readonly kind: string; readonly content: Uint8Array },
): Promise<Look> => {
  const recognised = file.kind === AUTO;
  const kind = recognised ? await recogniseKind(file.content, deps.desk) : file.kind;
  if (kind === undefined) return { kind: AUTO, recognised, refused: { reason: "kind_not_recognised" } };
  if (isStatement(kind)) {
    const found = await deps.lookAtStatement({ kind, bytes: [file.content] });
    if ("refused" in found) return { kind, recognised, refused: whyOf(found) };
    return { kind, recognised, seen: { rows: found.rows, known: found.known, faulty: [] }, statement: found };
  }
  const look = kind === "federation" ? deps.lookAtFederation : deps.desk[kind]?.look;
  if (!look) throw new Error(`nobody looks at ${kind}`);
  const found = await look(file.content);
  return "refused" in found ? { kind, recognised, refused: whyOf(found) } : { kind, recognised, seen: found };
};

const whyOf = (found: NotSeen) => ({
  reason: found.refused,
  ...(found.detail === undefined ? {} : { detail: found.detail }),
  ...(found.row === undefined ? {} : { row: found.row }),
});

/** True for the kinds that reconciliation reads. */
export const isStatement = (kind: string): kind is StatementFormat =>
  (STATEMENT_FORMATS as readonly string[]).includes(kind);
