import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport, type SendMailOptions } from "nodemailer";
import type { MailWay } from "../../config/config.ts";
import { limits } from "../../config/limits.ts";
import { writeWhole } from "./atomic-file.ts";

export type OutgoingMail = {
  /** Tells this mail from all others: the same one sent again has the same Message-ID. Letters, digits, `.` and `-`. */
  readonly name: string;
  readonly to: string;
  /** Name of the sender as people see it. */
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
  readonly attachment: { readonly name: string; readonly mime: string; readonly content: Buffer };
  readonly at: Date;
};

/** `refused`: the server does not take mail for this address, and trying again is no use. `code` is its answer, such as 550. */
export type MailOutcome = { readonly state: "sent" } | { readonly state: "refused"; readonly code: number };

export type Mailer = {
  /** Throws when the outcome is another: try again later. The error says a code and no address. */
  readonly send: (mail: OutgoingMail) => Promise<MailOutcome>;
  /** The text of a mail that was written to the folder; undefined when there is none, or mail goes to a server. */
  readonly written: (name: string) => Promise<Buffer | undefined>;
};

/** Hands mail to the server at `url`, or writes it to a folder as `<name>.eml`. */
export const openMailer = (way: MailWay): Mailer => (way.kind === "smtp" ? smtpMailer(way) : folderMailer(way));

const smtpMailer = ({ url, from }: MailWay & { kind: "smtp" }): Mailer => {
  const transport = createTransport({
    url,
    // The letter names a donor: it travels encrypted, unless the server is on this machine or `?requireTLS=false` says otherwise.
    requireTLS: !LOOPBACK.test(new URL(url).hostname),
    connectionTimeout: limits.mailTimeout,
    greetingTimeout: limits.mailTimeout,
    socketTimeout: limits.mailTimeout,
  });
  return {
    send: async (mail) => {
      try {
        await transport.sendMail(messageOf(mail, from));
        return { state: "sent" };
      } catch (error) {
        return outcomeOf(error as SmtpError);
      }
    },
    written: async () => undefined,
  };
};

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

type SmtpError = { readonly code?: string; readonly command?: string; readonly responseCode?: number };

/** Only a lasting no to the address itself is final. The server's words may repeat the address, so they go nowhere. */
const outcomeOf = ({ code = "unknown", command, responseCode = 0 }: SmtpError): MailOutcome => {
  if (command === "RCPT TO" && responseCode >= 500) return { state: "refused", code: responseCode };
  throw new Error(`the mail server did not take it: ${code}${responseCode === 0 ? "" : ` ${responseCode}`}`);
};

const folderMailer = ({ folder, from }: MailWay & { kind: "folder" }): Mailer => {
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(messageOf(mail, from));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(folder, { name: `${mail.name}.eml`, content: message as Buffer });
      return { state: "sent" };
    },
    written: (name) => readFile(join(folder, `${name}.eml`)).catch(() => undefined),
  };
};

const messageOf = (mail: OutgoingMail, from: string): SendMailOptions => ({
  from: { name: mail.sender, address: from },
  to: { name: "", address: mail.to },
  subject: mail.subject,
  text: mail.text,
  date: mail.at,
  messageId: `<${mail.name}@${from.slice(from.lastIndexOf("@") + 1)}>`,
  headers: { "Auto-Submitted": "auto-generated" },
  attachments: [
    { filename: mail.attachment.name, contentType: mail.attachment.mime, content: mail.attachment.content },
  ],
  disableFileAccess: true,
  disableUrlAccess: true,
});
