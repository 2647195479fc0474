import mongoose, { type Connection } from "mongoose";
import { limits } from "../../config/limits.ts";

export type { Connection } from "mongoose";

/**
 * Connects to one database. Every write waits until a majority has it in its journal (a standalone answers that too).
 * Collections and indexes are never made by themselves. Throws when no server answers in time.
 */
export const connectMongo = (uri: string, database: string): Promise<Connection> =>
  mongoose
    .createConnection(uri, {
      dbName: database,
      autoCreate: false,
      autoIndex: false,
      maxPoolSize: limits.databasePool,
      serverSelectionTimeoutMS: limits.databaseSelection,
      socketTimeoutMS: limits.databaseSocket,
      writeConcern: { w: "majority", journal: true },
    })
    .asPromise();

/** The engine's code of a write refused because its key is taken. */
export const DUPLICATE_KEY = 11_000;

/** True for the error of a write whose key is taken. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === DUPLICATE_KEY;
