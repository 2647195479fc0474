import type { Outcome } from "../journal/chapter.ts";
import { canonicalJson } from "../kernel/canonical-json.ts";
import { idFrom } from "../kernel/ids.ts";
import type { Fen } from "../kernel/money.ts";
import { isRefusal, type JsonObject, type Refusal, refuse } from "../kernel/result.ts";
import type { Payable, Provider } from "../payments/public.ts";
import { keyedHash } from "../platform/crypto.ts";
import type { Display, DonorType } from "./facts.ts";
import type { Gift } from "./gift.ts";
import type { DonationDeps } from "./ports.ts";
import { codeOf, secretHash, secretOf } from "./secret-link.ts";
import { TERMS } from "./terms.ts";

/** What a donor asks for on our own pages, checked by input.ts. */
export type GiveRequest = {
  readonly fund: string;
  readonly purpose?: string;
  readonly amount: Fen;
  readonly via: Provider | "bank";
  readonly donorType: DonorType;
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly creditCode?: string;
  readonly anonymous: boolean;
  readonly display: Display;
  readonly publishConsent: boolean;
  readonly receiptWanted: boolean;
  /** Does the donor get anything in return? Then it is no donation (GIFT-15). */
  readonly benefit: boolean;
  readonly terms: string;
  readonly language: "zh-CN" | "en";
};

export type NextStep =
  | { readonly kind: "pay"; readonly url: string }
  | { readonly kind: "transfer"; readonly code: string; readonly amount: Fen; readonly account: TransferAccount }
  | { readonly kind: "none" };
export type TransferAccount = { readonly holder: string; readonly bank: string; readonly no: string };
export type Given = { readonly gift: Gift; readonly secret: string; readonly next: NextStep };

export type DonationService = ReturnType<typeof donationService>;

/** Giving on our own pages, the donor's own page, and the end of consent. */
export const donationService = (deps: DonationDeps) => ({
  /**
   * Registers the promise and prepares its payment. The same key with the same request is the same gift (PIT-1, UI-8);
   * with another request it is refused.
   */
  give: (request: GiveRequest, key: string): Promise<Given | Refusal> => give(deps, request, key),
  /** What the donor of a pledged gift does next; the page of a failed attempt is followed by a new one (PIT-3). */
  next: (gift: Gift, language: "zh-CN" | "en"): Promise<NextStep | Refusal> => nextStep(deps, gift, language),
  /** The path of a gift's own page. */
  pathOf: (gift: string): string => `/gift/${secretOf(gift, deps.linkKey)}`,
  bySecret: (secret: string): Gift | undefined => deps.donations.bySecretHash(secretHash(secret)),
  /** Consent to publication ends today; a second time changes nothing (PII-3). */
  withdraw: (gift: Gift): Promise<Outcome | Refusal | undefined> => withdraw(deps, gift),
});

const CODE_ATTEMPTS = 8;

const give = async (deps: DonationDeps, request: GiveRequest, key: string): Promise<Given | Refusal> => {
  if (request.benefit) return refuse("benefit_expected", { rule: "GIFT-15" });
  if (request.terms !== TERMS) return refuse("terms_changed", { rule: "GIFT-5" });
  if (request.via !== "bank" && !deps.gateways[request.via]) return refuse("channel_unavailable", { via: request.via });
  const id = idFrom("D", key);
  const digest = keyedHash(deps.linkKey, canonicalJson({ ...request, amount: request.amount.toString() }));
  const gift = await pledged(deps, { request, id, key, digest });
  if (isRefusal(gift)) return gift;
  if (gift.request !== digest) return refuse("key_reused", { gift: id });
  const next = await nextStep(deps, gift, request.language);
  return isRefusal(next) ? next : { gift, secret: secretOf(id, deps.linkKey), next };
};

type Pledging = { readonly request: GiveRequest; readonly id: string; readonly key: string; readonly digest: string };

