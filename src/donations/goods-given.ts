import type { Command, Draft } from "../journal/chapter.ts";
import type { Line } from "../journal/line.ts";
import { type Fen, fen, minus, parseYuan, ZERO } from "../kernel/money.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { accountPath, credit, debit, releasePostings } from "../ledger/public.ts";
import type { GivenData } from "./facts.ts";
import type { Goods } from "./goods.ts";
import type { Lower } from "./settlement.ts";

/** Quantities have at most two decimals; they are counted in hundredths. */
export const hundredths = (quantity: string): bigint => parseYuan(quantity) ?? 0n;

/**
 * Part of a lot is given out at the lot's value (ACC-10): Dr programme cost, Cr goods, and the release of a restricted fund
 * in the same voucher. The parts of a lot add up to its value to the fen. Refuses more than is left, and a purpose that is not the fund's.
 */
export const decideGive = (command: Command, lower: Lower, lot: Goods | undefined): Draft | Refusal => {
  const { goods: no, quantity, purpose } = command.input as GivenData;
  if (!lot) return refuse("goods_unknown", { goods: no });
  const fund = lower.funds.fund(lot.fund);
  if (!fund?.purposes.includes(purpose)) return refuse("wrong_purpose", { rule: "WF-2", purpose, fund: lot.fund });
  const total = hundredths(lot.quantity);
  const given = hundredths(quantity);
  if (given <= 0n || lot.given + given > total) return refuse("goods_over_lot", { goods: no, quantity });
  const on = lower.ledger.periods.postingDate(command.on);
  const late = on === command.on ? {} : { relates_to: command.on };
  const draft = { kind: "goods.given", on, data: { goods: no, fund: lot.fund, quantity, purpose, ...late } };
  const value = partOf(lot, { total, upTo: lot.given + given });
  if (value === 0n) return draft;
  const earlier = lower.ledger.balances.fund(lot.fund).earlierRestricted;
  return {
    ...draft,
    post: [
      debit(accountPath("programme", on, lot.fund, purpose), value),
      credit(accountPath("goods", on, lot.fund), value),
      ...(fund.restriction === "purpose" ? releasePostings({ fund: lot.fund, on, amount: value, earlier }) : []),
    ],
  };
};

/** The value of what is given now: what the lot is worth up to here, less what went before. */
const partOf = ({ value = ZERO, given }: Goods, { total, upTo }: { total: bigint; upTo: bigint }): Fen =>
  minus(fen((value * upTo) / total), fen((value * given) / total));

export const givenFrom = (lot: Goods, line: Line): Goods =>
  Object.freeze({ ...lot, given: lot.given + hundredths((line.data as GivenData).quantity) });
