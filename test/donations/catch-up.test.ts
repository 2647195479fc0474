import { expect } from "chai";
import { limits } from "../../config/limits.ts";
import { askProviders, type CatchUpDeps } from "../../src/donations/public.ts";
import type { Submit } from "../../src/journal/chapter.ts";
import { fen } from "../../src/kernel/money.ts";
import { refuse } from "../../src/kernel/result.ts";
import type { ProviderOrder } from "../../src/payments/public.ts";

const NOW = Date.parse("2026-10-01T02:00:00.000Z");

describe("PIT-5 asking the providers for what did not reach us", () => {
  const paid = (order: string): ProviderOrder => ({
    order,
    gift: `D-${order}`,
    amount: fen(1_000n),
    state: "paid",
    paidOn: "2026-09-30",
    refunds: [],
  });

  /** A provider with these orders and a book that refuses some. */
  const open = (orders: readonly ProviderOrder[], { refused = [] as readonly string[], cursor = 0 } = {}) => {
    const asked: number[] = [];
    const sent: string[] = [];
    const kept: { at: number | undefined } = { at: cursor === 0 ? undefined : cursor };
    const submit = (async ({ input }) => {
      sent.push(String(input.order));
      if (refused.includes(String(input.order))) return refuse("period_closed");
      return { index: 1, line: {}, repeated: false };
    }) as Submit;
    const gateway = {
      provider: "sandbox" as const,
      changedSince: async (since: number) => {
        asked.push(since);
        return orders.map(({ order }) => order);
      },
      read: async (order: string) => orders.find((one) => one.order === order),
    };
    const deps = {
      submit,
      donations: { gift: (id: string) => ({ id, state: "pledged" }) },
      gateways: { sandbox: gateway },
      clock: () => new Date(NOW),
      cursor: { read: async () => kept.at, write: async (at: number) => void (kept.at = at) },
    } as unknown as CatchUpDeps;
    return { deps, asked, sent, kept };
  };

  it("asks from the last time on, an hour earlier, and keeps when it asked", async () => {
    const cursor = NOW - 2 * limits.hour;
    const { deps, asked, kept } = open([paid("a")], { cursor });
    expect(await askProviders(deps)).to.equal(1);
    expect(asked).to.deep.equal([cursor - limits.hour]);
    expect(kept.at).to.equal(NOW);
  });

  it("looks back thirty days the first time", async () => {
    const { deps, asked } = open([]);
    expect(await askProviders(deps)).to.equal(0);
    expect(asked).to.deep.equal([NOW - 30 * 24 * limits.hour]);
  });

  it("follows what is paid and no page that is only open", async () => {
    const { deps, sent } = open([{ ...paid("open"), state: "open" }, paid("b")]);
    expect(await askProviders(deps)).to.equal(1);
    expect(sent).to.deep.equal(["b"]);
  });

  it("an order that cannot be booked holds up no other, fails the job, and is asked for again", async () => {
    const cursor = NOW - limits.hour;
    const { deps, sent, kept } = open([paid("bad"), paid("good")], { refused: ["bad"], cursor });
    const fault = await askProviders(deps).catch((error: unknown) => String(error));
    expect(fault).to.contain("1 orders").and.to.contain("period_closed");
    expect(sent).to.deep.equal(["bad", "good"]);
    expect(kept.at).to.equal(cursor);
  });
});
