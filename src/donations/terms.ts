import { type Fen, fen } from "../kernel/money.ts";

/** Version of the sentence about restriction and surplus that donors agree to (GIFT-5). */
export const TERMS_VERSION = 1;
export const TERMS = `use-v${TERMS_VERSION}`;

/** From this amount a name is asked for; below it a phone number or a mail address is enough (GIFT-7). */
export const NAME_FROM: Fen = fen(100_000n);

/** What a channel keeps, in basis points, where the federation's list of merchants says nothing; a transfer costs nothing. */
export const CARD_FEE_BP = 60;

/** Days after which a promise without money is shown as lapsed; money that comes later is booked all the same. */
export const ONLINE_LAPSES_DAYS = 2;
export const TRANSFER_LAPSES_DAYS = 60;
