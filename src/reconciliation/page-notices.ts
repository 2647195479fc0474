import type { BusinessDate } from "../kernel/dates.ts";
import { counted, type Words } from "../platform/display.ts";
import type { Notice, Notices } from "../platform/notice.ts";
import type { Donations } from "../donations/public.ts";
import { providerLacks } from "./provider-lacks.ts";
import type { Reconciliation } from "./reconciliation.ts";

type Books = {
  readonly reconciliation: Reconciliation;
  readonly donations: Donations;
  readonly today: () => BusinessDate;
  /** What waits for a person now. */
  readonly waiting: () => number;
};

const base = "/desk/reconciliation";
const rowHref = (key: string): string => `${base}/row?key=${encodeURIComponent(key)}`;

/** What a form did to a row or a file, and how much still waits; `of` is the key of the row or the digest of the file. */
export const reconciliationNotices = ({ reconciliation, donations, waiting, today }: Books, words: Words): Notices => {
  const rest = (): string => {
    const count = waiting();
    return count === 0 ? words.t("done.matches.none") : counted(words, "done.matches.waiting", count);
  };
  const ofRow = (key: string, did: (of: string) => string | undefined) => (of: string) => {
    const vars = did(of);
    if (vars === undefined) return undefined;
    const text = words.t(`done.matches.${key}`, { gift: vars }) + words.t("list.space") + rest();
    return { text, next: { href: rowHref(of), word: words.t("done.matches.to_row") } };
  };
  const giftOf = (of: string): string | undefined => {
    const state = reconciliation.book.row(of)?.state;
    return state?.is === "matched" ? (donations.gift(state.target)?.ref ?? state.target) : undefined;
  };
  const isAside = (of: string): string | undefined =>
    reconciliation.book.row(of)?.state.is === "suspended" ? of : undefined;
  const toImports = { href: "/desk/imports", word: words.t("done.matches.to_imports") };
  const undone = (of: string): Notice | undefined =>
    reconciliation.book.statements().some(({ digest }) => digest === of)
      ? undefined
      : { text: words.t("done.matches.undone"), next: toImports };
  const ofCase = (key: string) => (of: string) =>
    providerLacks(reconciliation.book, today()).some(({ booking }) => booking.key === of)
      ? undefined
      : { text: words.t(`done.matches.${key}`) };
  return {
    matched: ofRow("matched", giftOf),
    confirmed: ofRow("confirmed", giftOf),
    set_aside: ofRow("set_aside", isAside),
    taken_back: ofRow("taken_back", isAside),
    look_again: ofRow("look_again", isAside),
    case_closed: ofCase("case_closed"),
    case_back: ofCase("case_back"),
    undone,
    dropped: (of) =>
      reconciliation.kept.all().some(({ id }) => id === of)
        ? undefined
        : { text: words.t("done.matches.dropped"), next: { href: base, word: words.t("done.matches.to_desk") } },
  };
};
