import type { Command, Draft } from "../journal/chapter.ts";
import type { Line, Posting } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import { periodOf } from "../kernel/dates.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import { limits } from "../../config/limits.ts";
import { accountOf, carriedPath } from "./chart-of-accounts.ts";
import type { Periods } from "./period.ts";
import { codeOfPath, postingFaults } from "./posting.ts";

/** A manual voucher: one person proposes, another posts; a posted one is only ever reversed (LED-5, PIT-47). */
export type Voucher = {
  readonly id: string;
  readonly on: string;
  readonly text: string;
  readonly post: readonly Posting[];
  readonly maker: string;
  readonly state: "proposed" | "posted" | "reversed" | "withdrawn";
  /** `记-2026-09-0001`, gapless per month; given when posted. */
  readonly number?: string;
  readonly poster?: string;
  readonly line: number;
  readonly reverses?: string;
  readonly reversedBy?: string;
  /** The date asked for, when its month was closed and the voucher stands in the next open one. */
  readonly relatesTo?: string;
  /** Papers behind it: sealed files, added while it waits for its second person. */
  readonly attachments: readonly Attachment[];
};
export type Attachment = { readonly file: string; readonly digest: string; readonly bytes: number };

/** Manual vouchers and their gapless numbers by month. */
export const openVouchers = (periods: Pick<Periods, "postingDate">) => {
  const vouchers = new Table<Voucher>("vouchers");
  const counters = new Table<number>("voucherCounters");
  const reads = {
    get: (id: string) => vouchers.get(id),
    nextNumber: (on: string): string =>
      `记-${periodOf(on)}-${String((counters.get(periodOf(on)) ?? 0) + 1).padStart(4, "0")}`,
    postingDate: periods.postingDate,
  };
  const change = (id: string, next: Partial<Voucher>): void => {
    const voucher = vouchers.get(id);
    if (!voucher) throw new Error(`voucher ${id} was never proposed`);
    vouchers.set(id, { ...voucher, ...next });
  };

  return {
    tables: [vouchers, counters],
    get: reads.get,
    all: () => [...vouchers.values()],
    decidePropose: (command: Command) => decidePropose(command, reads),
    decideAttach: (command: Command) => decideAttach(command, reads),
    decideWithdraw: (command: Command) => decideWithdraw(command, reads),
    decidePost: (command: Command) => decidePost(command, reads),
    applyProposed: (line: Line, index: number): void => {
      const { voucher: id, text, entries: post, reverses } = line.data as ProposedData;
      vouchers.set(id, {
        id,
        on: line.on,
        text,
        post,
        maker: line.by,
        state: "proposed",
        line: index,
        attachments: [],
        ...(reverses ? { reverses } : {}),
      });
    },
    applyAttached: (line: Line): void => {
      const { voucher: id, file, digest, bytes } = line.data as AttachedData;
      change(id, { attachments: [...(vouchers.get(id)?.attachments ?? []), { file, digest, bytes }] });
    },
    applyWithdrawn: (line: Line): void => change(String(line.data.voucher), { state: "withdrawn" }),
    applyPosted: (line: Line, index: number): void => {
      const { voucher: id, number, reverses, relates_to: relatesTo } = line.data as PostedData;
      const period = periodOf(line.on);
      counters.set(period, (counters.get(period) ?? 0) + 1);
      const late = relatesTo === undefined ? {} : { relatesTo };
      change(id, { state: "posted", number, poster: line.by, on: line.on, line: index, ...late });
      if (reverses) change(reverses, { state: "reversed", reversedBy: id });
    },
  };
};

type Reads = {
  readonly get: (id: string) => Voucher | undefined;
  readonly nextNumber: (on: string) => string;
  readonly postingDate: (on: string) => string;
};

/** Refuses what could never be posted: a known id, entries that do not balance (LED-1), an unknown account. */
const decidePropose = (command: Command, { get }: Reads): Draft | Refusal => {
  const { id, text, post, reverses } = command.input as ProposalInput;
  if (get(id)) return refuse("voucher_exists", { voucher: id });
  if (reverses && get(reverses)?.state !== "posted") return refuse("voucher_not_posted", { voucher: reverses });
  if (post.length === 0 || postingFaults(post, command.on).length > 0)
    return refuse("voucher_not_balanced", { rule: "LED-1" });
  const unknown = post.find(([path]) => !accountOf(codeOfPath(path), command.on));
  if (unknown) return refuse("account_unknown", { account: unknown[0], on: command.on });
  return {
    kind: "voucher.proposed",
    on: command.on,
    data: { voucher: id, text, entries: post, ...(reverses ? { reverses } : {}) },
  };
};

/** The voucher of a command while it is a proposal. */
const proposedIn = (command: Command, { get }: Reads): Voucher | Refusal => {
  const id = String(command.input.id);
  const voucher = get(id);
  if (!voucher) return refuse("voucher_unknown", { voucher: id });
  return voucher.state === "proposed" ? voucher : refuse("voucher_already_posted", { voucher: id });
};

/** A paper for the second person to see; a posted voucher takes none any more (LED-5). */
const decideAttach = (command: Command, reads: Reads): Draft | Refusal => {
  const voucher = proposedIn(command, reads);
  if (isRefusal(voucher)) return voucher;
  const { file, digest, bytes } = command.input as AttachedData;
  if (voucher.attachments.some((known) => known.digest === digest))
    return refuse("attachment_known", { voucher: voucher.id });
  if (voucher.attachments.length >= limits.voucherAttachments)
    return refuse("attachments_full", { voucher: voucher.id, limit: limits.voucherAttachments });
  return { kind: "voucher.attached", data: { voucher: voucher.id, file, digest, bytes } };
};

/** A proposal that will not be posted; it has no number and leaves no gap. */
const decideWithdraw = (command: Command, reads: Reads): Draft | Refusal => {
  const voucher = proposedIn(command, reads);
  return isRefusal(voucher) ? voucher : { kind: "voucher.withdrawn", data: { voucher: voucher.id } };
};

/** The second person posts; a voucher of a closed month goes to the open one and says what it relates to (ACC-16). */
const decidePost = (command: Command, reads: Reads): Draft | Refusal => {
  const voucher = proposedIn(command, reads);
  if (isRefusal(voucher)) return voucher;
  if (voucher.maker === command.by) return refuse("same_person", { rule: "LED-9" });
  if (voucher.reverses && reads.get(voucher.reverses)?.state !== "posted")
    return refuse("voucher_not_posted", { voucher: voucher.reverses });
  const on = reads.postingDate(voucher.on);
  const moved = voucher.post.map(
    ([path, amount]) => [carriedPath(path, { from: voucher.on, to: on }), amount] as const,
  );
  return {
    kind: voucher.reverses ? "voucher.reversed" : "voucher.posted",
    on,
    data: {
      voucher: voucher.id,
      number: reads.nextNumber(on),
      basis: "voucher",
      ...(voucher.reverses ? { reverses: voucher.reverses } : {}),
      ...(on === voucher.on ? {} : { relates_to: voucher.on }),
    },
    post: moved,
  };
};

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
type AttachedData = JsonObject & Attachment & { readonly voucher: string };
type PostedData = JsonObject & {
  readonly voucher: string;
  readonly number: string;
  readonly reverses?: string;
  readonly relates_to?: string;
};
