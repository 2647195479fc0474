import { isRefusal, type Refusal, refuse } from "../kernel/result.ts";
import type { Donations } from "../donations/public.ts";
import type { Funds } from "../funds/public.ts";
import type { Submit } from "../journal/chapter.ts";
import type { LineProof } from "../journal/checkpoints.ts";
import type { People } from "../people/public.ts";
import type { Shelf } from "../platform/files.ts";
import type { Translate } from "../platform/words.ts";
import type { Receipt } from "./receipt.ts";
import type { ReceiptSheet } from "./receipt-sheet.ts";
import type { Receipts } from "./receipts.ts";

export type RenderDeps = {
  readonly submit: Submit;
  readonly receipts: Receipts;
  readonly donations: Donations;
  readonly funds: Funds;
  readonly people: Pick<People, "namesOf">;
  /** The encrypted shelf: a receipt names its donor. */
  readonly files: Pick<Shelf, "keep" | "read">;
  readonly draw: (sheet: ReceiptSheet) => Promise<Buffer>;
  /** The proof of a committed line; the same line gives the same proof. */
  readonly prove: (line: number) => Promise<LineProof>;
  readonly catchUp: () => Promise<void>;
  /** Chinese words: receipts are printed in Chinese. */
  readonly t: Translate;
  readonly publicUrl: string;
};

/**
 * Draws the PDF of a blue receipt, keeps it encrypted and fixes its digest in a line; a second run finds the line and
 * does nothing (RCPT-13, PIT-20). Refuses a number that is unknown or red.
 */
export const renderReceiptFile = async (deps: RenderDeps, serial: string): Promise<Receipt | Refusal> => {
  await deps.catchUp();
  const receipt = deps.receipts.receipt(serial);
  if (!receipt) return refuse("receipt_unknown", { serial });
  if (receipt.names !== undefined) return refuse("receipt_is_red", { serial, rule: "RCPT-4" });
  if (receipt.rendered) return receipt;
  const content = await deps.draw(await sheetOf(deps, receipt));
  const file = await deps.files.keep({ name: `${serial}.pdf`, mime: "application/pdf", content });
  const outcome = await deps.submit({
    name: "receipts.rendered",
    key: `rendered:${serial}`,
    by: "job:receipts.render",
    on: receipt.issuedOn,
    input: { serial, digest: file.digest, file: file.id, bytes: file.bytes },
  });
  if (isRefusal(outcome) && outcome.refused !== "key_reused" && outcome.refused !== "receipt_rendered") return outcome;
  await deps.catchUp();
  return deps.receipts.receipt(serial) ?? receipt;
};

/** The kept bytes of a receipt; undefined while it is not drawn yet. */
export const receiptFile = async (deps: Pick<RenderDeps, "files">, receipt: Receipt): Promise<Buffer | undefined> => {
  if (!receipt.rendered) return undefined;
  return (await deps.files.read(receipt.rendered.file))?.content;
};

const sheetOf = async (deps: RenderDeps, receipt: Receipt): Promise<ReceiptSheet> => {
  const lot = deps.donations.goodsLot(receipt.gift);
  const { text, leaf, path, checkpoint } = await deps.prove(receipt.line);
  return {
    serial: receipt.serial,
    issuedOn: receipt.issuedOn,
    giftOn: receipt.givenOn,
    amount: receipt.amount,
    ...fundTexts(deps, receipt),
    donorName: await donorName(deps, receipt),
    ...(lot === undefined ? {} : { goods: { item: lot.item, unit: lot.unit, quantity: lot.quantity } }),
    handler: deps.t("receipt.handler"),
    ledgerLine: receipt.line,
    lineHash: leaf,
    proof: { line: text, path, checkpoint, log: `${deps.publicUrl}/.well-known/shanzhang` },
    checkUrl: `${deps.publicUrl}/receipts/check?code=${receipt.serial}`,
    copy: false,
    language: "zh-CN",
    ...(receipt.replaces === undefined ? {} : { replaces: receipt.replaces }),
  };
};

type FundTexts = Pick<ReceiptSheet, "federation" | "fundFullName" | "purposeText" | "channelText" | "restriction">;

/** Host, fund, purpose, way and restriction in words (ORG-4). Throws when the books know no such fund: a receipt names it. */
const fundTexts = (deps: RenderDeps, receipt: Receipt): FundTexts => {
  const { t, funds } = deps;
  const [federation, fund] = [funds.federation(), funds.fund(receipt.fund)];
  if (!federation || !fund) throw new Error(`receipt ${receipt.serial} has no issuer or no fund`);
  const gift = deps.donations.gift(receipt.gift);
  const purpose = gift?.purpose === undefined ? "" : purposesOf(deps, [gift.purpose]);
  const use = purpose || purposesOf(deps, fund.purposes);
  return {
    federation: { name: federation.nameZh, creditCode: federation.creditCode },
    fundFullName: fund.nameZh,
    purposeText: purpose,
    channelText: t(`receipt.channel.${gift?.via ?? "goods"}`),
    restriction: t(fund.restriction === "none" ? "give.unrestricted" : "give.restricted", { fund: fund.shortZh, use }),
  };
};

const purposesOf = ({ funds, t }: RenderDeps, codes: readonly string[]): string => {
  const names = new Map(funds.purposes().map(({ code, zh }) => [code, zh]));
  return codes.map((code) => names.get(code) ?? code).join(t("list.comma"));
};

const donorName = async ({ people, t }: RenderDeps, { donor, serial }: Receipt): Promise<string> => {
  if (donor === undefined) return t("receipt.unnamed");
  const names = await people.namesOf([donor], { by: "job:receipts.render", reason: `receipt ${serial}` });
  const name = names.get(donor)?.trim() ?? "";
  return name === "" ? t("receipt.unnamed") : name;
};
