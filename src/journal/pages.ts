import { type Request, Router } from "express";
import { render } from "../platform/render.ts";
import { checkForm } from "../platform/validate.ts";
import { verifyPageSchema } from "./proof-input.ts";
import { type VerifyPage, verifyView } from "./verify-view.ts";

/** `/verify`: the visitor's own browser checks a line, or the whole journal (UI-27). */
export const journalPages = (): Router => {
  const router = Router();
  router.get("/verify", (request, response) => {
    const page = pageOf(request.query);
    if (page.faulty) response.status(422);
    render(response, "journal/verify", verifyView(page));
  });
  return router;
};

const pageOf = (query: Request["query"]): VerifyPage => {
  const checked = checkForm(verifyPageSchema, query);
  const typed = { line: textOf(query["line"]), leaf: textOf(query["leaf"]) };
  if (!checked.ok) return { faulty: true, ...typed };
  const { line, leaf = "" } = checked.value;
  return { faulty: (line === undefined) !== (leaf === ""), line: typed.line, leaf };
};

const textOf = (typed: unknown): string => (typeof typed === "string" ? typed : "");
