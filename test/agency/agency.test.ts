import { join } from "node:path";
import { expect } from "chai";
import { bookChecks } from "../../src/book-checks.ts";
import { agencyFaults } from "../../src/agency/checks.ts";
import { readAgencyRows } from "../../src/imports/desk-agency.ts";
import { heldSteps } from "../../src/agency/public.ts";
import { deskRows } from "../../src/disbursements/desk-rows.ts";
import { deskView } from "../../src/disbursements/desk-view.ts";
import type { BusinessRole } from "../../src/identity/public.ts";
import { loadCatalogue } from "../../src/platform/words.ts";
import { openChapters } from "../../src/chapters.ts";
import { fen } from "../../src/kernel/money.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { financialStatements } from "../../src/ledger/public.ts";
import { openQuickBook } from "../support/quick-book.ts";
import { BANK, openStatementDesk, type StatementDesk, SUSPENSE } from "../support/statement-desk.ts";

const HELD = "1002/agency/base";
const DAY = "2026-09-12";

const open = { purpose: "medical", principal: "P-1", payee: "P-2", agreement: "XY-1" };

/** A desk at which anybody may act, by name; answers the refusal's code or "done". */
const openAgencyDesk = async () => {
  const desk = await openStatementDesk();
  let sent = 0;
  const act = async (name: string, input: JsonObject, by = "user:books"): Promise<string> => {
    const outcome = await desk.book.submit({ name: `agency.${name}`, key: `a${(sent += 1)}`, by, input });
    return "refused" in outcome ? outcome.refused : "done";
  };
  const match = async (id: string, { agency, order }: { agency?: string; order?: string }, by = "user:keeper") =>
    (await desk.service.agency({ row: `${BANK}|${id}`, by, target: order ?? agency ?? "" }))?.refused ?? "done";
  const opened = async () => {
    expect(await act("open", open)).to.equal("done");
    expect(await act("confirm", { agency: "agency-1" }, "user:finance")).to.equal("done");
  };
  const ordered = async (amount: string, pays = "paid_on") => {
    expect(await act("order", { agency: "agency-1", pays, amount }, "user:secretary")).to.equal("done");
  };
  return { ...desk, act, match, opened, ordered };
};

const rows = [
  { day: DAY, serial: "IN1", credit: 50_000n, name: "甲", memo: "转交" },
  { day: DAY, serial: "OUT1", debit: 20_000n, name: "乙", memo: "转付" },
  { day: DAY, serial: "OUT2", debit: 30_000n, name: "甲", memo: "退还" },
  { day: DAY, serial: "BACK1", credit: 20_000n, name: "乙", memo: "退汇" },
];

