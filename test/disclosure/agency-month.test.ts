import { expect } from "chai";
import { agencyMonth } from "../../src/disclosure/agency-month.ts";
import { fundStatement } from "../../src/disclosure/public.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { BANK, openStatementDesk } from "../support/statement-desk.ts";

describe("disclosure: money held for others", () => {
  it("ACC-9 the report's box tells what came, went and is left, month by month; no fund's statement moves", async () => {
    const desk = await openStatementDesk();
    let sent = 0;
    const act = async (name: string, input: JsonObject, by: string): Promise<void> => {
      const outcome = await desk.book.submit({ name: `agency.${name}`, key: `a${(sent += 1)}`, by, input });
      if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
    };
    const match = async (id: string, target: string): Promise<void> => {
      const refusal = await desk.service.agency({ row: `${BANK}|${id}`, by: "user:keeper", target });
      if (refusal) throw new Error(JSON.stringify(refusal));
    };
    const before = fundStatement(desk.books, "G00", "2026-10-31");
    await desk.bringBank([
      { day: "2026-09-12", serial: "IN1", credit: 50_000n, name: "", memo: "" },
      { day: "2026-09-20", serial: "OUT1", debit: 20_000n, name: "", memo: "" },
      { day: "2026-10-02", serial: "BACK1", credit: 20_000n, name: "", memo: "" },
      { day: "2026-10-03", serial: "OUT2", debit: 45_000n, name: "", memo: "" },
    ]);
    await act("open", { purpose: "medical", principal: "P-1", payee: "P-2", agreement: "XY-1" }, "user:books");
    await act("confirm", { agency: "agency-1" }, "user:finance");
    await match("IN1", "agency-1");
    for (const [order, amount, row] of [
      ["agency-1-1", "20000", "OUT1"],
      ["agency-1-2", "45000", "OUT2"],
    ] as const) {
      await act("order", { agency: "agency-1", pays: "paid_on", amount }, "user:secretary");
      await act("release", { order }, "user:cashier");
      await match(row, order);
      if (row === "OUT1") await match("BACK1", order);
    }
    const box = (period: string) => agencyMonth(desk.books.ledger, period);
    expect(box("2026-09")).to.deep.equal({ opening: 0n, received: 50_000n, paid: 20_000n, closing: 30_000n });
    expect(box("2026-10")).to.deep.equal({ opening: 30_000n, received: 0n, paid: 25_000n, closing: 5_000n });
    expect(box("2026-11")).to.deep.equal({ opening: 5_000n, received: 0n, paid: 0n, closing: 5_000n });
    expect(fundStatement(desk.books, "G00", "2026-10-31")).to.deep.equal(before);
  });
});
