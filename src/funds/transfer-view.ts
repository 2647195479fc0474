import type { BusinessDate } from "../kernel/dates.ts";
import { displayYuan, type Fen } from "../kernel/money.ts";
import { type Bilingual, day, pick, type Words } from "../platform/display.ts";
import type { Notices } from "../platform/notice.ts";
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
  readonly formKey: string;
};

/** Who proposed and who posted. */
const peopleOf = (row: Transfer | TransferProposal): string[] =>
  "proposedBy" in row && row.proposedBy !== undefined ? [row.proposedBy, row.by] : [row.by];

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
    key: page.formKey,
  };
};

/** What a form did to the transfer of a number. */
export const transferNotices = ({ posted, waiting }: TransfersPage, words: Words): Notices => {
  const waits = (no: string): boolean => waiting.some((row) => row.no === no);
  const isPosted = (no: string): boolean => posted.some((row) => row.no === no);
  return {
    proposed: (no) => (waits(no) ? { text: words.t("transfers.done.proposed", { no }) } : undefined),
    posted: (no) => (isPosted(no) ? { text: words.t("transfers.done.posted", { no }) } : undefined),
    withdrawn: (no) => (waits(no) || isPosted(no) ? undefined : { text: words.t("transfers.done.withdrawn") }),
  };
};