describe("agency money", () => {
  let desk: Awaited<ReturnType<typeof openAgencyDesk>>;
  beforeEach(async () => {
    desk = await openAgencyDesk();
  });
  const held = () => desk.books.agencies.held("agency-1");
  const own = (d: StatementDesk) => d.balance(BANK);

  it("GIFT-14 finance confirms the class before money is booked; not who entered it", async () => {
    await desk.bringBank(rows);
    expect(await desk.act("open", { ...open, purpose: "yacht" })).to.equal("purpose_unknown");
    expect(await desk.act("open", open)).to.equal("done");
    expect(await desk.match("IN1", { agency: "agency-1" })).to.equal("agency_not_confirmed");
    expect(await desk.act("confirm", { agency: "agency-1" })).to.equal("same_person");
    expect(await desk.act("confirm", { agency: "agency-9" }, "user:finance")).to.equal("agency_unknown");
    expect(await desk.act("confirm", { agency: "agency-1" }, "user:finance")).to.equal("done");
    expect(await desk.act("confirm", { agency: "agency-1" }, "user:general")).to.equal("agency_confirmed");
    expect(await desk.match("IN1", { agency: "agency-9" })).to.equal("agency_unknown");
    expect(await desk.match("IN1", { agency: "agency-1" })).to.equal("done");
    expect(await desk.match("IN1", { agency: "agency-1" })).to.equal("done");
    expect(held()).to.equal(50_000n);
  });

  for (const waited of [false, true]) {
    it(`ACC-9 in, on, back and returned: rows ${waited ? "that waited in 2209" : "straight from the file"} end in the same books`, async () => {
      await desk.opened();
      const before = financialStatements(desk.books.ledger.balances, "2026-09");
      await desk.bringBank(rows);
      if (waited) await desk.run();
      expect(own(desk) - desk.balance(HELD)).to.equal(waited ? 1_020_000n : 1_000_000n);
      expect(await desk.match("IN1", { agency: "agency-1" })).to.equal("done");
      await desk.ordered("20000");
      expect(await desk.act("release", { order: "agency-1-1" }, "user:cashier")).to.equal("done");
      expect(await desk.match("OUT1", { order: "agency-1-1" })).to.equal("done");
      expect(held()).to.equal(30_000n);
      expect(await desk.match("BACK1", { order: "agency-1-1" })).to.equal("done");
      expect([held(), desk.balance(HELD), desk.balance("2601/agency-1")]).to.deep.equal([50_000n, 50_000n, -50_000n]);
      await desk.ordered("30000", "returned");
      await desk.act("release", { order: "agency-1-2" }, "user:cashier");
      expect(await desk.match("OUT2", { order: "agency-1-2" })).to.equal("done");
      expect([held(), desk.balance(SUSPENSE), own(desk)]).to.deep.equal([20_000n, 0n, 1_000_000n]);
      expect(desk.unexplained(BANK, DAY)).to.equal("0.00");
      expect(desk.books.agencies.movementsOf("agency-1").map(({ kind, amount }) => [kind, amount])).to.deep.equal([
        ["agency.received", 50_000n],
        ["agency.paid_on", -20_000n],
        ["agency.bounced", 20_000n],
        ["agency.returned", -30_000n],
      ]);
      const after = financialStatements(desk.books.ledger.balances, "2026-09");
      expect(after.activities).to.deep.equal(before.activities);
      expect(after.cashFlow).to.deep.equal(before.cashFlow);
      const row = (which: typeof after, no: number) => which.position.find((each) => each.row === no)?.closing;
      expect([row(after, 51), row(after, 91), row(after, 1)]).to.deep.equal([20_000n, 20_000n, row(before, 1)]);
      for (const fund of ["G00", "S01"])
        expect(desk.books.funds.available(fund, DAY)).to.equal(fund === "G00" ? 1_000_000n : 0n);
      expect(bookChecks(desk.books).filter(({ ok }) => !ok)).to.deep.equal([]);
    });
  }

  it("ACC-9 never more out than in: open orders count, also for two at once", async () => {
    await desk.opened();
    await desk.bringBank(rows);
    const order = (amount: string) =>
      desk.act("order", { agency: "agency-1", pays: "paid_on", amount }, "user:secretary");
    expect(await order("1")).to.equal("agency_over_held");
    await desk.match("IN1", { agency: "agency-1" });
    expect(await Promise.all([order("30000"), order("30000")])).to.have.members(["done", "agency_over_held"]);
    expect(await desk.act("withdraw", { order: "agency-1-1" }, "user:secretary")).to.equal("done");
    expect(await desk.act("withdraw", { order: "agency-1-1" }, "user:secretary")).to.equal("agency_order_state");
    expect(await order("50000")).to.equal("done");
  });

  it("WF-12 LED-9 who orders does not release, who released or ordered does not book; the bank's sum must be the order's", async () => {
    await desk.opened();
    await desk.bringBank(rows);
    await desk.match("IN1", { agency: "agency-1" });
    await desk.ordered("20000");
    const release = (by: string) => desk.act("release", { order: "agency-1-1" }, by);
    expect(await desk.match("OUT1", { order: "agency-1-1" })).to.equal("agency_order_state");
    expect(await release("user:secretary")).to.equal("same_person");
    expect(await release("user:cashier")).to.equal("done");
    expect(await release("user:cashier")).to.equal("agency_order_state");
    expect(await desk.match("OUT1", { order: "agency-1-1" }, "user:cashier")).to.equal("same_person");
    expect(await desk.match("OUT1", { order: "agency-1-1" }, "user:secretary")).to.equal("same_person");
    expect(await desk.match("OUT2", { order: "agency-1-1" })).to.equal("agency_order_differs");
    expect(await desk.match("OUT1", { agency: "agency-1" })).to.equal("agency_order_differs");
    expect(await desk.match("OUT1", { order: "agency-1-7" })).to.equal("agency_unknown");
    expect(await desk.match("BACK1", { order: "agency-1-1" })).to.equal("agency_order_state");
    expect(await desk.match("OUT1", { order: "agency-1-1" })).to.equal("done");
  });

  it("is closed only when nothing is held and no order is open, then takes nothing more", async () => {
    await desk.opened();
    await desk.bringBank([...rows, { day: DAY, serial: "OUT3", debit: 50_000n, name: "乙", memo: "" }]);
    await desk.match("IN1", { agency: "agency-1" });
    const close = () => desk.act("close", { agency: "agency-1" });
    expect(await close()).to.equal("agency_not_empty");
    await desk.ordered("50000");
    expect(await close()).to.equal("agency_order_open");
    await desk.act("release", { order: "agency-1-1" }, "user:cashier");
    await desk.match("OUT3", { order: "agency-1-1" });
    expect(await close()).to.equal("done");
    expect(await close()).to.equal("agency_closed");
    expect(await desk.match("BACK1", { agency: "agency-1" })).to.equal("agency_closed");
    expect(await desk.act("order", { agency: "agency-1", pays: "paid_on", amount: "1" })).to.equal("agency_closed");
  });

  it("ACC-9 LED-3 no line mixes it with ours: not as income, not unbacked, not more than is held, by manual vouchers neither", async () => {
    await desk.opened();
    await desk.bringBank(rows);
    await desk.match("IN1", { agency: "agency-1" });
    let n = 0;
    const voucher = async (...post: readonly (readonly [string, string])[]) => {
      const id = `V-${(n += 1)}`;
      await desk.send("ledger.propose", { id, text: "t", post: post.map((each) => [...each]) });
      const outcome = await desk.book.submit({ name: "ledger.post", key: id, by: "user:second", input: { id } });
      return "refused" in outcome ? outcome.refused : "done";
    };
    expect(await voucher(["2601/agency-1", "100"], ["4901/G00", "-100"])).to.equal("agency_not_ours");
    expect(await voucher(["5101/S01/medical", "100"], [HELD, "-100"])).to.equal("agency_not_ours");
    expect(await voucher(["2601/agency-1", "100"], [BANK, "-100"])).to.equal("agency_unbacked");
    expect(await voucher([HELD, "100"], [BANK, "-100"])).to.equal("agency_unbacked");
    expect(await voucher(["2601/agency-1", "50001"], [HELD, "-50001"])).to.equal("agency_over_held");
    expect(await voucher(["1801/agency-1", "700"], ["2601/agency-1", "-700"])).to.equal("done");
    expect(await voucher(["2601/agency-1", "100"], [HELD, "-100"])).to.equal("done");
    expect(held()).to.equal(50_600n);
    expect(bookChecks(desk.books).find(({ check }) => check.startsWith("LED-3 sum of 2601"))).to.include({ ok: true });
  });

  it("what was held at the opening stands in the register, is passed on like the rest, and new numbers begin at 1", async () => {
    const books = openChapters();
    const book = openQuickBook(books.all);
    const send = async (name: string, input: JsonObject, by = "user:books", on = "2026-08-31") => {
      const outcome = await book.submit({ name, key: `${name}${book.lines.length}`, by, on, input });
      if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
    };
    await send("funds.openFederation", {
      opening_date: "2026-09-01",
      accounts: [{ account: BANK, opening: "800", held_for_others: "300" }],
      net_assets: {},
      liabilities: { "2601": "300" },
      purposes: [{ code: "medical", zh: "大病", en: "Illness" }],
      merchants: [],
      in_transit: [],
      bank_rules: [],
      non_business_days: [],
    });
    const general = { name_zh: "G", short_zh: "G", name_en: "G", fund_kind: "general", status: "active", purposes: [] };
    await send("funds.openFund", {
      ...general,
      code: "G00",
      restriction: "none",
      management_fee_bp: 0,
      channel_fee_borne_by: "federation",
      opening_unrestricted: "500",
      opening_restricted: "0",
      order: 0,
    });
    await send("funds.postOpening", {});
    expect(books.agencies.all().map(({ no, state }) => [no, state])).to.deep.equal([["agency-0", "confirmed"]]);
    expect([books.agencies.held("agency-0"), books.funds.available("G00", DAY)]).to.deep.equal([300n, 500n]);
    await send("agency.open", open);
    expect(books.agencies.all().at(-1)?.no).to.equal("agency-1");
    await send("agency.order", { agency: "agency-0", pays: "paid_on", amount: "300" }, "user:secretary", DAY);
    expect(books.agencies.free("agency-0")).to.equal(0n);
    expect(bookChecks(books).filter(({ ok }) => !ok)).to.deep.equal([]);
  });

  it("UI-10 its steps stand in the queues of the desk: mine to confirm, mine to release, what I wait for", async () => {
    const words = loadCatalogue(join(import.meta.dirname, "../../templates/locales")).words("en");
    const queues = (user: string, ...roles: BusinessRole[]) => {
      const caller = { by: `user:${user}`, name: user, roles, on: DAY, scope: "all" as const, inScope: () => true };
      const held = heldSteps(desk.books.agencies, caller);
      const page = deskRows(desk.books, caller, { names: new Map([["secretary", "戊"]]), asked: {}, held });
      const view = deskView({ ...page, differences: 0 }, { lang: "en", t: words });
      const shown = (rows: readonly { readonly href: string; readonly no: string }[]) => rows.map(({ no }) => no);
      return { view, decide: shown(view.decide), pay: shown(view.pay), others: shown(view.others) };
    };
    const none = { decide: [], pay: [], others: [] };
    await desk.act("open", open);
    expect(queues("books", "bookkeeper")).to.deep.include({ ...none, others: ["agency-1"] });
    expect(queues("books", "financeChecker")).to.deep.include({ ...none, others: ["agency-1"] });
    expect(queues("finance", "financeChecker")).to.deep.include({ ...none, decide: ["agency-1"] });
    await desk.act("confirm", { agency: "agency-1" }, "user:finance");
    expect(queues("finance", "financeChecker")).to.deep.include(none);
    await desk.bringBank(rows);
    await desk.match("IN1", { agency: "agency-1" });
    await desk.ordered("20000");
    expect(queues("secretary", "fundSecretary")).to.deep.include({ ...none, others: ["agency-1-1"] });
    const { view, ...cashier } = queues("cashier", "cashier");
    expect(cashier).to.deep.equal({ ...none, pay: ["agency-1-1"] });
    expect(view.kinds).to.equal("releases: 1");
    expect(view.pay[0]).to.deep.include({
      href: "/desk/agency/agency-1",
      by: "by 戊",
      amount: "200.00",
      left: "300.00",
    });
    await desk.act("release", { order: "agency-1-1" }, "user:cashier");
    expect(queues("cashier", "cashier")).to.deep.include(none);
  });

  it("REC-1 a file of bank rows books each once; a row without its bank line or with another sum is told", async () => {
    await desk.opened();
    await desk.bringBank(rows);
    const take = async (lines: readonly string[]) => {
      const read = await readAgencyRows([Buffer.from(`account,bank_serial,agency,amount\n${lines.join("\n")}\n`)]);
      if ("refused" in read) return expect.fail(read.refused);
      const foreseen = read.rows.map(desk.service.hasAgencyRow);
      const answers = await desk.service.importAgency(read.rows, "user:keeper");
      const told = answers.map((each) => ("refused" in each ? each.refused : each.repeated ? "known" : "new"));
      expect(foreseen).to.deep.equal(told.map((each) => each === "known"));
      return [...told, ...read.faulty.map(({ reason }) => reason)];
    };
    const file = [
      `${BANK},IN1,agency-1,500.00`,
      `${BANK},NONE,agency-1,500.00`,
      `${BANK},BACK1,agency-1,200.01`,
      `${BANK},OUT1,agency-1,200.00`,
      `${BANK},IN1,S01,500.00`,
    ];
    const rest = ["statement_row_unknown", "agency_order_differs", "agency_order_differs", "bad_code"];
    expect(await take(file)).to.deep.equal(["new", ...rest]);
    expect(await take(file)).to.deep.equal(["known", ...rest]);
    expect(await take([`${BANK},IN1,agency-1-1,500.00`])).to.deep.equal(["statement_row_matched"]);
    expect(held()).to.equal(50_000n);
  });

  it("LED-3 the check finds what is unbacked, overdrawn, and a register that differs from its account", () => {
    const moved = (path: string, amount: bigint) => ({ path, on: DAY, basis: "x", amount: fen(amount), days: [] });
    const faults = (ledger: readonly ReturnType<typeof moved>[], register: bigint) =>
      agencyFaults({
        balances: { byMonth: () => ledger.values() },
        movements: () => [{ agency: "agency-1", kind: "x", on: DAY, amount: fen(register), line: 0 }].values(),
      });
    const sound = [moved(HELD, 500n), moved("2601/agency-1", -500n)];
    expect(faults(sound, 500n)).to.deep.equal([]);
    expect(faults([moved(BANK, 500n), moved("2601/agency-1", -500n)], 500n)).to.have.length(1);
    expect(faults([moved(HELD, -500n), moved("2601/agency-1", 500n)], -500n)).to.deep.equal([
      "ACC-9 agency-1 paid out 5.00 more than came in",
    ]);
    expect(faults(sound, 400n)).to.deep.equal(["LED-10 the movements of agency-1 differ from its account by -1.00"]);
  });
});
