import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { readConfig } from "../../config/config.ts";
import { composeWeb } from "../../src/compose.ts";
import { buildReport } from "../../src/disclosure/public.ts";
import { openProcess, type Process } from "../../src/process.ts";
import { openBusyYear, LAST_DAY } from "./busy-year.ts";

const PASSWORD = "correct horse battery";
const MONTH = "2027-07";
const REPORT = `R-${MONTH}-v1`;

/** What everybody may look at: pages, data and files. */
const PUBLIC = [
  "/",
  "/funds",
  "/funds/S04",
  "/explain/received",
  "/reports",
  `/reports/${REPORT}`,
  `/reports/${REPORT}.json`,
  "/reports/all-months.csv",
  "/give",
  "/give/S04",
  "/receipts/check",
  "/api/v1/reports",
  `/api/v1/reports/${REPORT}`,
];
/** What the bookkeeper looks at. */
const DESK = [
  "/desk",
  "/desk/books",
  "/desk/books/sheets/trial-balance",
  "/desk/books/sheets/statements",
  `/desk/books/sheets/bank?from=${MONTH}-01&to=${MONTH}-31`,
  "/desk/books/sheets/funds",
  "/desk/books/exports",
  "/desk/reconciliation",
  "/desk/reconciliation/differences",
  "/desk/reconciliation/statements",
  "/desk/imports",
  "/api/v1/funds",
  "/api/v1/donations",
  "/api/v1/receipts",
  "/api/v1/requests",
  "/api/v1/goods",
  "/api/v1/books/balances",
  `/api/v1/books/trial-balance?period=${MONTH}`,
  `/api/v1/books/statements?period=${MONTH}`,
  "/api/v1/reconciliation/differences",
  "/api/v1/reconciliation/proposals",
  "/api/v1/reconciliation/rows?account=1009/wechat",
];

/** The report of a month for staff reads all gifts, in turns with whoever else waits. */
export const IN_TURNS = `/api/v1/months/${MONTH}`;
export const PAGES: readonly string[] = [...PUBLIC, ...DESK, IN_TURNS];

export type BusyWeb = {
  readonly gifts: number;
  /** Looks at a page as the bookkeeper. Throws unless it is answered 200. */
  readonly look: (path: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * The whole web app over the engines of an environment, with the book of a busy year in place of the stored one: its last
 * month runs, the one before is published.
 */
export const openBusyWeb = async (
  giftsADay: number,
  environment: { readonly [name: string]: string | undefined },
): Promise<BusyWeb> => {
  const year = await openBusyYear(giftsADay);
  const real = await openProcess(readConfig({ ...environment, ADMIN_PASSWORD: PASSWORD }), "web");
  const head = () => ({ ...real.book.head(), lines: year.lines() });
  const base: Process = {
    ...real,
    chapters: year.chapters,
    submit: year.submit,
    catchUp: async () => undefined,
    today: () => LAST_DAY,
    book: { ...real.book, head, line: async (index) => year.line(index) },
  };
  await year.act("disclosure.request", { period: MONTH }, LAST_DAY);
  const { disclosure } = year.chapters;
  const publicUrl = real.config.publicUrl;
  await buildReport({ ...base, books: year.chapters, disclosure, publicUrl, head, checkpoint: async () => "" }, REPORT);
  const server = (await composeWeb(base)).listen(0, "127.0.0.1");
  // A look may take longer than an idle connection is kept.
  server.keepAliveTimeout = 0;
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cookie = await bookkeeper(address);
  return {
    gifts: [...year.chapters.donations.gifts()].length,
    look: async (path) => {
      const answer = await fetch(address + path, { headers: { Cookie: cookie } });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${text.slice(0, 200)}`);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await real.close();
    },
  };
};

/** The cookie of a bookkeeper whom the first operator has made. */
const bookkeeper = async (address: string): Promise<string> => {
  const post = async (path: string, body: object, headers: { readonly [name: string]: string } = {}) => {
    const sent = {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    };
    const answer = await fetch(address + path, sent);
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const signIn = async (user: string) => {
    const answer = await post("/api/v1/session", { user, password: PASSWORD });
    const { csrf } = (await answer.json()) as { readonly csrf: string };
    return { Cookie: answer.headers.getSetCookie()[0]?.split(";")[0] ?? "", "X-CSRF-Token": csrf };
  };
  const user = { user: "books", name: "books", password: PASSWORD, roles: ["bookkeeper"], funds: "all" };
  await post("/api/v1/users", user, await signIn("admin"));
  return (await signIn("books")).Cookie;
};
