import { readConfig } from "../../config/config.ts";
import { limits } from "../../config/limits.ts";
import { idFrom } from "../../src/kernel/ids.ts";
import { isRefusal } from "../../src/kernel/result.ts";
import { fen } from "../../src/kernel/money.ts";
import { openProcess, type Process } from "../../src/process.ts";
import { FOLLOW_QUEUE, receiptFile, RENDER_QUEUE } from "../../src/receipts/public.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { openServices, type Services } from "../../src/services.ts";
import { handlers } from "../../workers/queues.ts";
import { openSmallFederation } from "../support/small-federation.ts";
import { AMOUNT, fundOf, GIFT_DAY, settlementOf, writeAll } from "./gifts.ts";
import { measure } from "./measure.ts";

const DATABASE = "bench_receipts_test";
const GIFTS = 1_500;

/**
 * Receipts a second, each issued, drawn and kept by the worker's own handlers, as many at once as a worker takes. The
 * jobs are handed over without the queue.
 */
export const benchReceipts = async (): Promise<number> => {
  const config = { ...readConfig(), database: DATABASE, logLevel: "error" as const };
  const connection = await connectMongo(config.mongoUri, DATABASE);
  await connection.dropDatabase();
  await connection.close();
  const base = await openProcess(config, "web");
  try {
    const services = await openServices(base);
    const gifts = await settledGifts(base, services);
    const { issue, issued } = openClerk(base, { services, gifts });
    const { per_s } = await measure({ clients: limits.jobConcurrency, warmMs: 2_000, forMs: 7_000, once: issue });
    await checkFiles(base, issued);
    return per_s;
  } finally {
    await base.connection.dropDatabase();
    await base.close();
  }
};

/** Gifts as a platform's list brings them, with a donor in the vault, and their money. Answers their ids. */
const settledGifts = async (base: Process, services: Services): Promise<readonly string[]> => {
  await openSmallFederation(base.submit);
  const rows = Array.from({ length: GIFTS }, (_, number) => ({
    orderNo: `BENCH${number}`,
    on: GIFT_DAY,
    fund: fundOf(number),
    amount: fen(BigInt(AMOUNT)),
    channel: "wechat" as const,
    donorName: `沈示例${number}`,
    donorType: "person" as const,
    anonymous: false,
    publishConsent: false,
    receiptWanted: true,
  }));
  const answers = await services.intake.importPlatform(rows, "user:bench");
  const wrong = answers.find((answer) => isRefusal(answer) || answer.repeated);
  if (wrong !== undefined) throw new Error(`a gift was not taken: ${JSON.stringify(wrong)}`);
  const gifts = rows.map(({ orderNo }) => idFrom("D", `gift:${orderNo}`));
  await writeAll(
    base,
    gifts.map((gift) => settlementOf(gift, "wechat")),
  );
  return gifts;
};

type Work = { readonly services: Services; readonly gifts: readonly string[] };

const openClerk = (base: Process, { services, gifts }: Work) => {
  const handle = handlers(base, services);
  const issued: string[] = [];
  let next = 0;
  const issue = async (): Promise<void> => {
    const gift = gifts[next];
    next += 1;
    if (gift === undefined) throw new Error(`${GIFTS} gifts are too few for this machine`);
    await handle.get(FOLLOW_QUEUE)?.({ data: { of: gift } });
    const receipt = base.chapters.receipts.live(gift);
    if (!receipt) throw new Error(`${gift} got no receipt`);
    await handle.get(RENDER_QUEUE)?.({ data: { serial: receipt.serial } });
    issued.push(receipt.serial);
  };
  return { issue, issued };
};

/** Every receipt that was counted is drawn, and its file is a PDF. */
const checkFiles = async (base: Process, serials: readonly string[]): Promise<void> => {
  for (const serial of serials) {
    const receipt = base.chapters.receipts.receipt(serial);
    const content = receipt && (await receiptFile({ files: base.files.sealed }, receipt));
    if (content?.subarray(0, 5).toString() !== "%PDF-") throw new Error(`${serial} has no file`);
  }
};
