import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGzip } from "node:zlib";
import { refusalToSettle } from "../../src/donations/settlement.ts";
import { fen } from "../../src/kernel/money.ts";
import { previewStatement } from "../../src/reconciliation/preview-service.ts";
import { ordersFor } from "./orders.ts";
import { WECHAT_HEADER, WECHAT_SUMMARY, wechatLine, type WechatRow, wechatTotals } from "../support/made-files.ts";

/**
 * Makes a bill of so many lines in the format of the sample month, then reads, checks and matches it, and tells its parent
 * the cost. The orders stand in a compact table of order number to amount: the gifts themselves would need more memory than the bill.
 */
const lines = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), "shanzhang-bill-"));
const path = join(folder, "wechat-bill.csv.gz");
const MERCHANT = "1999000001";
const DAY = "2026-09-09";
/** Every 97th order is nobody's, every 89th paid another amount; every 101st line is a refund of the payment before it. */
const [STRANGE, OTHER, REFUND] = [97, 89, 101];
const orders = ordersFor(lines);
const expected = { order_no: 0, refund_order_no: 0, no_order: 0, amount_differs: 0 };

const two = (value: number): string => String(value).padStart(2, "0");

const rowAt = (i: number): WechatRow => {
  const second = Math.floor((i / lines) * 86_400);
  const time = `${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  const of = i % REFUND === REFUND - 1 ? i - 1 : i;
  const order = `GY20260909${String(of).padStart(10, "0")}`;
  const amount = BigInt(100 + ((of * 7_919) % 50_000));
  const row = { at: `${DAY} ${time}`, order, amount, fee: amount * 6n };
  if (of !== i) return { ...row, fee: -row.fee, refund: `TK${order}` };
  if (i % STRANGE !== 0) orders.set(order, i % OTHER === 0 ? amount + 1n : amount);
  return row;
};

const kindOf = ({ order, amount, refund }: WechatRow): keyof typeof expected => {
  const promised = orders.get(order);
  if (promised === undefined) return "no_order";
  if (refund !== undefined) return "refund_order_no";
  return promised === amount ? "order_no" : "amount_differs";
};

const writeBill = async (): Promise<void> => {
  const packed = createGzip({ level: 1 });
  const written = once(packed.pipe(createWriteStream(path)), "finish");
  const sums = { rows: lines, paid: 0n, back: 0n, fee: 0n };
  let text = `\uFEFF${WECHAT_HEADER}\r\n`;
  for (let i = 0; i < lines; i += 1) {
    const row = rowAt(i);
    sums[row.refund === undefined ? "paid" : "back"] += row.amount;
    sums.fee += row.fee;
    expected[kindOf(row)] += 1;
    text += `${wechatLine(row, MERCHANT)}\r\n`;
    if (text.length < 1 << 18) continue;
    if (!packed.write(text)) await once(packed, "drain");
    text = "";
  }
  packed.end(`${text}${WECHAT_SUMMARY}\r\n${wechatTotals(sums)}\r\n`);
  await written;
};

const matchBill = async (): Promise<void> => {
  const account = "1009/wechat";
  const preview = await previewStatement(
    {
      accounts: () => [],
      merchants: () => [{ channel: "wechat", account, merchantId: MERCHANT }],
      isKnown: () => false,
      foresight: {
        openingDate: DAY,
        byRef: (ref) => {
          const amount = orders.get(ref);
          return amount === undefined ? undefined : { id: ref, state: "pledged", via: "wechat", amount: fen(amount) };
        },
        refusalToSettle,
      },
    },
    { kind: "wechat-bill", bytes: createReadStream(path) },
  );
  if ("refused" in preview) throw new Error(`the bill was refused: ${preview.refused}`);
  const found = { ...Object.fromEntries(preview.matched), ...Object.fromEntries(preview.waiting) };
  for (const [name, rows] of Object.entries(expected))
    if (found[name] !== rows) throw new Error(`${name}: ${String(found[name])} rows, not ${rows}`);
};

try {
  await writeBill();
  const start = performance.now();
  await matchBill();
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  process.send?.({ lines, seconds, peak_rss_mib: Math.round(process.resourceUsage().maxRSS / 1_024) });
} finally {
  rmSync(folder, { recursive: true });
}
