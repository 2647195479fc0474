import type { BusinessDate } from "../kernel/dates.ts";
import type { Fen } from "../kernel/money.ts";
import { fullDay, fullMoment, type Words } from "../platform/display.ts";
import type { Translate } from "../platform/words.ts";
import type { MailRecord } from "./mail-store.ts";

export type ReceiptLetter = {
  readonly serial: string;
  readonly givenOn: BusinessDate;
  readonly amount: Fen;
  /** Number of the void receipt that this one replaces. */
  readonly replaces: string | undefined;
  readonly federation: { readonly zh: string; readonly en: string };
  readonly fund: { readonly zh: string; readonly en: string };
  readonly page: string;
  readonly check: string;
};

/** The letter around a receipt, in Chinese and then in English. It names nobody. */
export const mailText = (
  letter: ReceiptLetter,
  words: { readonly zh: Translate; readonly en: Translate },
): { readonly sender: string; readonly subject: string; readonly text: string } => {
  const part = (language: "zh" | "en"): string => {
    const t = words[language];
    const on = fullDay({ lang: language === "en" ? "en" : "zh-CN", t }, letter.givenOn);
    const vars = { serial: letter.serial, on, page: letter.page, check: letter.check };
    const [fund, federation] = [letter.fund[language], letter.federation[language]];
    return [
      t("mail.greeting"),
      t("mail.money", { ...vars, fund, amount: letter.amount }),
      ...(letter.replaces === undefined ? [] : [t("mail.replaces", { no: letter.replaces })]),
      t("mail.page", vars),
      t("mail.check", vars),
      t("mail.foot", { federation }),
    ].join("\n\n");
  };
  return {
    sender: letter.federation.zh,
    subject: `${words.zh("mail.subject")} / ${words.en("mail.subject")} ${letter.serial}`,
    text: `${part("zh")}\n\n—\n\n${part("en")}\n`,
  };
};

export type MailsPage = {
  readonly mails: readonly MailRecord[];
  /** Where mail goes; undefined: nowhere. */
  readonly kind: "smtp" | "folder" | undefined;
  readonly mayOpen: boolean;
};

/** The page of mails: which receipt, when, and whether the address was refused. */
export const mailsView = ({ mails, kind, mayOpen }: MailsPage, words: Words) => ({
  desk: true,
  lead: words.t(`mails.lead.${kind ?? "off"}`),
  mails: mails.map((mail) => ({
    serial: mail._id,
    when: fullMoment(words, mail.at),
    tone: mail.state === "sent" ? "done" : "stop",
    state:
      mail.state === "sent" ? words.t(`mails.sent.${kind ?? "smtp"}`) : words.t("mails.refused", { code: mail.code }),
    open: mayOpen && kind === "folder" && mail.state === "sent" ? `/desk/mail/${mail._id}.eml` : "",
  })),
});
