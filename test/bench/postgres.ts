import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../config/embedded/ports.ts";
import type { Rate } from "./measure.ts";

const CLIENTS = [1, 8, 64] as const;
const SECONDS = 3;
const VERSIONS = "/usr/lib/postgresql";

/** The same three postings as a transaction: entries, and the balances they change, of which one is every client's. */
const SCHEMA = `
create table balance (account text primary key, amount bigint not null);
create table entry (id bigserial primary key, account text not null, amount bigint not null, gift text not null);
insert into balance select '410102/fund' || n, 0 from generate_series(0, 25) n;
insert into balance values ('1009/wechat', 0), ('4901/base', 0);`;
const TRANSACTION = `\\set fund random(0, 25)
begin;
insert into entry (account, amount, gift) values
  ('1009/wechat', 10000, 'gift'), ('410102/fund' || :fund, -9500, 'gift'), ('4901/base', -500, 'gift');
update balance set amount = amount - 9500 where account = '410102/fund' || :fund;
update balance set amount = amount - 500 where account = '4901/base';
update balance set amount = amount + 10000 where account = '1009/wechat';
commit;`;

export type Postgres = { readonly [clients: string]: Rate } | null;

/** Transactions a second of PostgreSQL with its own load generator and its default settings, which wait for the disk; null and a reason without it. */
export const benchPostgres = async (): Promise<{ postgres: Postgres; postgres_reason?: string }> => {
  const programs = programsFolder();
  if (programs === undefined) return { postgres: null, postgres_reason: "no PostgreSQL is installed on this machine" };
  const folder = mkdtempSync(join(tmpdir(), "shanzhang-postgres-"));
  try {
    return { postgres: await measureIn(folder, programs) };
  } catch (error) {
    return { postgres: null, postgres_reason: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const programsFolder = (): string | undefined => {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  return versions.map((version) => join(VERSIONS, version, "bin")).find((bin) => existsSync(join(bin, "pgbench")));
};

/** PostgreSQL does not run as root: then its programs run as the user that Debian made for it. */
const owner = (): { uid?: number; gid?: number } => {
  if (userInfo().uid !== 0) return {};
  const id = (of: string) => Number(execFileSync("id", [of, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
};

const measureIn = async (folder: string, programs: string): Promise<Postgres> => {
  const as = owner();
  if (as.uid !== undefined) execFileSync("chown", ["postgres", folder]);
  const run = (program: string, args: readonly string[], input?: string): string =>
    execFileSync(join(programs, program), args, {
      ...as,
      cwd: folder,
      encoding: "utf8",
      input: input ?? "",
      stdio: ["pipe", "pipe", "pipe"],
    });
  const data = join(folder, "data");
  run("initdb", ["--pgdata", data, "--auth", "trust", "--username", "bench", "--no-instructions"]);
  const port = String(await freePort());
  const settings = ["-D", data, "-p", port, "-k", folder, "-c", "listen_addresses=127.0.0.1"];
  const server = spawn(join(programs, "postgres"), settings, { ...as, stdio: "ignore" });
  const address = ["-h", "127.0.0.1", "-p", port, "-U", "bench"];
  try {
    await ready(() => run("psql", [...address, "-d", "postgres", "-q"], SCHEMA));
    writeFileSync(join(folder, "gift.sql"), TRANSACTION);
    const rates: { [clients: string]: Rate } = {};
    for (const clients of CLIENTS) {
      const log = `log${clients}`;
      const load = ["-n", "-f", join(folder, "gift.sql"), "-c", String(clients), "-j", "1", "-T", String(SECONDS)];
      run("pgbench", [...address, ...load, "-l", `--log-prefix=${log}`, "postgres"]);
      rates[clients] = rateIn(folder, log);
    }
    return rates;
  } finally {
    server.kill("SIGINT");
    await new Promise<void>((resolve) => void server.once("exit", () => resolve()));
  }
};

const ready = async (step: () => string): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    try {
      step();
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await sleep(200);
    }
  }
};

/** The third word of each line of the log is a transaction's microseconds. */
const rateIn = (folder: string, prefix: string): Rate => {
  const logs = readdirSync(folder).filter((name) => name.startsWith(`${prefix}.`));
  const waits = logs
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
    .map((line) => Number(line.split(" ")[2]) / 1_000)
    .sort((a, b) => a - b);
  const at = (share: number) => Math.round((waits[Math.floor(waits.length * share)] ?? 0) * 100) / 100;
  return { per_s: Math.round(waits.length / SECONDS), p50_ms: at(0.5), p99_ms: at(0.99) };
};
