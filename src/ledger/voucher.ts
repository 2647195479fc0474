import type { Command, Draft } from "../journal/chapter.ts";
import type { Line, Posting } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import { periodOf } from "../kernel/dates.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";

/** A manual voucher: one person proposes, another posts; a posted one is only ever reversed (LED-5, PIT-47). */
export type Voucher = {
  readonly id: string;
  readonly on: string;
  readonly text: string;
  readonly post: readonly Posting[];
  readonly maker: string;
  readonly state: "proposed" | "posted" | "reversed";
  /** `记-2026-09-0001`, gapless per month; given when posted. */
  readonly number?: string;
  readonly poster?: string;
  readonly line: number;
  readonly reverses?: string;
  readonly reversedBy?: string;
};

/** Manual vouchers and their gapless numbers by month. */
export const openVouchers = () => {
  const vouchers = new Table<Voucher>("vouchers");
  const counters = new Table<number>("voucherCounters");

  const nextNumber = (on: string): string =>
    `记-${periodOf(on)}-${String((counters.get(periodOf(on)) ?? 0) + 1).padStart(4, "0")}`;

  return {
    tables: [vouchers, counters],
    get: (id: string) => vouchers.get(id),
    all: () => [...vouchers.values()],
    decidePropose: (command: Command): Draft | Refusal => {
      const { id, text, post, reverses } = command.input as ProposalInput;
      if (vouchers.has(id)) return refuse("voucher_exists", { voucher: id });
      if (reverses) {
        const original = vouchers.get(reverses);
        if (original?.state !== "posted") return refuse("voucher_not_posted", { voucher: reverses });
      }
      return {
        kind: "voucher.proposed",
        on: command.on,
        data: { voucher: id, text, entries: post, ...(reverses ? { reverses } : {}) },
      };
    },
    decidePost: (command: Command): Draft | Refusal => {
      const id = String(command.input.id);
      const voucher = vouchers.get(id);
      if (!voucher) return refuse("voucher_unknown", { voucher: id });
      if (voucher.state !== "proposed") return refuse("voucher_already_posted", { voucher: id });
      if (voucher.maker === command.by) return refuse("same_person", { rule: "LED-9" });
      const basis = voucher.reverses ? { reverses: voucher.reverses } : {};
      return {
        kind: voucher.reverses ? "voucher.reversed" : "voucher.posted",
        on: voucher.on,
        data: { voucher: id, number: nextNumber(voucher.on), basis: "voucher", ...basis },
        post: voucher.post,
      };
    },
    applyProposed: (line: Line, index: number): void => {
      const { voucher, text, entries, reverses } = line.data as ProposedData;
      const row = {
        id: voucher,
        on: line.on,
        text,
        post: entries,
        maker: line.by,
        state: "proposed" as const,
        line: index,
      };
      vouchers.set(voucher, reverses ? { ...row, reverses } : row);
    },
    applyPosted: (line: Line, index: number): void => {
      const { voucher: id, number, reverses } = line.data as { voucher: string; number: string; reverses?: string };
      const voucher = vouchers.get(id);
      if (!voucher) throw new Error(`posted voucher ${id} was never proposed`);
      counters.set(periodOf(line.on), (counters.get(periodOf(line.on)) ?? 0) + 1);
      vouchers.set(id, { ...voucher, state: "posted", number, poster: line.by, line: index });
      const original = reverses ? vouchers.get(reverses) : undefined;
      if (original) vouchers.set(original.id, { ...original, state: "reversed", reversedBy: id });
    },
  };
};

/** The mirror image of a voucher's entries. */
export const reversed = (post: readonly Posting[]): Posting[] =>
  post.map(([path, amount]) => [path, amount.startsWith("-") ? amount.slice(1) : `-${amount}`]);

type ProposalInput = {
  readonly id: string;
  readonly text: string;
  readonly post: readonly Posting[];
  readonly reverses?: string;
};
type ProposedData = JsonObject & {
  readonly voucher: string;
  readonly text: string;
  readonly entries: readonly Posting[];
  readonly reverses?: string;
};
