import { limits } from "../../config/limits.ts";
import type { Donations, Gift } from "../donations/public.ts";
import type { Funds } from "../funds/public.ts";
import type { Fen } from "../kernel/money.ts";
import { isRefusal } from "../kernel/result.ts";
import type { People } from "../people/public.ts";
import type { Mailer } from "../platform/mail.ts";
import type { Translate } from "../platform/words.ts";
import type { MailStore } from "./mail-store.ts";
import { mailText, type ReceiptLetter } from "./mail-view.ts";
import type { Receipt } from "./receipt.ts";
import type { Receipts } from "./receipts.ts";

export type MailDeps = {
  readonly receipts: Receipts;
  readonly donations: Donations;
  readonly funds: Funds;
  readonly people: Pick<People, "maskedOf" | "reveal">;
  readonly mails: Pick<MailStore, "knows" | "keep">;
  /** Undefined: this installation sends no mail. */
  readonly mailer: Pick<Mailer, "send"> | undefined;
  readonly file: (receipt: Receipt) => Promise<Buffer | undefined>;
  /** The path of a gift's own page. */
  readonly pathOf: (gift: string) => string;
  readonly words: { readonly zh: Translate; readonly en: Translate };
  readonly catchUp: () => Promise<void>;
  readonly clock: () => Date;
  readonly publicUrl: string;
};

/**
 * Mails a drawn receipt to the donor who gave on our own pages and left an address there (UI-7, PIT-24). Once it is known
 * what became of it, a second run does nothing; a process that dies in between sends the same Message-ID again. Throws
 * when the mail server gave no lasting answer.
 */
export const mailReceipt = async (deps: MailDeps, serial: string): Promise<void> => {
  await deps.catchUp();
  const receipt = deps.receipts.receipt(serial);
  if (!deps.mailer || !receipt || !isDue(receipt, deps.clock())) return;
  const gift = deps.donations.gift(receipt.gift);
  const content = await deps.file(receipt);
  if (!gift || receipt.amount === undefined || !content || (await deps.mails.knows(serial))) return;
  const to = await addressOf(deps, gift, serial);
  if (to === undefined) return;
  const at = deps.clock();
  const outcome = await deps.mailer.send({
    name: serial,
    to,
    ...mailText(letterOf(deps, { gift, receipt, amount: receipt.amount }), deps.words),
    attachment: { name: `${serial}.pdf`, mime: "application/pdf", content },
    at,
  });
  await deps.mails.keep({ _id: serial, at: at.toISOString(), ...outcome });
};

/** A receipt that was voided meanwhile is not sent: its successor is. */
const isDue = (receipt: Receipt, now: Date): boolean =>
  receipt.state === "valid" && now.getTime() - Date.parse(receipt.issuedAt) < limits.mailFreshFor;

/** Who gave elsewhere was told nothing of mail. The masked look comes first: only an address that is used is a logged read. */
const addressOf = async ({ people }: MailDeps, gift: Gift, serial: string): Promise<string | undefined> => {
  if (gift.secret === undefined || gift.donor === undefined) return undefined;
  if ((await people.maskedOf([gift.donor])).get(gift.donor)?.email === undefined) return undefined;
  const person = await people.reveal(gift.donor, { by: "job:receipts.mail", reason: `mail of receipt ${serial}` });
  return isRefusal(person) ? undefined : person.email;
};

type About = { readonly gift: Gift; readonly receipt: Receipt; readonly amount: Fen };

const letterOf = (deps: MailDeps, { gift, receipt, amount }: About): ReceiptLetter => {
  const [federation, fund] = [deps.funds.federation(), deps.funds.fund(gift.fund)];
  if (!federation || !fund) throw new Error(`receipt ${receipt.serial} has no issuer or no fund`);
  return {
    serial: receipt.serial,
    givenOn: receipt.givenOn,
    amount,
    replaces: receipt.replaces,
    federation: { zh: federation.nameZh, en: federation.nameEn },
    fund: { zh: fund.nameZh, en: fund.nameEn },
    page: `${deps.publicUrl}${deps.pathOf(gift.id)}`,
    check: `${deps.publicUrl}/receipts/check?code=${receipt.serial}`,
  };
};
