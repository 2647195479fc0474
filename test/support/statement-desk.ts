import { openChapters } from "../../src/chapters.ts";
import { sha256Hex } from "../../src/kernel/ids.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { accountFigures, type ReconciliationService, reconciliationService } from "../../src/reconciliation/public.ts";
import type { StatementFormat } from "../../src/reconciliation/statement-line.ts";
import type { StatementRow } from "../../src/reconciliation/statement-row.ts";
import { bankCsv, type BankCsvRow, wechatBill, type WechatRow } from "./made-files.ts";
import { openQuickBook, type QuickBook } from "./quick-book.ts";

export const BANK = "1002/base";
export const WALLET = "1009/wechat";
export const SUSPENSE = "2209/suspense/rows";
export const MERCHANT = "1999000001";
export const OPENING = 1_000_000n;
export const UNIONPAY_MERCHANT = "777290058110097";
const BY = "user:books";

type Head = { readonly opening?: bigint; readonly from?: string; readonly to?: string; readonly file?: string };

export type StatementDesk = Awaited<ReturnType<typeof openStatementDesk>>;

/** A federation with a bank account, two wallets, cards and one street fund, in memory. Statements come as files. */
export const openStatementDesk = async (at?: () => string) => {
  const books = openChapters();
  const book = openQuickBook(books.all, at);
  const kept = new Map<string, Uint8Array>();
  const names = new Map<string, string>();
  const send = sender(book);
  const service: ReconciliationService = reconciliationService({
    ...books,
    submit: book.submit,
    catchUp: async () => undefined,
    names: async (people) => new Map(people.map((id) => [id, names.get(id) ?? ""])),
    accounts: books.funds.accounts,
    merchants: books.funds.merchants,
    markOf: (text) => sha256Hex(text),
    line: async (index) => book.lines[index],
    openingDate: () => "2026-09-01",
    keepFile: async ({ name, content }) => {
      const id = `${kept.size}:${name}`;
      kept.set(id, content);
      return id;
    },
    readFile: async (id) => kept.get(id),
    cardGift: async () => undefined,
  });
  await openFederation(send);
  const bring = async (kind: StatementFormat, content: Uint8Array, file = kind as string) => {
    const outcome = await service.importStatement({
      content,
      file,
      kind,
      by: BY,
      on: "2026-10-02",
      since: book.lines.length,
    });
    if (outcome.outcome === "refused") throw new Error(JSON.stringify(outcome));
    return outcome;
  };
  const bringBank = (rows: readonly BankCsvRow[], { file, ...head }: Head = {}) => {
    const days = rows.map(({ day }) => day).sort();
    const whole = { opening: OPENING, from: days[0] ?? "2026-09-01", to: days.at(-1) ?? "2026-09-01", ...head, rows };
    return bring("bank-csv", bankCsv(whole), file);
  };
  const bringWallet = (rows: readonly WechatRow[], file?: string) => bring("wechat-bill", wechatBill(rows), file);
  const run = () => service.run(BY);
  return {
    books,
    book,
    service,
    bring,
    send,
    names,
    bringBank,
    bringWallet,
    run,
    /** A promised gift; answers its id. */
    promise: async (ref: string, amount: bigint, more: JsonObject = {}, on?: string): Promise<string> => {
      const gift = `D-${ref}`;
      const terms = { donor_type: "person", anonymous: false, publish_consent: false, receipt_wanted: false };
      const input = { gift, ref, via: "wechat", fund: "S01", amount: amount.toString(), ...terms, ...more };
      await send("donations.pledge", input, on);
      return gift;
    },
    balance: (account: string, on = "9999-12-31"): bigint =>
      books.ledger.balances.accountsOn(on, [account]).get(account) ?? 0n,
    unexplained: (account: string, on: string): string => {
      const figures = {
        book: books.reconciliation.book,
        ledger: books.ledger,
        accounts: [{ account }],
        channels: books.funds.merchants(),
        openingDate: "2026-09-01",
      };
      return String(accountFigures(figures, on)[0]?.["unexplained"]);
    },
    state: (account: string, id: string): StatementRow["state"] | undefined =>
      books.reconciliation.book.row(`${account}|${id}`)?.state,
  };
};

const sender = (book: QuickBook) => {
  let sent = 0;
  return async (name: string, input: JsonObject, on = "2026-09-01"): Promise<JsonObject> => {
    const outcome = await book.submit({ name, key: `k${(sent += 1)}`, by: BY, on, input });
    if (isRefusal(outcome)) throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    return outcome.line.data;
  };
};

const fund = (code: string, order: number, restriction: string) => ({
  code,
  name_zh: code,
  short_zh: code,
  name_en: code,
  fund_kind: code === "G00" ? "general" : "street",
  status: "active",
  purposes: ["medical"],
  restriction,
  management_fee_bp: 0,
  channel_fee_borne_by: "federation",
  opening_unrestricted: code === "G00" ? OPENING.toString() : "0",
  opening_restricted: "0",
  order,
});

const openFederation = async (send: ReturnType<typeof sender>): Promise<void> => {
  const account = (path: string) => ({ account: path, opening: "0" });
  const merchant = (channel: string, merchantId: string) => ({
    channel,
    account: `1009/${channel}`,
    merchant_id: merchantId,
  });
  const bank = { bank: "示例银行", account_no: "6299010020000088801", holder: "示例区慈善会" };
  const federation = {
    name_zh: "示例区慈善会",
    name_en: "Example District Charity Federation",
    credit_code: "51990000000000000X",
    legal_form: "social_group",
    opening_date: "2026-09-01",
    accounts: [
      { account: BANK, opening: OPENING.toString(), ...bank },
      account(WALLET),
      account("1009/alipay"),
      account("1009/stripe"),
      account("1009/unionpay"),
    ],
    merchants: [
      merchant("wechat", MERCHANT),
      merchant("alipay", "2088999900000001"),
      merchant("unionpay", UNIONPAY_MERCHANT),
      merchant("stripe", "acct_0000000000000001"),
    ],
    purposes: [{ code: "medical", zh: "大病救助", en: "Serious illness" }],
    net_assets: {},
    liabilities: {},
    in_transit: [],
    bank_rules: [{ account: BANK, summary: "账户管理费", posts_to: "5301", fund: "G00" }],
    non_business_days: [],
  };
  await send("funds.openFederation", federation, "2026-08-31");
  await send("funds.openFund", fund("G00", 0, "none"), "2026-08-31");
  await send("funds.openFund", fund("S01", 1, "purpose"), "2026-08-31");
  await send("funds.postOpening", {}, "2026-08-31");
};
