import { must, type Member, memberAt } from "./client.ts";

export type StaffMember = { readonly user: string; readonly name: string; readonly roles: readonly string[] };

/** The sample staff: one person a duty, because nobody may do two steps of one case (LED-9, WF-9). */
export const STAFF = [
  { user: "worker", name: "社工·申请人", roles: ["applicant"] },
  { user: "street", name: "街道经办", roles: ["streetOfficer"] },
  { user: "secretary", name: "基金秘书", roles: ["fundSecretary"] },
  { user: "chair", name: "管委会主任", roles: ["committeeMember", "committeeChair"] },
  { user: "member1", name: "管委会委员一", roles: ["committeeMember"] },
  { user: "member2", name: "管委会委员二", roles: ["committeeMember"] },
  { user: "member3", name: "管委会委员三", roles: ["committeeMember"] },
  { user: "member4", name: "管委会委员四", roles: ["committeeMember"] },
  { user: "supervisor", name: "监事", roles: ["supervisor"] },
  { user: "finance", name: "财务审核", roles: ["financeChecker"] },
  { user: "general", name: "秘书长", roles: ["secretaryGeneral"] },
  { user: "council", name: "理事会", roles: ["council"] },
  { user: "cashier1", name: "出纳一", roles: ["cashier"] },
  { user: "cashier2", name: "出纳二", roles: ["cashier"] },
  { user: "books", name: "会计", roles: ["bookkeeper"] },
  { user: "receipts", name: "票据管理员", roles: ["receiptClerk"] },
  { user: "disclosure", name: "信息公开", roles: ["disclosureOfficer"] },
  { user: "privacy", name: "个人信息保护员", roles: ["privacyOfficer"] },
  { user: "auditor", name: "审计", roles: ["auditor"] },
] as const satisfies readonly StaffMember[];

export type Duty = (typeof STAFF)[number]["user"];
export type Team = { readonly [duty in Duty]: Member };
export const COMMITTEE = ["chair", "member1", "member2", "member3", "member4"] as const satisfies readonly Duty[];

/** Passwords of the sample only: it holds invented data. */
export const passwordOf = (user: string): string => `sample-${user}-2026`;

type Place = { readonly baseUrl: string; readonly adminPassword: string; readonly log: (text: string) => void };

/**
 * Makes the accounts that are missing. Each of the team signs in only when there is something to do: sign-ins from one
 * address are limited, and a month that goes on after an interruption needs few of them.
 */
export const assemble = async ({ baseUrl, adminPassword, log }: Place): Promise<Team> => {
  const admin = memberAt(baseUrl, { user: "admin", password: adminPassword }, log);
  for (const { user, name, roles } of STAFF) {
    const answer = await admin.call({
      path: "/users",
      json: { user, name, roles, password: passwordOf(user), funds: "all" },
    });
    if (answer.status !== 201 && answer.status !== 409)
      throw new Error(`account ${user}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
  const members = STAFF.map(
    ({ user }) => [user, memberAt(baseUrl, { user, password: passwordOf(user) }, log)] as const,
  );
  return Object.fromEntries(members) as Team;
};

/** Sample user names → their ids. */
export const idsOf = async (team: Team): Promise<ReadonlyMap<string, string>> => {
  const { users } = await must(team.books.call({ method: "GET", path: "/users" }), "users");
  return new Map((users as readonly { user: string; id: string }[]).map(({ user, id }) => [user, id]));
};
