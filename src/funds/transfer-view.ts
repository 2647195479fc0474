import type { BusinessDate } from "../kernel/dates.ts";
import { displayYuan, type Fen } from "../kernel/money.ts";
import { type Bilingual, day, pick, type Words } from "../platform/display.ts";
import { labelledErrors, labelsOf } from "../platform/form-errors.ts";
import type { Transfer } from "./transfer.ts";
import type { TransferProposal } from "./transfer-proposal.ts";

export type TransfersPage = {
  readonly today: BusinessDate;
  readonly posted: readonly Transfer[];
  readonly waiting: readonly (TransferProposal & {
    /** Why I cannot post it: words `transfers.why.<…>`; empty when I can. */
    readonly whyNot: string;
    readonly mayDrop: boolean;
  })[];
  readonly funds: readonly { readonly code: string; readonly name: Bilingual; readonly available: Fen }[];
  readonly mayPropose: boolean;
  readonly nameOf: (by: string) => string;
  readonly values: { readonly [field: string]: string };
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly done?: string;
  readonly formKey: string;
};

/** Who proposed and who posted. */
const peopleOf = (row: Transfer | TransferProposal): string[] =>
  "proposedBy" in row && row.proposedBy !== undefined ? [row.proposedBy, row.by] : [row.by];

const LABELS = labelsOf("transfers.field", [
  "transfer_no",
  "from_fund",
  "to_fund",
  "amount",
  "consent_ref",
  "reason",
  "on",
]);

/** Transfers between funds: what waits for its second person, what was posted, and the form that proposes one. */
export const transfersView = (page: TransfersPage, words: Words) => {
  const nameOf = (code: string): string => {
    const fund = page.funds.find((each) => each.code === code);
    return fund ? pick(words, fund.name) : code;
  };
  const shown = (row: Transfer | TransferProposal) => ({
    no: row.no,
    on: day(words, row.on),
    between: words.t("transfers.between", { from: nameOf(row.from), to: nameOf(row.to) }),
    amount: displayYuan(row.amount),
    basis: row.basisRef,
    by: peopleOf(row).map(page.nameOf).join(words.t("list.comma")),
  });
  return {
    desk: true,
    waiting: page.waiting.map((row) => ({
      ...shown(row),
      to: `/desk/books/transfers/${encodeURIComponent(row.no)}`,
      reason: row.reason ?? "",
      whyNot: row.whyNot === "" ? "" : words.t(`transfers.why.${row.whyNot}`),
      mayDrop: row.mayDrop,
    })),
    posted: [...page.posted].sort((a, b) => b.line - a.line).map(shown),
    mayPropose: page.mayPropose,
    funds: page.funds.map(({ code, name, available }) => ({
      value: code,
      word: words.t("transfers.fund", { fund: pick(words, name), available: displayYuan(available) }),
    })),
    value: (field: string) => page.values[field] ?? "",
    error: (field: string) => page.errors.find((error) => error.field === field)?.message ?? "",
    errors: labelledErrors(page.errors, LABELS, words),
    errorTitle: words.t("transfers.errors"),
    done: page.done === undefined ? "" : words.t(`transfers.done.${page.done}`),
    key: page.formKey,
  };
};
