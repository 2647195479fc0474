import { Router } from "express";
import { wordsFor } from "../platform/language.ts";
import { render } from "../platform/render.ts";
import { validateForm } from "../platform/validate.ts";
import { checkQuerySchema } from "./input.ts";
import type { Receipt } from "./receipt.ts";
import { type ReceiptRoutesDeps, sendReceiptFile } from "./routes.ts";
import { type CheckPage, checkView } from "./views.ts";

/** `/receipts/check` for everybody; `/gift/:secret/receipts/:serial` gives the donor the file. */
export const receiptPages = (deps: Omit<ReceiptRoutesDeps, "service" | "list">): Router => {
  const router = Router();
  router.get("/receipts/check", async (request, response) => {
    const { code } = validateForm(checkQuerySchema, request.query);
    await deps.catchUp();
    render(response, "receipts/check", checkView(checkPage(deps, code), wordsFor(response)));
  });
  router.get("/gift/:secret/receipts/:serial", async (request, response) => {
    await sendReceiptFile(deps, { request, response, secret: String(request.params.secret) });
  });
  return router;
};

const checkPage = ({ receipts }: Pick<ReceiptRoutesDeps, "receipts">, code: string | undefined): CheckPage => {
  if (code === undefined || code.trim() === "") return { asked: "" };
  const asked = code.normalize("NFKC").trim().toUpperCase();
  const receipt = receipts.receipt(asked);
  return { asked, result: receipt ? resultOf(receipt) : { state: "none" } };
};

const resultOf = (receipt: Receipt): NonNullable<CheckPage["result"]> => ({
  state: receipt.names !== undefined ? "red" : receipt.state === "red" ? "void" : receipt.state,
  no: receipt.serial,
  ...(receipt.amount === undefined ? {} : { amount: receipt.amount }),
  givenOn: receipt.givenOn,
  issuedAt: receipt.issuedAt,
  line: receipt.line,
  ...(receipt.replacedBy === undefined ? {} : { replacedBy: receipt.replacedBy }),
});
