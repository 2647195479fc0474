import type { Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { Table } from "../journal/table.ts";
import { type BusinessDate, businessDate } from "../kernel/dates.ts";
import { type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { StatementBook } from "./statement-book.ts";

/**
 * What a person decided once and wants to hold: money that this payer sends to this account is for that donor's promise.
 * Payer and donor are keyed marks of their names: the journal holds no name, and nobody without the key can try one.
 */
export type KeptRule = {
  readonly id: string;
  readonly account: string;
  readonly payer: string;
  readonly donor: string;
  /** The decision that it was kept from: shown beside the rule. */
  readonly row: string;
  readonly gift: string;
  readonly by: string;
  readonly since: BusinessDate;
};

type RuleData = JsonObject & { readonly [name in "rule" | "account" | "payer" | "donor" | "row" | "gift"]: string };

/** The rules that people keep. One a payer and account; dropping one leaves what it matched as it is. */
export const openKeptRules = (book: StatementBook) => {
  const rules = new Table<KeptRule>("keptRules");
  /** `<account>|<mark of the payer>` → rule. */
  const payers = new Table<string>("keptPayers");
  const times = new Table<number>("keptTimes");
  const byPayer = (account: string, payer: string) => rules.get(payers.get(`${account}|${payer}`) ?? "");
  const forget = (rule: KeptRule | undefined): void => {
    if (!rule) return;
    rules.delete(rule.id);
    payers.delete(`${rule.account}|${rule.payer}`);
  };
  return {
    tables: [rules, payers, times],
    all: () => [...rules.values()],
    has: (id: string): boolean => rules.has(id),
    /** How often a rule was kept: dropping it is keyed by that, and keeping it again. */
    timesKept: (id: string): number => times.get(id) ?? 0,
    byPayer,
    decideKeep: (command: Command): Draft | Refusal => {
      const data = command.input as RuleData;
      const row = book.row(data.row);
      if (!row || row.state.is !== "matched" || row.state.target !== data.gift)
        return refuse("statement_row_unknown", { row: data.row });
      if (data.payer === "") return refuse("kept_rule_without_payer", { row: data.row });
      if (byPayer(row.account, data.payer)) return refuse("kept_rule_known", { row: data.row });
      return { kind: "rule.kept", data: { ...data, account: row.account } };
    },
    decideDrop: (command: Command): Draft | Refusal => {
      const id = String(command.input.rule);
      return rules.has(id) ? { kind: "rule.dropped", data: { rule: id } } : refuse("kept_rule_unknown", { rule: id });
    },
    applyKept: (line: Line): void => {
      const { rule: id, account, payer, donor, row, gift } = line.data as RuleData;
      const since = businessDate(Date.parse(line.at));
      rules.set(id, Object.freeze({ id, account, payer, donor, row, gift, by: line.by, since }));
      payers.set(`${account}|${payer}`, id);
      times.set(id, (times.get(id) ?? 0) + 1);
    },
    applyDropped: (line: Line): void => forget(rules.get(String(line.data.rule))),
    /** A decision that is taken back takes the rule with it that was kept from it. */
    applyTakenBack: (line: Line): void =>
      forget([...rules.values()].find((rule) => rule.row === line.data.statement_line)),
  };
};
