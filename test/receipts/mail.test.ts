import { expect } from "chai";
import request from "supertest";
import { donationService } from "../../src/donations/public.ts";
import { openMailer, type OutgoingMail } from "../../src/platform/mail.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { loadCatalogue } from "../../src/platform/words.ts";
import {
  type MailDeps,
  type MailStore,
  mailReceipt,
  mailStore,
  receiptFile,
  renderReceiptFile,
} from "../../src/receipts/public.ts";
import { mailRoutes } from "../../src/receipts/mail-routes.ts";
import { openTestApp } from "../support/app.ts";
import { mongoUri } from "../support/engines.ts";
import { type GiftApp, openGiftApp } from "../support/gift-app.ts";
import { type MailCatcher, openMailCatcher, textOf } from "../support/mail-catcher.ts";
import { signIn, staff } from "../support/signed-in.ts";

const DATABASE = "receipts_mail_test";
const ADDRESS = "lin@example.org";
const BODY = { fund: "S01", channel: "sandbox", name: "沈示例", terms: "use-v1", amount: "188.50" };
const catalogue = loadCatalogue(new URL("../../templates/locales", import.meta.url).pathname);

describe("receipts: mail", () => {
  let app: GiftApp;
  let connection: Connection;
  let server: MailCatcher;
  let mails: MailStore;
  let deps: MailDeps;
  let count = 0;

  const given = async (donor: object) => {
    const sent = request(app.app)
      .post("/api/v1/donations")
      .set("Idempotency-Key", `m-${(count += 1)}`);
    const { body } = await sent.send({ ...BODY, ...donor }).expect(201);
    await request(app.app).post(String(body.next.url)).type("form").send({ result: "succeed" }).expect(303);
    return { id: String(body.id), secret: String(body.secret) };
  };
  const receipted = async (donor: object) => {
    const gift = await given(donor);
    return { ...gift, serial: await receiptOf(gift.id) };
  };
  const receiptOf = async (gift: string): Promise<string> => {
    await app.receipts.follow(gift);
    const serial = String(app.books.receipts.live(gift)?.serial);
    await renderReceiptFile(app.render, serial);
    return serial;
  };

  before(async () => {
    app = await openGiftApp(DATABASE);
    connection = await connectMongo(await mongoUri(DATABASE), DATABASE);
    mails = mailStore(connection);
    await mails.prepare();
  });
  after(async () => {
    await connection.close();
    await app.close();
  });
  beforeEach(async () => {
    server = await openMailCatcher();
    deps = {
      ...app.books,
      people: app.people,
      mails,
      mailer: openMailer({ kind: "smtp", url: server.url, from: "receipts@give.example.org" }),
      file: (receipt) => receiptFile({ files: app.render.files }, receipt),
      pathOf: donationService(app.deps).pathOf,
      words: { zh: catalogue.words("zh-CN"), en: catalogue.words("en") },
      catchUp: app.book.catchUp,
      clock: () => new Date(),
      publicUrl: "https://give.example.org",
    };
  });
  afterEach(() => server.close());

  it("UI-7 PIT-24 goes once to the address the donor gave, with the file and the link, and names nobody", async () => {
    const { id, secret, serial } = await receipted({ email: ADDRESS });
    for (let i = 0; i < 3; i += 1) await mailReceipt(deps, serial);
    expect(server.mails.map(({ to }) => to)).to.deep.equal([[ADDRESS]]);
    const raw = server.mails[0]?.raw ?? "";
    const text = textOf(raw);
    expect(text)
      .to.contain(`https://give.example.org/gift/${secret}\r\n`)
      .and.to.contain("188.50")
      .and.to.contain(serial);
    expect(text).to.contain(`https://give.example.org/gift/${secret}?lang=en`).and.not.to.contain("沈示例");
    const receipt = app.books.receipts.receipt(serial);
    const pdf = receipt && (await deps.file(receipt));
    expect(raw.replace(/\r\n/g, "")).to.contain(pdf?.toString("base64"));
    const reads = await app.people.readsOf(String(app.books.donations.gift(id)?.donor));
    expect(reads.map(({ by }) => by).filter((by) => by === "job:receipts.mail")).to.have.length(1);
    const [kept] = await mails.newest(1);
    expect(JSON.stringify(kept)).to.contain(serial).and.not.to.contain(ADDRESS);
  });

  it("PIT-24 an address that is refused is kept as such and not asked again; what may pass is", async () => {
    const refused = await receipted({ email: "gone@example.org" });
    server.answers.address = 550;
    for (let i = 0; i < 2; i += 1) await mailReceipt(deps, refused.serial);
    expect(server.asked()).to.equal(1);
    const [record] = await mails.newest(1);
    expect(record).to.include({ _id: refused.serial, state: "refused", code: 550 });

    const later = await receipted({ email: ADDRESS });
    server.answers.address = 450;
    const failure = await mailReceipt(deps, later.serial).then(String, String);
    expect(failure).to.contain("450").and.not.to.contain("example");
    expect(await deps.mails.knows(later.serial)).to.equal(false);
    delete server.answers.address;
    await mailReceipt(deps, later.serial);
    expect(server.mails.map(({ to }) => to)).to.deep.equal([[ADDRESS]]);
  });

  it("RCPT-3 a receipt that was voided before its mail is not sent; its successor is, and says which one it replaces", async () => {
    const { id, serial } = await receipted({ email: ADDRESS });
    await app.post("clerk", `/receipts/${serial}/void`, { reason: "correction" }).expect(200);
    const next = await receiptOf(id);
    for (const one of [serial, next]) await mailReceipt(deps, one);
    expect(server.mails).to.have.length(1);
    expect(textOf(server.mails[0]?.raw ?? ""))
      .to.contain(next)
      .and.to.contain(`代替 ${serial}`);
  });

  it("goes to nobody who left no address or was erased, for no old receipt, and from no installation without mail", async () => {
    const phone = await receipted({ phone: "12800000145" });
    const erased = await receipted({ email: ADDRESS });
    await app.people.erase(String(app.books.donations.gift(erased.id)?.donor), "user:test");
    const good = await receipted({ email: ADDRESS });
    const old = { ...deps, clock: () => new Date(Date.now() + 31 * 86_400_000) };
    for (const { serial } of [phone, erased]) await mailReceipt(deps, serial);
    await mailReceipt(old, good.serial);
    await mailReceipt({ ...deps, mailer: undefined }, good.serial);
    await mailReceipt(deps, "CF-2026-99999999");
    expect(server.asked()).to.equal(0);
    expect(await app.people.readsOf(String(app.books.donations.gift(phone.id)?.donor))).to.satisfy(
      (reads: readonly { by: string }[]) => reads.every(({ by }) => by !== "job:receipts.mail"),
    );
    await mailReceipt(deps, good.serial);
    expect(server.mails).to.have.length(1);
  });

  it("is listed for all staff without a name; who reads receipts may open a letter that was written to the folder", async () => {
    const written = new Map<string, OutgoingMail>();
    const mailer = {
      send: async (mail: OutgoingMail) => {
        written.set(mail.name, mail);
        return { state: "sent" as const };
      },
      written: async (name: string) => {
        const mail = written.get(name);
        return mail && Buffer.from(mail.text);
      },
    };
    const { serial } = await receipted({ email: ADDRESS });
    await mailReceipt({ ...deps, mailer }, serial);
    const routers = [
      mailRoutes({ ...app.books, people: app.people, catchUp: app.book.catchUp, mails, kind: "folder", mailer }),
    ];
    const desk = await openTestApp({ database: "receipts_mail_desk_test", routers });
    try {
      const { as } = await signIn(desk, [staff("clerk", "receiptClerk"), staff("worker", "applicant")]);
      const [clerk, worker] = [as("clerk").agent, as("worker").agent];
      const [seen, open] = [await worker.get("/desk/mail").expect(200), await clerk.get("/desk/mail").expect(200)];
      expect(seen.text)
        .to.contain(serial)
        .and.not.to.match(/example\.org|沈示例|\.eml/);
      expect(open.text).to.contain(`/desk/mail/${serial}.eml`);
      const letter = await clerk.get(`/desk/mail/${serial}.eml`).expect(200);
      expect(letter.headers["content-type"]).to.contain("message/rfc822");
      await worker.get(`/desk/mail/${serial}.eml`).expect(403);
      await clerk.get("/desk/mail/CF-2026-99999999.eml").expect(404);
      await clerk.get(`/desk/mail/${encodeURIComponent("../../keys/VAULT_KEY")}.eml`).expect(404);
      await request(desk.app).get(`/desk/mail/${serial}.eml`).expect(303);
    } finally {
      await desk.close();
    }
  });
});
