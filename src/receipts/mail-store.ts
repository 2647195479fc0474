import { type Connection, type Model, Schema } from "mongoose";
import type { MailOutcome } from "../platform/mail.ts";

/** What became of the mail of one receipt. Neither address nor name. */
export type MailRecord = MailOutcome & {
  /** Number of the receipt. */
  readonly _id: string;
  /** ISO 8601. */
  readonly at: string;
};

const schema = new Schema<MailRecord>(
  { _id: { type: String, required: true }, at: { type: String, index: true }, state: String, code: Number },
  { versionKey: false, collection: "mails" },
);

export type MailStore = ReturnType<typeof mailStore>;

/** Which receipts were mailed: one record each (PIT-24). It is no part of the books. */
export const mailStore = (connection: Connection) => {
  const mails: Model<MailRecord> = connection.models["Mail"] ?? connection.model<MailRecord>("Mail", schema);
  return {
    prepare: async (): Promise<void> => {
      await mails.createIndexes();
    },
    knows: async (serial: string): Promise<boolean> => (await mails.exists({ _id: serial })) !== null,
    keep: async (record: MailRecord): Promise<void> => {
      await mails.replaceOne({ _id: record._id }, record, { upsert: true });
    },
    /** The newest first. */
    newest: (most: number): Promise<readonly MailRecord[]> =>
      mails.find().sort({ at: -1 }).limit(most).lean<MailRecord[]>(),
  };
};
