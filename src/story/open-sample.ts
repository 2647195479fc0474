import type { JsonObject } from "../kernel/result.ts";
import { memberAt, must } from "./client.ts";
import { driveMonth } from "./drive.ts";
import { passwordOf, STAFF } from "./staff.ts";

export type Sample = {
  /** Address of the web process, without a slash at the end. */
  readonly baseUrl: string;
  /** Folder of the month: the layout of config/sample. */
  readonly from: string;
  /** Password of the first administrator (`ADMIN_PASSWORD`). */
  readonly adminPassword: string;
  readonly log: (text: string) => void;
};

export type SampleSignIn = { readonly role: string; readonly name: string; readonly password: string };

/** What the launcher prints at each start: who can sign in, and ten lines of figures as they stand now. */
export type SampleDescription = { readonly signIns: readonly SampleSignIn[]; readonly summary: readonly string[] };

/** Opens the federation of the folder and drives its month over HTTP. Repeating it after an interruption changes nothing twice. */
export const openSample = async (sample: Sample): Promise<void> => {
  await driveMonth(sample);
};

export const describeSample = async ({ baseUrl, log }: Sample): Promise<SampleDescription> => {
  const auditor = memberAt(baseUrl, { user: "auditor", password: passwordOf("auditor") }, log);
  const { reports } = await must(auditor.call({ method: "GET", path: "/reports" }), "reports");
  const [report] = reports as readonly { period: string; files: readonly { kind: string; href: string }[] }[];
  const signIns = STAFF.map(({ user, roles }) => ({ role: roles.join(", "), name: user, password: passwordOf(user) }));
  if (!report) return { signIns, summary: ["No report is published yet."] };
  const month = await must(auditor.call({ method: "GET", path: `/months/${report.period}` }), "figures");
  const pdf = report.files.find(({ kind }) => kind === "pdf")?.href ?? "";
  return { signIns, summary: summaryOf(month, `${baseUrl}${pdf}`) };
};

const summaryOf = (month: JsonObject, report: string): string[] => {
  const part = (name: string) => month[name] as JsonObject;
  const [gifts, receipts, aid, totals] = [part("gifts"), part("receipts"), part("aid"), part("fund_totals")];
  const accounts = month.accounts as readonly { account: string; unexplained: string }[];
  return [
    `Month        ${String(month.month)}`,
    `Gifts        ${String(gifts.settled)} settled, ${String(gifts.gross)} yuan`,
    `Receipts     ${String(receipts.issued)} issued, ${String(receipts.live)} live`,
    `Aid          ${String(aid.payments)} payments, ${String(aid.paid_total)} yuan`,
    `Reserved     ${String(aid.reserved_total)} yuan`,
    `Balance      ${String(totals.closing_unrestricted)} unrestricted, ${String(totals.closing_restricted)} restricted`,
    `Available    ${String(totals.available)} yuan`,
    `Suspense     ${String(part("suspense_2209").closing)} yuan in 2209`,
    `Unexplained  ${accounts.map(({ account, unexplained }) => `${account} ${unexplained}`).join(", ")}`,
    `Report       ${report}`,
  ];
};
