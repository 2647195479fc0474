import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type AidRequestRow, readAidRequests } from "../imports/public.ts";
import type { JsonObject } from "../kernel/result.ts";
import { decideRequests } from "./aid.ts";
import { must } from "./client.ts";
import { taken } from "./take.ts";
import { assemble, COMMITTEE, idsOf, type Team } from "./staff.ts";

export type Drive = {
  readonly baseUrl: string;
  readonly from: string;
  readonly adminPassword: string;
  readonly log: (text: string) => void;
};

type Manifest = { readonly month: string; readonly files: readonly { readonly file: string; readonly kind: string }[] };
type Month = Drive & { readonly team: Team; readonly manifest: Manifest; readonly key: (step: string) => string };

/**
 * Drives a month's folder through the HTTP API as its roles would, and answers with the month's figures in the shape of
 * expected.json. Running it again changes nothing twice: every step has its own idempotency key.
 */
export const driveMonth = async (drive: Drive): Promise<JsonObject> => {
  const manifest = JSON.parse(readFileSync(join(drive.from, "manifest.json"), "utf8")) as Manifest;
  const team = await assemble(drive);
  const month: Month = {
    ...drive,
    team,
    manifest,
    key: (step) => `story-${manifest.month}-${step}`.replace(/[^A-Za-z0-9._:-]/g, "_").slice(0, 120),
  };
  const imports = await importFiles(month);
  drive.log("requests are decided");
  await decideRequests(team, await aidRows(month), month.key);
  drive.log("statements are matched");
  await matchAll(team);
  await must(
    team.books.call({ path: `/periods/${manifest.month}/management-fees`, json: {}, key: month.key("fees") }),
    "management fees",
  );
  drive.log("receipts are issued");
  await drained(team);
  await closeMonth(month);
  await publish(month);
  const figures = await must(team.auditor.call({ method: "GET", path: `/months/${manifest.month}` }), "figures");
  const { schema = "", month: name = "", as_of = "", currency = "", ...rest } = figures;
  return { schema, month: name, as_of, currency, imports, ...rest };
};

const importFiles = async (month: Month): Promise<JsonObject[]> => {
  const outcomes: JsonObject[] = [];
  for (const [position, { file, kind }] of month.manifest.files.entries()) {
    month.log(`import ${file}`);
    const content = readFileSync(join(month.from, file));
    const by = kind === "aid-requests" ? month.team.worker : month.team.books;
    const answer = await by.call({
      path: `/imports/${kind}`,
      file: { name: file, content },
      key: month.key(`import-${position}`),
    });
    outcomes.push(taken(file, answer));
    if (kind === "federation") await seatCommittee(month);
  }
  return outcomes;
};

/** One committee for all funds of the sample; a real federation seats one a fund. */
const seatCommittee = async ({ team, key }: Month): Promise<void> => {
  const ids = await idsOf(team);
  const { funds } = await must(team.auditor.call({ method: "GET", path: "/funds" }), "funds");
  const members = COMMITTEE.map((user) => ({
    user: ids.get(user) ?? "",
    office: user === "chair" ? "chair" : "member",
    from: "2020-01-01",
    to: "2099-12-31",
  }));
  const body = { funds: (funds as readonly { fund: string }[]).map(({ fund }) => fund), members };
  await must(team.general.call({ path: "/committees", json: body, key: key("committee") }), "committee");
};

const aidRows = async (month: Month): Promise<AidRequestRow[]> => {
  const rows: AidRequestRow[] = [];
  for (const { file } of month.manifest.files.filter(({ kind }) => kind === "aid-requests")) {
    const read = await readAidRequests([readFileSync(join(month.from, file))]);
    if ("rows" in read)
      rows.push(...read.rows.filter((row) => !rows.some((known) => known.requestNo === row.requestNo)));
  }
  return rows;
};

/** Runs the matching and confirms what it proposes, until nothing is proposed any more. */
const matchAll = async (team: Team): Promise<void> => {
  for (let round = 0; round < 10; round += 1) {
    const { proposals } = await must(team.books.call({ path: "/reconciliation/runs", json: {} }), "matching");
    const pairs = proposals as readonly { row: string; gift: string }[];
    if (pairs.length === 0) return;
    for (const { row, gift } of pairs)
      await must(team.books.call({ path: "/reconciliation/matches", json: { row, gift } }), "match");
  }
};

const FOLLOW = "receipts.follow";

/**
 * Waits until every gift's receipts are followed. Drawing them may go on, or wait in the list of failed jobs (a name
 * with a character that no font has): the figures do not depend on it.
 */
const drained = async (team: Team): Promise<void> => {
  let quiet = 0;
  for (let poll = 0; poll < 600 && quiet < 5; poll += 1) {
    const { queues } = await must(team.auditor.call({ method: "GET", path: "/jobs" }), "jobs");
    const follow = (queues as readonly { name: string; waiting: number; active: number }[]).find(
      ({ name }) => name === FOLLOW,
    );
    quiet = follow !== undefined && follow.waiting + follow.active === 0 ? quiet + 1 : 0;
    await sleep(300);
  }
  if (quiet < 5) throw new Error("receipts are still being issued after three minutes");
};

const closeMonth = async ({ team, manifest, key, log }: Month): Promise<void> => {
  const { closed } = await must(team.auditor.call({ method: "GET", path: "/books/periods" }), "periods");
  if ((closed as readonly { period: string }[]).some(({ period }) => period === manifest.month)) return;
  log("the month is closed");
  await must(
    team.books.call({ path: `/months/${manifest.month}/close-proposal`, json: {}, key: key("propose") }),
    "close proposal",
  );
  await must(team.general.call({ path: `/months/${manifest.month}/close`, json: {}, key: key("close") }), "close");
};

const publish = async ({ team, manifest, key, log }: Month): Promise<void> => {
  log("the report is made");
  const { report } = await must(
    team.disclosure.call({ path: "/reports", json: { period: manifest.month }, key: key("report") }),
    "report",
  );
  for (let poll = 0; poll < 200; poll += 1) {
    const { state } = await must(team.auditor.call({ method: "GET", path: `/reports/${String(report)}` }), "report");
    if (state === "published") return;
    await sleep(300);
  }
  throw new Error(`report ${String(report)} is not published after a minute`);
};
