import { signIn, staff } from "../support/signed-in.ts";
import { expect } from "chai";
import { agencyPages } from "../../src/agency/pages.ts";
import { agencyRefusals, agencyService } from "../../src/agency/public.ts";
import { agencyRoutes } from "../../src/agency/routes.ts";
import { fundsRefusals } from "../../src/funds/public.ts";
import { ledgerRefusals } from "../../src/ledger/errors.ts";
import { maskPerson, type Person } from "../../src/people/person.ts";
import { bankRowsWaiting, reconciliationPages, reconciliationRefusals } from "../../src/reconciliation/public.ts";
import { reconciliationRoutes } from "../../src/reconciliation/routes.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { BANK, openStatementDesk, type StatementDesk } from "../support/statement-desk.ts";

const DAY = "2026-09-10";
const STAFF = [
  ["books", "bookkeeper"],
  ["finance", "financeChecker"],
  ["secretary", "fundSecretary"],
  ["cashier", "cashier"],
  ["auditor", "auditor"],
  ["worker", "applicant"],
] as const;

describe("agency money over HTTP", () => {
  let web: TestApp;
  let desk: StatementDesk;
  const people = new Map<string, Person>();
  const reads: string[] = [];
  let signed: Awaited<ReturnType<typeof signIn>>;
  const as = (user: string) => signed.as(user);
  let sent = 0;
  const post = (...asked: Parameters<typeof signed.post>) => signed.post(...asked);
  const form = (...asked: Parameters<typeof signed.form>) => signed.form(...asked);
  const page = async (user: string, path: string) => (await as(user).agent.get(path).expect(200)).text;

  before(async () => {
    desk = await openStatementDesk();
    const vault = {
      keepMany: async (persons: readonly (readonly [string, Person])[]) =>
        persons.forEach(([id, person]) => people.set(id, person)),
      maskedOf: async (ids: Iterable<string>) =>
        new Map(
          [...ids].flatMap((id) => (people.has(id) ? [[id, maskPerson(people.get(id) as Person)] as const] : [])),
        ),
      reveal: async (id: string, { by, reason }: { by: string; reason: string }) => {
        reads.push(`${by} ${reason}`);
        return people.get(id) as Person;
      },
    };
    const refusals = { ...ledgerRefusals, ...fundsRefusals, ...agencyRefusals, ...reconciliationRefusals };
    const common = { catchUp: async () => undefined, today: () => "2026-09-17" };
    const newKey = () => `K-${(sent += 1)}`;
    const members = () => web.identity.members();
    const agency = {
      ...desk.books,
      ...common,
      service: agencyService({ submit: desk.book.submit, people: vault }),
      people: vault,
    };
    const statements = { ...desk.books, ...common, service: desk.service, newKey, members };
    web = await openTestApp({
      database: "agency_routes_test",
      routers: [
        agencyRoutes(agency),
        agencyPages({
          ...agency,
          members,
          waitingRows: () => bankRowsWaiting(desk.books.reconciliation),
          newKey,
        }),
        reconciliationRoutes({ ...statements, list: async () => ({ rows: [], asOfLine: -1 }) }),
        reconciliationPages(statements),
      ],
      refusals,
    });
    signed = await signIn(
      web,
      STAFF.map(([user, role]) => staff(user, role)),
    );
    await desk.bringBank([
      { day: DAY, serial: "IN1", credit: 10_000n, name: "甲公司", memo: "托付" },
      { day: DAY, serial: "OUT1", debit: 4_000n, name: "乙", memo: "" },
    ]);
    await desk.run();
  });
  after(() => web.close());

  const body = {
    purpose: "medical",
    principal_name: "示例贸易有限公司",
    payee_name: "陈小明",
    payee_bank: "示例银行",
    payee_account: "6222000000000001",
    agreement: "XY-1",
  };

  it("PII-2 is entered over the API, with names in the vault only; all faults of a body are told at once", async () => {
    await post("worker", "/agencies", body).expect(403);
    const { body: faulty } = await post("books", "/agencies", { purpose: "medical", payee_account: "12" }).expect(422);
    expect(faulty.errors.map(({ field }: { field: string }) => field)).to.have.members([
      "principal_name",
      "payee_name",
      "agreement",
      "payee_account",
    ]);
    const { body: made } = await post("books", "/agencies", body, "one").expect(201);
    expect(made).to.deep.include({ agency: "agency-1", state: "opened", held: "0.00", days: null });
    await post("books", "/agencies", body, "one").expect(200);
    expect((await post("books", "/agencies", { ...body, purpose: "yacht" }).expect(422)).body.code).to.equal(
      "purpose_unknown",
    );
    const written = JSON.stringify(desk.book.lines);
    for (const secret of ["示例贸易有限公司", "陈小明", "6222000000000001"]) expect(written).to.not.contain(secret);
    expect((await post("books", "/agencies/agency-1/confirmation").expect(403)).body.code).to.equal("role_missing");
    await post("finance", "/agencies/agency-1/confirmation").expect(200);
    expect((await post("finance", "/agencies/agency-9/confirmation").expect(404)).body.code).to.equal("agency_unknown");
  });

  it("REC-9 a person books a bank row as agency money, over the API and on the row's page", async () => {
    const choice = { row: `${BANK}|IN1`, target: "agency-1", because: "the agreement names the recipient" };
    expect(
      (await post("books", "/reconciliation/agency", { ...choice, target: "S01" }).expect(422)).body.code,
    ).to.equal("invalid_input");
    await post("auditor", "/reconciliation/agency", choice).expect(403);
    expect(await page("books", `/desk/reconciliation/row?key=${encodeURIComponent(choice.row)}`)).to.contain(
      "agency-1",
    );
    await post("books", "/reconciliation/agency", choice).expect(204);
    const { body: one } = await as("auditor").agent.get("/api/v1/agencies/agency-1").expect(200);
    expect(one).to.deep.include({ held: "100.00", free: "100.00", held_since: DAY, days: 7 });
    expect(one.movements).to.have.length(1);
    expect(await page("books", `/desk/reconciliation/row?key=${encodeURIComponent(choice.row)}`)).to.not.contain(
      "h-agency",
    );
  });

  it("WF-12 the desk orders, releases and books a payment; a refusal stays on the page with what was typed", async () => {
    const at = "/desk/agency/agency-1";
    const over = await form("secretary", `${at}/orders`, { pays: "paid_on", amount: "100.01" }).expect(409);
    expect(over.text).to.contain("ACC-9").and.to.contain('value="100.01"');
    const { header } = await form("secretary", `${at}/orders`, { pays: "paid_on", amount: "40.00" }).expect(303);
    expect(header.location).to.equal(`${at}?done=ordered&of=agency-1-1`);
    expect(await page("secretary", String(header.location))).to.contain("notice done");
    expect(await page("books", at)).to.contain("why-release-agency-1-1");
    await form("books", `${at}/orders/agency-1-1/release`).expect(403);
    await form("cashier", `${at}/orders/agency-1-1/release`).expect(303);
    const shown = await form("cashier", `${at}/reveal`).expect(200);
    expect(shown.text).to.contain("陈小明").and.to.contain("6222000000000001");
    expect(reads).to.have.length(1);
    expect(await page("cashier", at)).to.not.contain("陈小明");
    const fields = { row: `${BANK}|OUT1`, target: "agency-1-1" };
    expect(await page("books", at)).to.contain('value="1002/base|OUT1"');
    const booked = await form("books", "/desk/reconciliation/agency", fields).expect(303);
    expect(booked.header.location).to.equal(`${at}?done=matched&of=agency-1`);
    expect(desk.books.agencies.held("agency-1")).to.equal(6_000n);
    expect(desk.unexplained(BANK, DAY)).to.equal("0.00");
    expect((await form("books", `${at}/close`).expect(409)).text).to.contain("agency-1 还存有 60.00");
  });

  it("lists what is held and for how long, and enters from the desk; who may not sees no form", async () => {
    const list = await page("auditor", "/desk/agency?lang=en");
    expect(list).to.contain("60.00").and.to.contain("7 days").and.to.not.contain('action="/desk/agency"');
    const faulty = await form("secretary", "/desk/agency", { purpose: "medical", payee_name: "乙" }).expect(422);
    expect(faulty.text)
      .to.contain('value="乙"')
      .and.to.contain("principal_name-err")
      .and.to.contain("协议编号：请填写");
    const { header } = await form("secretary", "/desk/agency", body).expect(303);
    expect(header.location).to.equal("/desk/agency/agency-2?done=opened&of=agency-2");
    await as("worker").agent.get("/desk/agency").expect(403);
    await as("books").agent.get("/desk/agency/agency-9").expect(404);
    expect(await page("finance", "/desk/agency/agency-2")).to.contain("/desk/agency/agency-2/confirm");
    await form("finance", "/desk/agency/agency-2/close").expect(303);
    expect(desk.books.agencies.agency("agency-2")?.state).to.equal("closed");
  });
});
