import { randomBytes } from "node:crypto";
import { readConfig } from "../../config/config.ts";
import { limits } from "../../config/limits.ts";
import { newId } from "../../src/kernel/ids.ts";
import { openPeople, openStandings, type Person } from "../../src/people/public.ts";
import { slices } from "../../src/platform/ahead.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { type Member, memberAt, must } from "../../src/story/client.ts";
import { openSmallFederation } from "../support/small-federation.ts";
import { fundOf, openWholeBook, pledgeOf, writeAll } from "./gifts.ts";
import { startWeb } from "./http-gifts.ts";

const DATABASE = "bench_import_test";
const ROWS = 20_000;
const FILES = 3;
const HEADER =
  "订单号,支付时间,捐赠人,是否匿名,捐赠人类型,统一社会信用代码,手机号,邮箱,金额(元),基金编码,用途,同意公示,需要票据,支付渠道";
const PASSWORD = "bench-password-2026";

/** Rows a second, and beside them what the two halves of a row reach alone on the same engine. */
export type ImportRate = {
  readonly per_s: number;
  readonly rows: number;
  /** People sealed and kept, 500 a call, without lines. */
  readonly people_alone_per_s: number;
  /** Promises written to the journal, many at a time, without people. */
  readonly lines_alone_per_s: number;
};

/**
 * Rows a second of a platform's donor lists, each with a name and a phone that go into the vault, from the first byte of
 * the request to the last of the answer, when every line is durable. The first file warms up.
 */
export const benchHttpImport = async (uri: string): Promise<ImportRate> => {
  const connection = await connectMongo(uri, DATABASE);
  await connection.dropDatabase();
  const before = await openWholeBook(connection);
  await openSmallFederation(before.submit);
  await before.close();
  const web = await startWeb(DATABASE);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= web.stop());
  try {
    const books = await signedIn(`http://127.0.0.1:${web.port}`);
    await bring(books, 0);
    const start = performance.now();
    for (let file = 1; file < FILES; file += 1) await bring(books, file);
    const rows = (FILES - 1) * ROWS;
    const per_s = rate(rows, start);
    await stop();
    return {
      per_s,
      rows,
      people_alone_per_s: await peopleAlone(connection),
      lines_alone_per_s: await linesAlone(connection),
    };
  } finally {
    await stop();
    await connection.dropDatabase();
    await connection.close();
  }
};

const rate = (count: number, start: number): number => Math.round((count / (performance.now() - start)) * 1_000);

const peopleAlone = async (connection: Connection): Promise<number> => {
  const newPersonId = (prefix: string) => newId(prefix, randomBytes);
  const keys = { vaultKey: randomBytes(32), nameKey: randomBytes(32) };
  const people = await openPeople({
    standings: openStandings(),
    connection,
    ...keys,
    randomBytes,
    clock: () => new Date(),
    newId: newPersonId,
  });
  const persons = Array.from({ length: ROWS }, (_, i): readonly [string, Person] => [
    newPersonId("P"),
    { name: `沈示例${i}`, phone: "12800000145" },
  ]);
  const start = performance.now();
  for (const some of slices(persons, limits.importRowsAtOnce)) await people.keepMany(some);
  return rate(ROWS, start);
};

const linesAlone = async (connection: Connection): Promise<number> => {
  const book = await openWholeBook(connection);
  const pledges = Array.from({ length: ROWS }, (_, i) => pledgeOf(FILES * ROWS + i));
  const start = performance.now();
  await writeAll(book, pledges);
  const per_s = rate(ROWS, start);
  await book.close();
  return per_s;
};

const signedIn = async (baseUrl: string): Promise<Member> => {
  const log = (text: string) => console.error(text);
  const admin = memberAt(baseUrl, { user: "admin", password: readConfig().keys.adminPassword ?? "" }, log);
  const books = { user: "books", name: "会计", roles: ["bookkeeper"], password: PASSWORD, funds: "all" };
  await must(admin.call({ path: "/users", json: books }), "an account");
  return memberAt(baseUrl, { user: "books", password: PASSWORD }, log);
};

const bring = async (books: Member, file: number): Promise<void> => {
  const rows = Array.from({ length: ROWS }, (_, i) => rowOf(file * ROWS + i));
  const content = Buffer.from([HEADER, ...rows].join("\n"));
  const answer = await must(
    books.call({ path: "/imports/platform-gifts", key: `bench-${file}`, file: { name: `${file}.csv`, content } }),
    "an import",
  );
  if (answer.new !== ROWS) throw new Error(`not all rows were taken: ${JSON.stringify(answer).slice(0, 300)}`);
};

const rowOf = (number: number): string =>
  [
    `BENCH${number}`,
    "2026-09-03 10:00:00",
    `沈示例${number}`,
    "否,个人,",
    "12800000145,",
    `100.00,${fundOf(number)},,是,是,wechat`,
  ].join(",");
