import type { BusinessRole } from "../identity/public.ts";

/** Who takes which step; nobody takes two of one order (LED-9, WF-12), and finance confirms what another entered (GIFT-14). */
export const STEPS = {
  open: ["bookkeeper", "fundSecretary"],
  confirm: ["financeChecker", "secretaryGeneral"],
  order: ["fundSecretary", "financeChecker"],
  release: ["cashier"],
  withdraw: ["fundSecretary", "financeChecker", "cashier"],
  close: ["bookkeeper", "financeChecker"],
  reveal: ["cashier", "financeChecker"],
} as const satisfies Readonly<Record<string, readonly BusinessRole[]>>;
export type Step = keyof typeof STEPS;

export const READERS = [
  "bookkeeper",
  "fundSecretary",
  "financeChecker",
  "secretaryGeneral",
  "cashier",
  "supervisor",
  "auditor",
] as const satisfies readonly BusinessRole[];
