import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openMailer, type OutgoingMail } from "../../src/platform/mail.ts";
import { type MailCatcher, openMailCatcher, textOf } from "../support/mail-catcher.ts";

const FROM = "receipts@give.example.org";
const MAIL: OutgoingMail = {
  name: "CF-2026-00000001",
  to: "lin@example.org",
  sender: "示例区慈善会",
  subject: "捐赠确认函 CF-2026-00000001",
  text: "感谢您的捐赠。",
  attachment: { name: "CF-2026-00000001.pdf", mime: "application/pdf", content: Buffer.from("%PDF-1.7 bytes") },
  at: new Date("2026-09-03T02:11:09Z"),
};

const failureOf = (sending: Promise<unknown>): Promise<string> =>
  sending.then(
    () => "",
    (error: unknown) => `${String(error)} ${error instanceof Error ? String(error.stack) : ""}`,
  );

describe("mail", () => {
  let server: MailCatcher;
  const mailer = (url = server.url) => openMailer({ kind: "smtp", url, from: FROM });
  beforeEach(async () => {
    server = await openMailCatcher();
  });
  afterEach(() => server.close());

  it("hands text and file to the server; the same mail again has the same Message-ID", async () => {
    for (let i = 0; i < 2; i += 1) expect(await mailer().send(MAIL)).to.deep.equal({ state: "sent" });
    const [first, second] = server.mails;
    expect(first).to.deep.include({ from: FROM, to: ["lin@example.org"] });
    for (const mail of [first, second]) {
      expect(mail?.raw)
        .to.contain("Message-ID: <CF-2026-00000001@give.example.org>")
        .and.to.contain("Auto-Submitted: auto-generated");
      expect(mail?.raw).to.contain(Buffer.from("%PDF-1.7 bytes").toString("base64"));
      expect(mail?.raw).to.contain("Date: Thu, 03 Sep 2026 02:11:09 +0000");
      expect(textOf(mail?.raw ?? "")).to.contain("感谢您的捐赠。");
    }
  });

  it("PIT-24 tells an address that is refused for good from everything that may pass, and repeats no address", async () => {
    server.answers.address = 550;
    expect(await mailer().send(MAIL)).to.deep.equal({ state: "refused", code: 550 });
    for (const answers of [{ address: 450 }, { sender: 550 }, { content: 452 }, { content: 554 }]) {
      Object.assign(server.answers, { address: undefined, sender: undefined, content: undefined }, answers);
      const failure = await failureOf(mailer().send(MAIL));
      expect(failure)
        .to.contain(String(Object.values(answers)[0]))
        .and.not.to.match(/lin|example/);
    }
    expect(server.mails).to.deep.equal([]);
  });

  it("PIT-24 a server that is away, or knows us not, is tried again", async () => {
    const strict = await openMailCatcher({ password: "right" });
    try {
      const as = (password: string) => mailer(`smtp://shanzhang:${password}@127.0.0.1:${strict.port}`);
      expect(await failureOf(as("wrong").send(MAIL)))
        .to.contain("EAUTH 535")
        .and.not.to.contain("wrong");
      expect(await as("right").send(MAIL)).to.deep.equal({ state: "sent" });
    } finally {
      await strict.close();
    }
    expect(await failureOf(mailer().send(MAIL))).to.equal("");
    const { url } = server;
    await server.close();
    expect(await failureOf(mailer(url).send(MAIL))).to.contain("the mail server did not take it: ESOCKET");
    server = await openMailCatcher();
  });

  it("goes to another machine encrypted or not at all, unless the address of the server says otherwise", async () => {
    const elsewhere = `smtp://0.0.0.0:${server.port}`; // no name of the loopback, and yet this machine
    expect(await failureOf(mailer(elsewhere).send(MAIL))).to.contain("the mail server did not take it: ETLS");
    expect(server.mails).to.deep.equal([]);
    expect(await mailer(`${elsewhere}?requireTLS=false`).send(MAIL)).to.deep.equal({ state: "sent" });
  });

  it("takes one address for one, whatever signs stand in it", async () => {
    await mailer()
      .send({ ...MAIL, to: "a@example.org, b@example.org\r\nBcc: c@example.org" })
      .catch(() => undefined);
    for (const { to } of server.mails) expect(to).to.have.length(1);
    for (const { raw } of server.mails) expect(raw).not.to.match(/^Bcc:/m);
  });

  it("without a server is a file that can be opened, for this user alone", async () => {
    const folder = await mkdtemp(join(tmpdir(), "shanzhang-mail-"));
    try {
      const files = openMailer({ kind: "folder", folder: join(folder, "mail"), from: "receipts@localhost" });
      expect(await files.send(MAIL)).to.deep.equal({ state: "sent" });
      expect(await readdir(join(folder, "mail"))).to.deep.equal(["CF-2026-00000001.eml"]);
      expect((await stat(join(folder, "mail/CF-2026-00000001.eml"))).mode & 0o077).to.equal(0);
      expect(String(await files.written("CF-2026-00000001"))).to.contain("To: lin@example.org");
      expect(await files.written("CF-2026-00000002")).to.equal(undefined);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
