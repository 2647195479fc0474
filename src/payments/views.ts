import { displayYuan, type Fen } from "../kernel/money.ts";
import { type Bilingual, pick, type Words } from "../platform/display.ts";

/** The page that plays a payment channel: it exists only with the sandbox gateway. */
export type SandboxPage = {
  readonly payment: string;
  readonly payee: Bilingual;
  readonly fund: Bilingual;
  readonly amount: Fen;
  readonly delaySeconds: number;
  readonly action: string;
  readonly backHref: string;
  readonly result?: "succeeded" | "failed" | "delayed";
  readonly formKey: string;
};

export const sandboxView = (page: SandboxPage, words: Words) => ({
  payment: page.payment,
  payee: words.t("sandbox.pay", { payee: pick(words, page.payee) }),
  fund: pick(words, page.fund),
  amount: displayYuan(page.amount),
  what: words.t("sandbox.what", { seconds: page.delaySeconds }),
  action: page.action,
  backHref: page.backHref,
  result: page.result ? words.t("sandbox.state.done", { state: words.t(`sandbox.result.${page.result}`) }) : "",
  key: page.formKey,
});
