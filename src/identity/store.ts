import { type Connection, type Model, Schema } from "mongoose";
import { isDuplicateKey } from "../platform/mongo.ts";
import type { Role, Scope } from "./roles.ts";

/** A staff account. `user` is the sign-in name, `id` the opaque id that journal lines carry as `user:<id>`. */
export type Account = {
  readonly user: string;
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly funds: Scope;
  /** Argon2id in its own text form. */
  readonly password: string;
  readonly active: boolean;
};

type Row = { _id: string; id: string; name: string; roles: Role[]; funds: string[]; password: string; active: boolean };

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    id: { type: String, required: true },
    name: { type: String, required: true },
    roles: { type: [String], required: true },
    funds: { type: [String], required: true },
    password: { type: String, required: true },
    active: { type: Boolean, required: true },
  },
  { versionKey: false, collection: "staff", id: false },
);

const ALL = "*";
const toRow = ({ user, funds, roles, ...rest }: Account): Row => ({
  _id: user,
  ...rest,
  roles: [...roles],
  funds: funds === "all" ? [ALL] : [...funds],
});
const fromRow = ({ _id, funds, ...rest }: Row): Account => ({
  user: _id,
  ...rest,
  funds: funds.includes(ALL) ? "all" : funds,
});

export type AccountStore = ReturnType<typeof accountStore>;

export const accountStore = (connection: Connection) => {
  const staff: Model<Row> = connection.models["Staff"] ?? connection.model<Row>("Staff", schema);
  return {
    find: async (user: string): Promise<Account | undefined> => {
      const row = await staff.findById(user).lean<Row>();
      return row === null ? undefined : fromRow(row);
    },
    /** False when the sign-in name is taken. */
    insert: async (account: Account): Promise<boolean> => {
      try {
        await staff.create([toRow(account)]);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    /** Every account, by sign-in name. There are dozens, not thousands. */
    all: async (): Promise<Account[]> => (await staff.find().sort({ _id: 1 }).limit(MOST).lean<Row[]>()).map(fromRow),
  };
};

const MOST = 1_000;
