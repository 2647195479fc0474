import type { Router } from "express";
import { requireRole } from "../identity/public.ts";
import { lastDay } from "../kernel/dates.ts";
import { registerOperation } from "../platform/openapi.ts";
import { validateForm } from "../platform/validate.ts";
import { allowed } from "../platform/problem.ts";
import { READERS } from "./access.ts";
import { balancesJson, balancesOn } from "./balances-on.ts";
import {
  accountQuerySchema,
  balancesQuerySchema,
  knownPeriodSchema,
  trialBalanceSchema,
  windowQuerySchema,
} from "./input.ts";
import type { LedgerRoutesDeps } from "./ports.ts";
import { accountLedgerJson, generalLedgerJson, statementsJson } from "./statement-json.ts";
import { financialStatements } from "./statements.ts";
import { trialBalance, trialBalanceJson } from "./trial-balance.ts";

const base = "/api/v1/books";

/**
 * What the books say, in two times: `on` or `period` is the business date, `as_known_at` the number of lines the journal
 * had (a published report names its own). Without it: as known now. A number beyond the head is refused.
 */
export const addBooksRoutes = (router: Router, { reader, catchUp, today }: LedgerRoutesDeps): void => {
  describe();
  const knownAt = async (lines: number | undefined) => {
    await catchUp();
    return allowed(await reader.knownAt(lines));
  };
  router.get(`${base}/balances`, requireRole(...READERS), async (request, response) => {
    const { on = today(), as_known_at: lines } = validateForm(balancesQuerySchema, request.query);
    const known = await knownAt(lines);
    response.json({ on, as_known_at: known.lines, balances: balancesJson(balancesOn(known.balances, on)) });
  });
  router.get(`${base}/trial-balance`, requireRole(...READERS), async (request, response) => {
    const { period, view = "before_close", as_known_at: lines } = validateForm(trialBalanceSchema, request.query);
    const known = await knownAt(lines);
    const balance = trialBalance(known.balances, { on: lastDay(period), view });
    response.json({ period, view, as_known_at: known.lines, ...trialBalanceJson(balance) });
  });
  router.get(`${base}/statements`, requireRole(...READERS), async (request, response) => {
    const { period, as_known_at: lines } = validateForm(knownPeriodSchema, request.query);
    const known = await knownAt(lines);
    response.json({ period, as_known_at: known.lines, ...statementsJson(financialStatements(known.balances, period)) });
  });
  router.get(`${base}/general-ledger`, requireRole(...READERS), async (request, response) => {
    const { from, to, as_known_at: lines } = validateForm(windowQuerySchema, request.query);
    const known = await knownAt(lines);
    response.json({ as_known_at: known.lines, ...generalLedgerJson(await reader.generalLedger(known, { from, to })) });
  });
  router.get(`${base}/account-ledger`, requireRole(...READERS), async (request, response) => {
    const { from, to, account, as_known_at: lines } = validateForm(accountQuerySchema, request.query);
    const known = await knownAt(lines);
    const ledger = allowed(await reader.accountLedger(known, { from, to, account }));
    response.json({ as_known_at: known.lines, ...accountLedgerJson(ledger) });
  });
};

const describe = (): void => {
  const asked = [
    ["balances", "Balances of all accounts and funds at the end of a day, as known at a line", balancesQuerySchema],
    ["trial-balance", "Accounts with a balance at the end of a month", trialBalanceSchema],
    ["statements", "The three statements of a month with notes for two years", knownPeriodSchema],
    ["general-ledger", "Opening, debit, credit and closing of every account over some days", windowQuerySchema],
    [
      "account-ledger",
      "The vouchers of one account with a running balance; of a money account its cash book",
      accountQuerySchema,
    ],
  ] as const;
  for (const [name, summary, query] of asked) {
    registerOperation({
      method: "GET",
      path: `${base}/${name}`,
      summary,
      roles: READERS,
      query,
      responses: { 200: "As known at the line, or now", 422: "The journal has no such line yet" },
    });
  }
};
