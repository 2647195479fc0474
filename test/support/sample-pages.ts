import { giftView } from "../../src/donations/gift-view.ts";
import { confirmView, giveView, transferView } from "../../src/donations/give-view.ts";
import { sandboxView } from "../../src/payments/views.ts";
import { checkView, receiptView } from "../../src/receipts/views.ts";
import {
  checkNone,
  checkRed,
  checkValid,
  confirmPage,
  giftPage,
  giftRefunded,
  giftWaiting,
  giveErrors,
  givePage,
  receiptPage,
  sandboxPage,
  transferPage,
} from "./sample-donations.ts";
import type { Sample } from "./pages.ts";
import { aidSamples } from "./sample-aid-pages.ts";
import { privacySamples } from "./sample-privacy.ts";
import { sheetView } from "../../src/ledger/sheet-view.ts";
import { accountLedgerPage, statementsPage, trialBalancePage } from "./sample-sheets.ts";
import { booksView } from "../../src/ledger/views.ts";
import { verifyView } from "../../src/journal/verify-view.ts";
import { jobsView } from "../../src/platform/jobs-view.ts";
import { importsView } from "../../src/imports/views.ts";
import { differencesTable, reconciliationView } from "../../src/reconciliation/views.ts";
import { booksPage, importsPage, jobsPage, reconciliationClean, reconciliationPage } from "./sample-books.ts";
import { holdingSamples } from "./sample-holdings.ts";
import { mailSamples } from "./sample-mail.ts";
import { statementSamples } from "./sample-statements.ts";
import { fundView } from "../../src/disclosure/fund-view.ts";
import { homeView } from "../../src/disclosure/home-view.ts";
import { explainView, monthView, reportsView } from "../../src/disclosure/report-view.ts";
import { exportsView } from "../../src/exports/exports-view.ts";
import { correctedMonthPage, explainPage, fundPage, homePage, monthPage, reportsPage } from "./sample-disclosure.ts";

