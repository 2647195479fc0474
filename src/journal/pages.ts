import { Router } from "express";
import { render } from "../platform/render.ts";
import { checkForm } from "../platform/validate.ts";
import { verifyPageSchema } from "./proof-input.ts";
import { type VerifyPage, verifyView } from "./verify-view.ts";

/** `/verify`: the visitor's own browser checks a line, or the whole journal (UI-27). */
export const journalPages = (): Router => {
  const router = Router();
  router.get("/verify", (request, response) => {
    render(response, "journal/verify", verifyView(pageOf(request.query)));
  });
  return router;
};

const pageOf = (query: object): VerifyPage => {
  const checked = checkForm(verifyPageSchema, query);
  if (!checked.ok) return { faulty: true };
  const { line, leaf } = checked.value;
  if (line === undefined && leaf === undefined) return { faulty: false };
  return line === undefined || leaf === undefined ? { faulty: true } : { faulty: false, asked: { line, leaf } };
};
