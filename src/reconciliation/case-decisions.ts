import type { Command, Draft } from "../journal/chapter.ts";
import { type Refusal, refuse } from "../kernel/result.ts";
import { reversed } from "../ledger/public.ts";
import type { Books } from "./books.ts";
import { becauseOf } from "./suspense.ts";
import { isOfEarlierYear, type Match, refusalToUnsettle } from "./take-back.ts";
import type { Unbilled } from "./unbilled.ts";

/**
 * A payment that the provider never had (REC-11): its booking is reversed and the gift is a promise again. Booked on its own
 * day or the first open one (ACC-16). Refuses what `refusalToTakeBackBooking` refuses.
 */
export const decideTakeBackBooking = (books: Books, command: Command): Draft | Refusal => {
  const { booking: key, match } = command.input as { readonly booking: string; readonly match: Match };
  const booking = books.book.unbilledOf(key);
  if (!booking) return refuse("case_unknown", { case: key });
  const refusal = refusalToTakeBackBooking(books, booking, match);
  if (refusal) return refusal;
  const on = books.ledger.periods.postingDate(booking.bookedOn);
  return {
    kind: "match.taken_back",
    on,
    data: {
      booking: key,
      gift: booking.gift,
      takes_back: match.line,
      ...becauseOf(command),
      ...(on === booking.bookedOn ? { basis: match.basis } : { relates_to: booking.bookedOn }),
    },
    post: reversed(match.post),
  };
};

/** Why a booking is not taken back here: a refund and an earlier year need a voucher; a later fact stands on its gift. */
export const refusalToTakeBackBooking = (books: Books, booking: Unbilled, match: Match): Refusal | undefined => {
  if (booking.kind === "refund") return refuse("match_needs_voucher", { case: booking.key, rule: "LED-5" });
  if (isOfEarlierYear(books, booking.bookedOn))
    return refuse("match_needs_voucher", { case: booking.key, rule: "ACC-11" });
  const { gift, amount, bookedOn: on } = booking;
  return refusalToUnsettle(books, { gift, line: match.line, amount, on });
};

/** A person has put a booking right by other papers and says how: it is a case no longer. Its money stays asked for by LED-7. */
export const decideCloseCase = (books: Books, command: Command): Draft | Refusal => {
  const booking = String(command.input.booking);
  if (!books.book.unbilledOf(booking)) return refuse("case_unknown", { case: booking });
  return { kind: "case.closed", data: { booking, ...becauseOf(command) } };
};
