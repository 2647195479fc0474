import type { Connection } from "mongoose";
import { limits } from "../../config/limits.ts";
import type { SealedPerson } from "./store.ts";

/** Many sealed people in one document, as JSON, until each stands in its own. */
type Sheet = { readonly _id: string; readonly persons: string };
/** Says that a sheet counts. The sheets are listed by these, for some engines read a document whole to tell its id. */
type SheetName = { readonly _id: string };

export type SheetStore = ReturnType<typeof sheetStore>;

const WHOLE = { batchSize: limits.sheetsStanding * 2 } as const;

export const sheetStore = (connection: Connection) => {
  const sheets = connection.collection<Sheet>("people_sheets");
  const named = connection.collection<SheetName>("people_sheet_names");
  return {
    /** Ids of the sheets that count; they begin with the instant in milliseconds, so the oldest is the first. */
    names: async (): Promise<string[]> => (await named.find({}, WHOLE).toArray()).map(({ _id }) => _id).sort(),
    /** Ids of all sheets there are, also of one whose writer stopped before it counted. */
    all: async (): Promise<string[]> =>
      (await sheets.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id).sort(),
    /** The sheet is durable before it counts: a name without a sheet is one that was unpacked. */
    add: async (sheet: string, persons: readonly SealedPerson[]): Promise<void> => {
      await sheets.insertOne({ _id: sheet, persons: JSON.stringify(persons) });
      await named.insertOne({ _id: sheet });
    },
    /** Undefined when it was unpacked. */
    read: async (sheet: string): Promise<readonly SealedPerson[] | undefined> => {
      const found = await sheets.findOne({ _id: sheet });
      return found === null ? undefined : (JSON.parse(found.persons) as SealedPerson[]);
    },
    drop: async (sheet: string): Promise<void> => {
      await sheets.deleteOne({ _id: sheet });
      await named.deleteOne({ _id: sheet });
    },
  };
};
