import { isRefusal } from "../../src/kernel/result.ts";
import { randomBytes } from "node:crypto";
import { disbursementRefusals, disbursementsService, openDisbursements } from "../../src/disbursements/public.ts";
import { deskPages } from "../../src/disbursements/pages.ts";
import { disbursementsRoutes } from "../../src/disbursements/routes.ts";
import { fundsRefusals, fundsService, openFunds } from "../../src/funds/public.ts";
import { fundsRoutes } from "../../src/funds/routes.ts";
import type { NewUser } from "../../src/identity/public.ts";
import { type Book, openBook } from "../../src/journal/book.ts";
import { openJournalStore } from "../../src/journal/store.ts";
import { businessDate } from "../../src/kernel/dates.ts";
import { newId } from "../../src/kernel/ids.ts";
import { fen } from "../../src/kernel/money.ts";
import { ledgerRefusals } from "../../src/ledger/errors.ts";
import { openLedger } from "../../src/ledger/public.ts";
import { openPeople, openStandings, peopleRefusals } from "../../src/people/public.ts";
import { openFiles } from "../../src/platform/files.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { bookRefusals } from "../../src/platform/refusals.ts";
import { openTestApp } from "./app.ts";
import { mongoUri } from "./engines.ts";
import { listeningLog } from "./journal.ts";
import { signIn, staff } from "./signed-in.ts";
import { told } from "./row-answers.ts";

const USERS: readonly NewUser[] = [
  staff("worker", "applicant"),
  { ...staff("faraway", "applicant"), funds: ["S02"] },
  staff("officer", "streetOfficer"),
  staff("secretary", "fundSecretary"),
  ...["m1", "m2", "m3", "m4", "m5"].map((user) => staff(user, "committeeMember")),
  staff("supervisor", "supervisor"),
  staff("finance", "financeChecker"),
  staff("cashier1", "cashier"),
  staff("cashier2", "cashier"),
  staff("general", "secretaryGeneral"),
  staff("books", "bookkeeper"),
];

const FILE = {
  nameZh: "示例区慈善会",
  nameEn: "Shili Charity",
  creditCode: "51990000202609017K",
  legalForm: "社会团体",
  openingDate: "2026-09-01",
  accounts: [{ account: "1002/base", opening: fen(60_000n) }],
  merchants: [],
  purposes: [{ code: "medical", zh: "大病救助", en: "Serious illness" }],
  netAssets: { "3101": fen(50_000n), "3102": fen(10_000n) },
  liabilities: {},
  inTransit: [],
  bankRules: [],
  nonBusinessDays: [],
  funds: (["G00", "S01"] as const).map((code) => ({
    code,
    nameZh: code,
    shortZh: code,
    nameEn: code,
    kind: code === "G00" ? ("general" as const) : ("street" as const),
    status: "active" as const,
    purposes: ["medical"],
    restriction: code === "G00" ? ("none" as const) : ("purpose" as const),
    managementFeeBp: 0,
    channelFeeBorneBy: "federation" as const,
    openingUnrestricted: fen(code === "G00" ? 50_000n : 0n),
    openingRestricted: fen(code === "G00" ? 0n : 10_000n),
  })),
};

/** A request as the API takes it. */
export const NEW = {
  request_no: "AR-2609-0001",
  fund_code: "S01",
  purpose: "medical",
  tier: "margin",
  fast_track: "no",
  beneficiary_ref: "B-20037",
  household_size: 2,
  street: "青禾街道",
  amount: "60.00",
  payee_name: "白伟",
  payee_relation: "self",
  payee_bank: "示例银行",
  payee_account: "6299037894575720171",
  related_party: "no",
  other_sources_tried: "低保,临时救助",
  requested_on: "2026-09-01",
};

/** Funds and aid over the real app and engines, fifteen staff signed in, a committee of five for S01. */
export const openAidApp = async (
  database: string,
  now: () => number = () => Date.parse("2026-11-25T12:00:00+08:00"),
) => {
  const connection = await connectMongo(await mongoUri(database), database);
  const ledger = openLedger();
  const funds = openFunds({ ledger });
  const disbursements = openDisbursements({ ledger, funds });
  const opened: { book?: Book } = {};
  const theBook = (): Book => {
    if (!opened.book) throw new Error("the book is not open yet");
    return opened.book;
  };
  const submit: Book["submit"] = (command) => theBook().submit(command);
  const catchUp = () => theBook().catchUp();
  const today = () => businessDate(now());
  const random = (count: number) => randomBytes(count);
  const ids = (prefix: string) => newId(prefix, random);
  const keys = { vaultKey: randomBytes(32), nameKey: randomBytes(32) };
  const people = await openPeople({
    standings: openStandings(),
    connection,
    ...keys,
    randomBytes: random,
    clock: () => new Date(),
    newId: ids,
  });
  const { sealed } = openFiles({ connection, masterKey: randomBytes(32), randomBytes: random });
  const money = fundsService({ submit, funds });
  const service = disbursementsService({ submit, disbursements, funds, people, sealed });
  const refusals = { ...bookRefusals, ...peopleRefusals, ...ledgerRefusals, ...fundsRefusals, ...disbursementRefusals };
  const members: { list: () => Promise<readonly { id: string; name: string }[]> } = { list: async () => [] };
  const desk = { disbursements, funds, service, people, sealed, catchUp, today };
  const pages = { differences: () => 0, held: () => [], newKey: () => ids("K"), members: () => members.list() };
  const routers = [
    fundsRoutes({ ledger, funds, service: money, catchUp, today }),
    disbursementsRoutes(desk),
    deskPages({ ...desk, ...pages }),
  ];
  const test = await openTestApp({ database, routers, refusals });
  members.list = test.identity.members;
  const chapters = [ledger.chapter, funds.chapter, disbursements.chapter];
  const book = await openBook({
    store: openJournalStore(connection),
    chapters,
    clock: now,
    randomBytes: random,
    log: listeningLog(),
  });
  opened.book = book;
  const open = async () => {
    const answers = await money.open(FILE, "user:boss");
    if (isRefusal(answers)) throw new Error(answers.refused);
    return told(answers);
  };
  const openedFunds = await open();
  const { as, post, get } = await signIn(test, USERS);
  const members5 = ["m1", "m2", "m3", "m4", "m5"].map((user, i) => ({
    user: as(user).id,
    office: i === 0 ? "chair" : "member",
    from: "2026-01-01",
    to: "2028-12-31",
  }));
  const close = async () => {
    await book.close();
    await connection.close();
    await test.close();
  };
  return {
    app: test.app,
    book,
    as,
    post,
    get,
    members: members5,
    openedFunds,
    openAgain: open,
    close,
  };
};

export type AidApp = Awaited<ReturnType<typeof openAidApp>>;