/** Every page of the product with sample data: rendered by the template tests and by the axe run. */
export const samples: readonly Sample[] = [
  { name: "home", template: "disclosure/home", path: "/", view: (words) => homeView(homePage, words) },
  {
    name: "home-first",
    template: "disclosure/home",
    path: "/",
    view: (words) => homeView({ ...homePage, periods: [], reports: [], disclosures: { due: 1, onTime: 0 } }, words),
  },
  { name: "fund", template: "disclosure/fund", path: "/funds/S01", view: (words) => fundView(fundPage, words) },
  {
    name: "reports",
    template: "disclosure/reports",
    path: "/reports",
    view: (words) => reportsView(reportsPage, words),
  },
  {
    name: "month",
    template: "disclosure/month",
    path: "/reports/2026-09-v1",
    view: (words) => monthView(monthPage, words),
  },
  {
    name: "month-corrected",
    template: "disclosure/month",
    path: "/reports/2026-08-v2",
    view: (words) => monthView(correctedMonthPage, words),
  },
  {
    name: "explain",
    template: "disclosure/explain",
    path: "/explain/received",
    view: (words) => explainView(explainPage, words),
  },
  { name: "funds", template: "disclosure/funds", path: "/funds", view: (words) => homeView(homePage, words) },
  { name: "give", template: "donations/give", path: "/give/S01", view: (words) => giveView(givePage, words) },
  { name: "give-errors", template: "donations/give", path: "/give/S01", view: (words) => giveView(giveErrors, words) },
  {
    name: "confirm",
    template: "donations/confirm",
    path: "/give/S01",
    view: (words) => confirmView(confirmPage, words),
  },
  {
    name: "transfer",
    template: "donations/transfer",
    path: "/gift/s3cr3t",
    view: (words) => transferView(transferPage, words),
  },
  { name: "gift", template: "donations/gift", path: "/gift/s3cr3t", view: (words) => giftView(giftPage, words) },
  {
    name: "gift-confirming",
    template: "donations/gift",
    path: "/gift/s3cr3t",
    view: (words) => giftView(giftWaiting, words),
  },
  {
    name: "gift-refunded",
    template: "donations/gift",
    path: "/gift/s3cr3t",
    view: (words) => giftView(giftRefunded, words),
  },
  { name: "code", template: "donations/code", path: "/gift", view: () => ({ secret: "", notFound: true }) },
  {
    name: "sandbox",
    template: "payments/sandbox",
    path: "/sandbox/pay/x",
    view: (words) => sandboxView(sandboxPage, words),
  },
  {
    name: "check",
    template: "receipts/check",
    path: "/receipts/check",
    view: (words) => checkView({ asked: "" }, words),
  },
  {
    name: "check-valid",
    template: "receipts/check",
    path: "/receipts/check",
    view: (words) => checkView(checkValid, words),
  },
  {
    name: "check-none",
    template: "receipts/check",
    path: "/receipts/check",
    view: (words) => checkView(checkNone, words),
  },
  {
    name: "check-red",
    template: "receipts/check",
    path: "/receipts/check",
    view: (words) => checkView(checkRed, words),
  },
  {
    name: "receipt",
    template: "receipts/receipt",
    path: "/gift/s3cr3t/receipt",
    view: (words) => receiptView(receiptPage, words),
  },
  ...aidSamples,
  ...privacySamples,
  {
    name: "sign-in",
    template: "identity/sign-in",
    path: "/sign-in",
    view: () => ({ next: "/desk", account: "member3", problem: "用户名或密码不对。" }),
  },
  {
    name: "error",
    template: "platform/error",
    path: "/nowhere",
    view: () => ({
      title: "没有这一页",
      status: 404,
      code: "not_found",
      detail: "这个网址没有内容。",
      errors: [],
      request: "R-7K2M",
    }),
  },
  {
    name: "reconciliation",
    template: "reconciliation/desk",
    path: "/desk/reconciliation",
    signedIn: true,
    view: (words) => reconciliationView(reconciliationPage, words),
  },
  {
    name: "reconciliation-clean",
    template: "reconciliation/desk",
    path: "/desk/reconciliation",
    signedIn: true,
    view: (words) => reconciliationView(reconciliationClean, words),
  },
  {
    name: "differences",
    template: "reconciliation/differences",
    path: "/desk/reconciliation/differences",
    signedIn: true,
    view: (words) => ({ desk: true, ...differencesTable(reconciliationPage, words) }),
  },
  ...statementSamples,
  ...mailSamples,
  ...holdingSamples,
  {
    name: "imports",
    template: "imports/imports",
    path: "/desk/imports",
    signedIn: true,
    view: (words) => importsView(importsPage, words),
  },
  {
    name: "verify",
    template: "journal/verify",
    path: "/verify",
    view: () => verifyView({ faulty: true, line: "zwölf" }),
  },
  {
    name: "verify-line",
    template: "journal/verify",
    path: "/verify",
    view: () => verifyView({ faulty: false, line: "12345", leaf: "5b1c0d9e".repeat(8) }),
  },
  {
    name: "trial-balance",
    template: "ledger/sheet",
    path: "/desk/books/sheets/trial-balance",
    signedIn: true,
    view: (words) => sheetView(trialBalancePage(words), words),
  },
  {
    name: "sheet",
    template: "ledger/sheet",
    path: "/desk/books/sheets/statements",
    signedIn: true,
    view: (words) => sheetView(statementsPage(words), words),
  },
  {
    name: "account-ledger",
    template: "ledger/sheet",
    path: "/desk/books/sheets/account-ledger",
    signedIn: true,
    view: (words) => sheetView(accountLedgerPage(words), words),
  },
  {
    name: "books",
    template: "ledger/books",
    path: "/desk/books",
    signedIn: true,
    view: (words) => booksView(booksPage, words),
  },
  {
    name: "exports",
    template: "exports/exports",
    path: "/desk/books/exports",
    signedIn: true,
    view: (words) =>
      exportsView({ periods: ["2026-10", "2026-09"], period: "2026-09", mayExport: true, mayHaveJournal: true }, words),
  },
  {
    name: "exports-none",
    template: "exports/exports",
    path: "/desk/books/exports",
    signedIn: true,
    view: (words) => exportsView({ periods: [], mayExport: true, mayHaveJournal: false }, words),
  },
  {
    name: "jobs",
    template: "platform/jobs",
    path: "/desk/jobs",
    signedIn: true,
    view: (words) => jobsView(jobsPage, words),
  },
];