/** The gift of this key: known already, or pledged now under the first donation code that is free. */
const pledged = async (deps: DonationDeps, pledging: Pledging): Promise<Gift | Refusal> => {
  const { id, key } = pledging;
  let refusal: Refusal = refuse("donation_code_taken");
  for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt += 1) {
    const known = deps.donations.gift(id);
    if (known) return known;
    const ref = codeOf(id, attempt, deps.linkKey);
    if (deps.donations.byRef(ref)) continue;
    const input = pledgeInput(deps, pledging, ref);
    await deps.people.keepMany([[String(input.donor), personOf(pledging.request)]]);
    const outcome = await deps.submit({ name: "donations.pledge", key, by: `donor:${id}`, input });
    if (!isRefusal(outcome)) continue;
    if (outcome.refused !== "donation_code_taken" && outcome.refused !== "key_reused") return outcome;
    refusal = outcome;
  }
  return deps.donations.gift(id) ?? refusal;
};

const pledgeInput = (deps: DonationDeps, { request, id, digest }: Pledging, ref: string): JsonObject => ({
  gift: id,
  ref,
  via: request.via,
  fund: request.fund,
  ...(request.purpose === undefined ? {} : { purpose: request.purpose }),
  amount: request.amount.toString(),
  donor: idFrom("P", `gift:${ref}`),
  donor_type: request.donorType,
  anonymous: request.anonymous,
  publish_consent: request.publishConsent,
  receipt_wanted: request.receiptWanted,
  display: request.display,
  terms: request.terms,
  secret: secretHash(secretOf(id, deps.linkKey)),
  request: digest,
  online: true,
});

const personOf = ({ name = "", phone, email, creditCode }: GiveRequest) => ({
  name,
  ...(phone === undefined ? {} : { phone }),
  ...(email === undefined ? {} : { email }),
  ...(creditCode === undefined ? {} : { idNumber: creditCode }),
});

const nextStep = async (deps: DonationDeps, gift: Gift, language: "zh-CN" | "en"): Promise<NextStep | Refusal> => {
  if (gift.state !== "pledged") return { kind: "none" };
  if (gift.via === "bank") {
    const account = transferAccount(deps);
    if (!account) return refuse("channel_unavailable", { via: "bank" });
    return { kind: "transfer", code: gift.ref, amount: gift.amount, account };
  }
  const gateway = gift.via === "sandbox" || gift.via === "stripe" ? deps.gateways[gift.via] : undefined;
  if (!gateway) return refuse("channel_unavailable", { via: gift.via });
  const { url } = await gateway.start(payableOf(deps, gift, language));
  return { kind: "pay", url };
};

const payableOf = (deps: DonationDeps, gift: Gift, language: "zh-CN" | "en"): Payable => {
  const fund = deps.funds.fund(gift.fund);
  return {
    gift: gift.id,
    ref: gift.ref,
    amount: gift.amount,
    description: (language === "en" ? fund?.nameEn : fund?.nameZh) ?? gift.fund,
    returnUrl: `${deps.publicUrl}/gift/${secretOf(gift.id, deps.linkKey)}${language === "en" ? "?lang=en" : ""}`,
    language,
    metadata: {
      fund: gift.fund,
      ...(gift.purpose === undefined ? {} : { purpose: gift.purpose }),
      donor_type: gift.donorType,
      anonymous: yesNo(gift.anonymous),
      publish_consent: yesNo(gift.publishConsent),
      receipt_wanted: yesNo(gift.receiptWanted),
    },
  };
};

const yesNo = (flag: boolean): string => (flag ? "yes" : "no");

/** The first account of the federation that is at a bank. */
const transferAccount = ({ funds }: DonationDeps): TransferAccount | undefined => {
  for (const { bank, holder, accountNo } of funds.accounts()) {
    if (bank !== undefined && accountNo !== undefined) {
      return { bank, holder: holder ?? funds.federation()?.nameZh ?? "", no: accountNo };
    }
  }
  return undefined;
};

const withdraw = async (deps: DonationDeps, gift: Gift): Promise<Outcome | Refusal | undefined> => {
  if (gift.withdrawnOn !== undefined) return undefined;
  const outcome = await deps.submit({
    name: "donations.withdraw",
    key: `withdraw:${gift.ref}`,
    by: `donor:${gift.id}`,
    input: { ref: gift.ref },
  });
  return isRefusal(outcome) && outcome.refused === "key_reused" ? undefined : outcome;
};
