import { type Connection, Schema } from "mongoose";
import { isDuplicateKey } from "../platform/mongo.ts";

/** An order of the sandbox provider: its own records, not our books. Amounts are decimal fen. */
export type SandboxOrder = {
  readonly _id: string;
  readonly rev: number;
  readonly gift: string;
  readonly ref: string;
  readonly amount: string;
  readonly description: string;
  readonly state: "open" | "pending" | "failed" | "paid";
  /** Epoch milliseconds. */
  readonly changedAt: number;
  readonly paidAt?: number;
  readonly refunds: readonly SandboxRefund[];
};
export type SandboxRefund = {
  readonly ref: string;
  readonly amount: string;
  readonly at: number;
  readonly chargeback: boolean;
};

const text = { type: String };
const orderSchema = new Schema(
  {
    _id: { type: String, required: true },
    rev: { type: Number, required: true },
    gift: text,
    ref: text,
    amount: text,
    description: text,
    state: text,
    changedAt: Number,
    paidAt: Number,
    refunds: [{ _id: false, ref: text, amount: text, at: Number, chargeback: Boolean }],
  },
  { versionKey: false, collection: "sandbox_orders" },
);

export type SandboxStore = {
  readonly prepare: () => Promise<void>;
  readonly find: (id: string) => Promise<SandboxOrder | undefined>;
  /** Inserts a new order, or writes over the rev before. False when somebody else was first. */
  readonly write: (order: SandboxOrder) => Promise<boolean>;
  readonly changedSince: (since: number) => Promise<string[]>;
};

export const sandboxStore = (connection: Connection): SandboxStore => {
  const orders = connection.model("SandboxOrder", orderSchema);
  return {
    prepare: async () => {
      await orders.collection.createIndex({ changedAt: 1 });
    },
    find: async (id) => (await orders.findById(id).lean<SandboxOrder>()) ?? undefined,
    write: async (order) => {
      try {
        const filter = { _id: order._id, rev: order.rev - 1 };
        const done = await orders.replaceOne(filter, order, { upsert: order.rev === 1 });
        return done.modifiedCount + done.upsertedCount === 1;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    changedSince: async (since) => {
      const changed = orders.find({ changedAt: { $gte: since } }, { _id: 1 }).sort({ changedAt: 1 });
      return (await changed.lean<{ _id: string }[]>().exec()).map(({ _id }) => _id);
    },
  };
};

type StripePage = { readonly _id: string; readonly session: string };
const pageSchema = new Schema<StripePage>(
  { _id: { type: String, required: true }, session: text },
  { versionKey: false, collection: "stripe_pages" },
);

export type StripePages = ReturnType<typeof stripePages>;

/** The Checkout session that was opened last for a gift. */
export const stripePages = (connection: Connection) => {
  const pages = connection.model("StripePage", pageSchema);
  return {
    of: async (gift: string): Promise<string | undefined> => (await pages.findById(gift).lean<StripePage>())?.session,
    keep: async (gift: string, session: string): Promise<void> => {
      await pages.replaceOne({ _id: gift }, { _id: gift, session }, { upsert: true });
    },
  };
};
