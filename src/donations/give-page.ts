import type { BusinessDate } from "../kernel/dates.ts";
import type { Fund, Funds } from "../funds/public.ts";
import type { Bilingual, Words } from "../platform/display.ts";
import type { GiveFacts } from "./give-facts.ts";
import {
  type ChannelFee,
  type ConfirmPage,
  type FundChoice,
  type GiveError,
  type GivePage,
  type GiveValues,
  publicLine,
} from "./give-view.ts";
import type { GiveRequest } from "./service.ts";
import { CARD_FEE_BP, NAME_FROM, TERMS_VERSION } from "./terms.ts";

export type GiveForm = {
  readonly funds: Funds;
  readonly facts: GiveFacts;
  readonly card: string;
  readonly mails: boolean;
  readonly today: BusinessDate;
  readonly values: GiveValues;
  readonly errors: readonly GiveError[];
  readonly key: string;
};

/** The give page of a fund, with what was typed and what is wrong with it. */
export const givePage = (fund: Fund, form: GiveForm): GivePage => {
  const { funds, facts } = form;
  const purposes = new Map(funds.purposes().map(({ code, zh, en }) => [code, { zh, en }]));
  return {
    fund: {
      code: fund.code,
      name: nameOf(fund),
      short: shortOf(fund),
      kind: fund.kind,
      purposes: fund.purposes.flatMap((code) => purposes.get(code) ?? []),
    },
    funds: funds
      .all()
      .filter(({ status }) => status === "active")
      .map((each): FundChoice => ({ code: each.code, name: nameOf(each), kind: each.kind })),
    ...facts,
    fee: feeOf(funds, fund, form.card),
    nameLimit: NAME_FROM,
    mails: form.mails,
    restriction: { version: TERMS_VERSION, restricted: fund.restriction !== "none" },
    today: form.today,
    values: form.values,
    errors: form.errors,
    formKey: form.key,
  };
};

type Confirming = {
  readonly funds: Funds;
  readonly words: Words;
  readonly values: GiveValues;
  readonly key: string;
  readonly today: BusinessDate;
};

/** What the donor confirms: the figures as the server counts them, and the fields handed on. */
export const confirmPage = (request: GiveRequest, how: Confirming): ConfirmPage => {
  const fund = how.funds.fund(request.fund);
  const short = fund ? shortOf(fund) : { zh: request.fund, en: request.fund };
  const line = { choice: request.display, name: request.name, on: how.today, fund: short };
  return {
    fund: { code: request.fund, name: fund ? nameOf(fund) : short },
    amount: request.amount,
    fee: fund ? feeOf(how.funds, fund, request.via) : { basisPoints: 0, bearer: "federation" },
    method: request.via === "bank" ? "bank" : "card",
    publicLine: publicLine(line, how.words),
    ...(request.name === undefined ? {} : { receiptName: request.name }),
    contact: [request.phone, request.email].filter((text) => text !== undefined).join(" · "),
    restriction: { version: TERMS_VERSION },
    fields: Object.entries(how.values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
    formKey: how.key,
  };
};

/** What the channel keeps and who bears it: the rate the federation's list states, per cent (information, DOMAIN GIFT-4). */
export const feeOf = (funds: Funds, fund: Pick<Fund, "channelFeeBorneBy">, via: string): ChannelFee => {
  const rate = funds.merchants().find(({ channel }) => channel === via)?.rate;
  const percent = /^(\d{1,2})(?:\.(\d{1,2}))?\s*%/.exec(rate ?? "");
  const stated = percent ? Number(percent[1]) * 100 + Number((percent[2] ?? "").padEnd(2, "0")) : CARD_FEE_BP;
  return { basisPoints: via === "bank" ? 0 : stated, bearer: fund.channelFeeBorneBy };
};

export const nameOf = (fund: Fund): Bilingual => ({ zh: fund.nameZh, en: fund.nameEn });
export const shortOf = (fund: Fund): Bilingual => ({ zh: fund.shortZh, en: fund.nameEn });
