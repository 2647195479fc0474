import { Book, initModels, syncIndexes } from "medici";
import mongoose from "mongoose";
import { measure, type Rate, rateOf } from "./measure.ts";

const DATABASE = "bench_medici_test";
const CLIENTS = [1, 8, 64] as const;

/** Journal entries a second of medici, a double-entry ledger on mongoose: the same three postings on the same engine. */
export const benchMedici = async (uri: string): Promise<{ [clients: string]: Rate }> => {
  await mongoose.connect(uri, { dbName: DATABASE });
  await mongoose.connection.dropDatabase();
  await initModels();
  await syncIndexes({ background: false });
  const book = new Book("bench");
  let next = 0;
  const once = () => {
    next += 1;
    return book
      .entry(`gift ${next}`)
      .debit("1009:wechat", 100)
      .credit(`410102:fund${next % 26}`, 95)
      .credit("4901:base", 5)
      .commit();
  };
  const rates: { [clients: string]: Rate } = {};
  for (const clients of CLIENTS) rates[clients] = rateOf(await measure({ clients, warmMs: 500, forMs: 3_000, once }));
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
  return rates;
};
