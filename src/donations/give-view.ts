import type { BusinessDate, Period } from "../kernel/dates.ts";
import { displayYuan, divideHalfUp, type Fen, fen, formatYuan, minus, ZERO } from "../kernel/money.ts";
import {
  type Bilingual,
  day,
  fullDay,
  inSentence,
  monthOf,
  percent,
  pick,
  rate,
  shortYuan,
  type Words,
  yearMonth,
} from "../platform/display.ts";

export type FundChoice = {
  readonly code: string;
  readonly name: Bilingual;
  readonly kind: "street" | "named" | "general";
};
/** Who bears what the channel keeps, and how much that is in hundredths of a percent. */
export type ChannelFee = { readonly basisPoints: number; readonly bearer: "federation" | "fund" };
export type GiveField =
  | "amount"
  | "own"
  | "kind"
  | "tel"
  | "email"
  | "name"
  | "uscc"
  | "public"
  | "agree"
  | "method"
  | "fund";
/** What was typed, kept as typed. `amount` is a card's yuan string or `own`. */
export type GiveValues = { readonly [field in GiveField]?: string };
/** A fault in words of the reader: `message` for the summary, `detail` beside the field. */
export type GiveError = { readonly field: GiveField; readonly message: string; readonly detail?: string };

export type GivePage = {
  readonly fund: {
    readonly code: string;
    readonly name: Bilingual;
    readonly short: Bilingual;
    readonly kind: FundChoice["kind"];
    readonly purposes: readonly Bilingual[];
  };
  readonly funds: readonly FundChoice[];
  readonly balance: Fen;
  /** The day of the balance: the end of the last published month. */
  readonly asOf: BusinessDate;
  readonly lastAid?: Period;
  /** `few`: the confirmed, or the rest, point at somebody, so no share is told (PII-1). */
  readonly confirmed: { readonly paid: Fen; readonly confirmed: Fen; readonly few?: boolean };
  /** Four amounts tied to what the fund really paid in `costsOf`; fewer or none when it paid nothing. */
  readonly choices: readonly { readonly amount: Fen; readonly buys: Bilingual }[];
  readonly costsOf?: Period;
  readonly fee: ChannelFee;
  readonly nameLimit: Fen;
  /** Is the receipt mailed to who leaves an address? */
  readonly mails: boolean;
  readonly restriction: { readonly version: number; readonly restricted: boolean };
  readonly filing?: { readonly no: string; readonly until: BusinessDate };
  readonly today: BusinessDate;
  readonly values: GiveValues;
  readonly errors: readonly GiveError[];
  readonly formKey: string;
};

/** What the donor pays, what the channel keeps and what the fund gets; the fee is rounded half up to the fen. */
export const payLine = (
  amount: Fen,
  fee: ChannelFee,
): { readonly pays: Fen; readonly fee: Fen; readonly gets: Fen } => {
  const kept = fen(divideHalfUp(amount * BigInt(fee.basisPoints), 10_000n));
  return { pays: amount, fee: kept, gets: fee.bearer === "fund" ? minus(amount, kept) : amount };
};

export const giveView = (page: GivePage, words: Words) => {
  const { fund, values } = page;
  const errors = new Map(page.errors.map((error) => [error.field, error.detail ?? error.message]));
  const faulty = page.errors.length > 0;
  return {
    fund: { code: fund.code, name: pick(words, fund.name), use: words.t("fund.use", { purposes: useOf(page, words) }) },
    facts: factsOf(page, words),
    groups: (["street", "named", "general"] as const)
      .map((kind) => ({
        name: words.t(`fund.kind.${kind}`),
        funds: page.funds
          .filter((each) => each.kind === kind)
          .map((each) => ({ code: each.code, name: pick(words, each.name), selected: each.code === fund.code })),
      }))
      .filter((group) => group.funds.length > 0),
    amounts: page.choices.map((choice, i) =>
      amountCard(choice, { i, chosen: chosenAmount(page), fee: page.fee }, words),
    ),
    ownChosen: chosenAmount(page) === "own",
    base: page.choices.length >= 3,
    amountHint: [
      words.t("give.amount.unit"),
      page.costsOf && page.choices.length > 0
        ? words.t("give.amount.costs", { month: monthOf(words, page.costsOf) })
        : "",
      words.t("give.amount.fee", { rate: rate(page.fee.basisPoints) }),
    ]
      .filter(Boolean)
      .join(words.t("list.space")),
    bearer: page.fee.bearer,
    feeWord: words.t(`give.fee.${page.fee.bearer}`),
    method: values.method === "bank" ? "bank" : "card",
    org: values.kind === "org",
    publicName: values.public ?? "neighbour",
    samples: samplesOf(page, words),
    contactHint: words.t(page.mails ? "give.contact.hint.mail" : "give.contact.hint"),
    nameHint: words.t("give.name.hint", { limit: shortYuan(page.nameLimit) }),
    restriction: words.t(page.restriction.restricted ? "give.restricted" : "give.unrestricted", {
      fund: pick(words, fund.short),
      use: useOf(page, words),
    }),
    agree: {
      value: `use-v${page.restriction.version}`,
      label: words.t("give.agree", { version: page.restriction.version }),
      checked: values.agree !== undefined,
    },
    filing: page.filing ? words.t("give.filing", { no: page.filing.no, until: fullDay(words, page.filing.until) }) : "",
    value: (field: GiveField) => values[field] ?? "",
    error: (field: GiveField) => errors.get(field) ?? "",
    errors: page.errors.map((error) => ({ href: `#${ANCHORS[error.field]}`, message: error.message })),
    errorTitle: faulty ? words.t("give.errors", { count: page.errors.length }) : "",
    faulty,
    key: page.formKey,
  };
};

