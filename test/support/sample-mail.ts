import type { Words } from "../../src/platform/display.ts";
import { type MailsPage, mailsView } from "../../src/receipts/mail-view.ts";

const page: MailsPage = {
  mails: [
    { _id: "CF-2026-00000042", at: "2026-10-08T02:11:09.120Z", state: "sent" },
    { _id: "CF-2026-00000041", at: "2026-10-08T01:58:00.000Z", state: "refused", code: 550 },
  ],
  kind: "folder",
  mayOpen: true,
};

const of = (name: string, shown: MailsPage) => ({
  name,
  template: "receipts/mail",
  path: "/desk/mail",
  signedIn: true,
  view: (words: Words) => mailsView(shown, words),
});

/** Letters in a folder, letters to a server, and an installation that sends none. */
export const mailSamples = [
  of("mail", page),
  of("mail-server", { ...page, kind: "smtp" }),
  of("mail-off", { mails: [], kind: undefined, mayOpen: false }),
];
