import { type BusinessDate, daysBetween } from "../kernel/dates.ts";
import { type Fen, fen, plus } from "../kernel/money.ts";
import type { Request } from "./request.ts";

/** 0 fast track, 1 secretary and a member, 2 committee, 3 and the secretary-general, 4 and the council (DOMAIN §5.2). */
export type DecisionTier = 0 | 1 | 2 | 3 | 4;

/** `disbursement_tiers`: amounts in fen up to and with which a tier decides; the row of the submission date applies. `set` */
const DISBURSEMENT_TIERS = [
  {
    validFrom: "2020-01-01",
    fastTrack: fen(300_000n),
    tier1: fen(500_000n),
    tier2: fen(5_000_000n),
    tier3: fen(20_000_000n),
  },
] as const;

/** The dated row of tiers that applies on a day, for showing: its number and its first day. */
export const tierRowOn = (on: BusinessDate): { readonly version: number; readonly from: BusinessDate } => {
  const at = DISBURSEMENT_TIERS.findLastIndex(({ validFrom }) => validFrom <= on);
  return { version: Math.max(at, 0) + 1, from: DISBURSEMENT_TIERS[Math.max(at, 0)]?.validFrom ?? on };
};

/** All cases of one beneficiary from one fund within this many days count together. `set` */
const SPLITTING_DAYS = 30;
const DEAD: readonly Request["state"][] = ["rejected", "refused", "withdrawn"];

/** The tier for an amount in fen. `fastTrack`: asked for, and tier `margin` or an emergency. */
export const tierFor = (of: {
  readonly amount: Fen;
  readonly fastTrack: boolean;
  readonly on: BusinessDate;
}): DecisionTier => {
  const row = DISBURSEMENT_TIERS.findLast(({ validFrom }) => validFrom <= of.on) ?? DISBURSEMENT_TIERS[0];
  if (of.fastTrack && of.amount <= row.fastTrack) return 0;
  if (of.amount <= row.tier1) return 1;
  if (of.amount <= row.tier2) return 2;
  return of.amount <= row.tier3 ? 3 : 4;
};

/** What counts together with a request against splitting, itself included, in fen. */
const amountTogether = (request: Request, others: Iterable<Request>): Fen => {
  let total = request.amount;
  for (const other of others) {
    if (other.no === request.no || other.fund !== request.fund || other.beneficiary !== request.beneficiary) continue;
    const apart = Math.abs(daysBetween({ from: other.requestedOn, to: request.requestedOn }));
    if (apart <= SPLITTING_DAYS && !DEAD.includes(other.state)) total = plus(total, other.amount);
  }
  return total;
};

/** The tier of a request, with the other cases of its beneficiary. */
export const tierOf = (request: Request, others: Iterable<Request>): DecisionTier =>
  tierFor({
    amount: amountTogether(request, others),
    fastTrack: request.fastTrack && (request.tier === "margin" || request.purpose === "emergency"),
    on: request.requestedOn,
  });
