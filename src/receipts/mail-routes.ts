import { Router } from "express";
import type { MailWay } from "../../config/config.ts";
import { limits } from "../../config/limits.ts";
import { hasRole, requireRole, requireStaff } from "../identity/public.ts";
import { wordsFor } from "../platform/language.ts";
import type { People } from "../people/public.ts";
import type { Mailer } from "../platform/mail.ts";
import { problem, refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import type { MailStore } from "./mail-store.ts";
import { mailsView } from "./mail-view.ts";
import type { Receipts } from "./receipts.ts";
import { READERS } from "./routes.ts";

export type MailRoutesDeps = {
  readonly mails: Pick<MailStore, "newest">;
  readonly kind: MailWay["kind"] | undefined;
  readonly mailer: Pick<Mailer, "written"> | undefined;
  readonly receipts: Pick<Receipts, "receipt">;
  readonly people: Pick<People, "barred">;
  readonly catchUp: () => Promise<void>;
};

/** `/desk/mail`: which receipts were mailed; where mail is written to a folder, who reads receipts may open it. */
export const mailRoutes = (deps: MailRoutesDeps): Router => {
  const { mails, kind, mailer } = deps;
  const router = Router();
  router.get("/desk/mail", requireStaff, async (request, response) => {
    const page = { mails: await mails.newest(limits.pageRowsMost), kind, mayOpen: hasRole(request, ...READERS) };
    render(response, "receipts/mail", mailsView(page, wordsFor(response)));
  });
  router.get("/desk/mail/:serial.eml", requireRole(...READERS), async (request, response) => {
    const serial = String(request.params.serial);
    await deps.catchUp();
    const barred = deps.people.barred(deps.receipts.receipt(serial)?.donor ?? "");
    if (barred) throw refused(barred);
    const text = SERIAL.test(serial) ? await mailer?.written(serial) : undefined;
    if (!text) throw problem({ status: 404, code: "not_found" });
    response
      .type("message/rfc822")
      .set("Cache-Control", "private, no-store")
      .set("Content-Disposition", `attachment; filename="${serial}.eml"`)
      .send(text);
  });
  return router;
};

/** The name is part of a path. */
const SERIAL = /^CF-\d{4}-\d{8}$/;
