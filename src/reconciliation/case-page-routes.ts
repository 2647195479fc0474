import type { Request, Response, Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import { refuse } from "../kernel/result.ts";
import { wordsFor } from "../platform/language.ts";
import { onwardDone, ownQuery } from "../platform/notice.ts";
import { pageForm } from "../platform/page-form.ts";
import { allowed, refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { validate, validateForm } from "../platform/validate.ts";
import type { DeskBooks } from "./desk-data.ts";
import { fieldOf, fieldsOf } from "./form-fields.ts";
import { bookingCase, caseFacts } from "./case-facts.ts";
import { type CasePage, caseView } from "./case-view.ts";
import { caseFormSchema, rowSchema } from "./input.ts";
import { READERS, WRITERS } from "./routes.ts";
import type { ReconciliationService } from "./service.ts";

type CasePagesDeps = DeskBooks & {
  readonly service: ReconciliationService;
  readonly catchUp: () => Promise<void>;
  readonly today: () => BusinessDate;
};

const base = "/desk/reconciliation";

/** The page of a case that is no row: a payout that is late, a booking that its provider's bill lacks. */
export const addCasePages = (
  router: Router,
  deps: CasePagesDeps,
  form: (request: Request) => Promise<CasePage>,
): void => {
  const { service, reconciliation, donations, funds, catchUp, today } = deps;
  const page = async (request: Request, response: Response): Promise<void> => {
    await catchUp();
    const asked =
      request.method === "GET" ? ownQuery(request) : { key: bookingCase({ key: fieldOf(request, "booking") }) };
    const { key } = validate(rowSchema, asked);
    const known = {
      book: reconciliation.book,
      donations,
      merchants: funds.merchants(),
      nonBusinessDays: funds.calendar(),
      today: today(),
    };
    const facts = caseFacts(known, key);
    if (!facts) throw refused(refuse("case_unknown", { case: key }));
    const taken = facts.is === "booking" ? await service.foreseeBooking(facts.booking) : undefined;
    const view = caseView(facts, { ...(await form(request)), ...(taken ? { taken } : {}) }, wordsFor(response));
    render(response, "reconciliation/case", view);
  };
  const decide = async (request: Request, response: Response): Promise<void> => {
    const { act, booking, reason } = validateForm(caseFormSchema, fieldsOf(request));
    const choice = { booking, by: actorOf(request), because: reason };
    allowed(await (act === "close" ? service.closeCase(choice) : service.takeBackBooking(choice)));
    onwardDone(response, base, { done: act === "close" ? "case_closed" : "case_back", of: booking });
  };
  router.get(`${base}/case`, requireRole(...READERS), page);
  router.post(
    `${base}/case`,
    requireRole(...WRITERS),
    pageForm({
      name: (request) => (fieldOf(request, "act") === "close" ? "close" : "back"),
      act: decide,
      page,
      fields: { reason: "row.back.reason" },
    }),
  );
};
