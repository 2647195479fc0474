import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** How a server answers: 2xx takes it, 4xx not now, 5xx never. */
type Answers = { sender?: number; address?: number; content?: number };

export type CaughtMail = { readonly from: string; readonly to: readonly string[]; readonly raw: string };

/** A mail server on the loopback that keeps what it takes and answers as it is told. Its words repeat the address, as real ones do. */
export const openMailCatcher = async (options: { readonly password?: string } = {}) => {
  const mails: CaughtMail[] = [];
  const answers: Answers = {};
  const said = { rcpt: 0 };
  const no = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });
  const server = new SMTPServer({
    authOptional: options.password === undefined,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) =>
      auth.password === options.password ? done(null, { user: auth.username }) : done(no(535, "no such user")),
    onMailFrom: ({ address }, _session, done) =>
      done(answers.sender ? no(answers.sender, `<${address}> may not send here`) : null),
    onRcptTo: ({ address }, _session, done) => {
      said.rcpt += 1;
      done(answers.address ? no(answers.address, `<${address}> is not here`) : null);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (answers.content) return done(no(answers.content, "not now"));
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        mails.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString("utf8") });
        done();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answers,
    /** How often an address was asked about. */
    asked: () => said.rcpt,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
};

export type MailCatcher = Awaited<ReturnType<typeof openMailCatcher>>;

/** The text of a mail, decoded. */
export const textOf = (raw: string): string => {
  const [, encoding = "", body = ""] =
    /Content-Type: text\/plain[^]*?Content-Transfer-Encoding: ([\w-]+)\r\n\r\n([^]*?)\r\n--(?=\S)/.exec(raw) ?? [];
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
};
