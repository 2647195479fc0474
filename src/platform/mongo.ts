import mongoose, { type Connection } from "mongoose";

export type { Connection } from "mongoose";

const SERVER_SELECTION_MS = 5_000;
const SOCKET_IDLE_MS = 60_000;
const POOL = 16;

/**
 * Connects to one database. Every write waits until a majority has it in its journal (a standalone answers that too).
 * Collections and indexes are never made by themselves. Throws when no server answers within five seconds.
 */
export const connectMongo = (uri: string, database: string): Promise<Connection> =>
  mongoose
    .createConnection(uri, {
      dbName: database,
      autoCreate: false,
      autoIndex: false,
      maxPoolSize: POOL,
      serverSelectionTimeoutMS: SERVER_SELECTION_MS,
      socketTimeoutMS: SOCKET_IDLE_MS,
      writeConcern: { w: "majority", journal: true },
    })
    .asPromise();