/** Where a link of the error summary lands. */
const ANCHORS: { readonly [field in GiveField]: string } = {
  amount: "a5",
  own: "own",
  kind: "w1",
  tel: "tel",
  email: "email",
  name: "name",
  uscc: "uscc",
  public: "p1",
  agree: "agree",
  method: "y1",
  fund: "fund",
};

const useOf = (page: GivePage, words: Words): string =>
  page.fund.purposes.map((purpose) => inSentence(words, purpose)).join(words.t("list.comma"));

const factsOf = (page: GivePage, words: Words) => ({
  balance: words.t("give.yuan", { amount: displayYuan(page.balance) }),
  asOf: words.t("give.as_of", { on: day(words, page.asOf) }),
  lastAid: page.lastAid === undefined ? words.t("give.no_aid_told") : yearMonth(words, page.lastAid),
  confirmed: page.confirmed.few
    ? words.t("give.few_confirmed")
    : page.confirmed.paid > 0n
      ? percent(page.confirmed.confirmed, page.confirmed.paid)
      : words.t("give.none_confirmed"),
});

/** The third card, or the first when there are fewer, unless something was chosen before. */
const chosenAmount = ({ values, choices }: GivePage): string => {
  if (values.amount !== undefined) return values.amount;
  const third = choices[2] ?? choices[0];
  return third === undefined ? "own" : formatYuan(third.amount);
};

const amountCard = (
  choice: GivePage["choices"][number],
  how: { i: number; chosen: string; fee: ChannelFee },
  words: Words,
) => {
  const line = payLine(choice.amount, how.fee);
  return {
    id: `a${how.i + 1}`,
    value: formatYuan(choice.amount),
    amount: shortYuan(choice.amount),
    buys: pick(words, choice.buys),
    checked: formatYuan(choice.amount) === how.chosen,
    pays: displayYuan(line.pays),
    fee: displayYuan(line.fee),
    gets: displayYuan(line.gets),
  };
};

const samplesOf = (page: GivePage, words: Words) => {
  const { values, today: on, fund } = page;
  const line = (choice: PublicChoice) => publicLine({ choice, name: values.name, on, fund: fund.short }, words);
  return { full: line("full"), surname: line("surname"), neighbour: line("neighbour") };
};

export type PublicChoice = "full" | "surname" | "neighbour" | "hidden";

/** How the public list would name a gift; a name that was not given is shown as a word. */
export const publicLine = (
  gift: {
    readonly choice: PublicChoice;
    readonly name: string | undefined;
    readonly on: BusinessDate;
    readonly fund: Bilingual;
  },
  words: Words,
): string => {
  const name = gift.name?.trim();
  const vars = { on: day(words, gift.on), fund: pick(words, gift.fund) };
  switch (gift.choice) {
    case "full":
      return words.t("give.sample.full", { ...vars, name: name || words.t("give.sample.name") });
    case "surname": {
      const shown = name ? surnameOf(name, words) : words.t("give.sample.family_name");
      return words.t("give.sample.surname", { ...vars, name: shown });
    }
    case "neighbour":
      return words.t("give.sample.neighbour", vars);
    case "hidden":
      return words.t("give.sample.hidden");
  }
};

const surnameOf = (name: string, words: Words): string => {
  if (/^[\x20-\x7e]+$/.test(name)) return name.split(/\s+/)[0] ?? name;
  const two = [...name].slice(0, 2).join("");
  return words.t("give.double_surnames").split(" ").includes(two) ? two : ([...name][0] ?? name);
};

/** The figures computed by the server, shown before the hand-off; nothing is written until the next button. */
export type ConfirmPage = {
  readonly fund: { readonly code: string; readonly name: Bilingual };
  readonly amount: Fen;
  readonly fee: ChannelFee;
  readonly method: "card" | "bank";
  readonly publicLine: string;
  readonly receiptName?: string;
  readonly contact: string;
  readonly restriction: { readonly version: number };
  /** The checked fields, handed on as they are. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly formKey: string;
};
export const confirmView = (page: ConfirmPage, words: Words) => {
  const line =
    page.method === "bank" ? { pays: page.amount, fee: ZERO, gets: page.amount } : payLine(page.amount, page.fee);
  return {
    fund: { code: page.fund.code, name: pick(words, page.fund.name) },
    pays: displayYuan(line.pays),
    fee: displayYuan(line.fee),
    feeWord: page.method === "bank" ? words.t("give.fee.none") : words.t(`give.fee.${page.fee.bearer}`),
    gets: displayYuan(line.gets),
    method: page.method,
    methodWord: words.t(`give.method.${page.method}`),
    publicLine: page.publicLine,
    receiptName: page.receiptName ?? words.t("confirm.no_name"),
    contact: page.contact,
    agreed: words.t("confirm.agreed", { version: page.restriction.version }),
    fields: page.fields,
    key: page.formKey,
  };
};

/** How to transfer: the account, the amount and the code that tells the bank line whose gift it is. */
export type TransferPage = {
  readonly gift: string;
  readonly code: string;
  readonly amount: Fen;
  readonly fund: Bilingual;
  readonly account: { readonly holder: string; readonly bank: string; readonly no: string };
  readonly secretHref: string;
  readonly until?: BusinessDate;
};
export const transferView = (page: TransferPage, words: Words) => ({
  gift: page.gift,
  code: page.code,
  amount: displayYuan(page.amount),
  fund: pick(words, page.fund),
  account: { ...page.account, no: page.account.no.replace(/(.{4})(?=.)/g, "$1 ") },
  secretHref: page.secretHref,
  until: page.until ? words.t("transfer.until", { on: fullDay(words, page.until) }) : "",
});
