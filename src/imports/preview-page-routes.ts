import type { Request, Response, Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import { refuse } from "../kernel/result.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { uploadOf } from "../platform/multipart.ts";
import { type PageForm, pageForm } from "../platform/page-form.ts";
import { allowed, refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import { invalidInput } from "../platform/validate.ts";
import type { Previews } from "./previews.ts";
import { previewView } from "./preview-view.ts";
import { AUTO } from "./recognise.ts";
import { ROLES } from "./routes.ts";
import type { Imports } from "./service.ts";

type Deps = { readonly imports: Imports; readonly previews: Previews };

const BASE = "/desk/imports/previews";

/** A file is looked at before it is imported: what it is, what an import would do. `page` has the form for the file. */
export const addPreviewPages = (router: Router, { imports, previews }: Deps, page: PageForm["page"]): void => {
  const act = async (request: Request, response: Response): Promise<void> => {
    const file = uploadOf(request);
    if (!file) throw invalidInput([{ field: "file", code: "required" }]);
    const id = await previews.add({ file: file.name, content: file.content, by: actorOf(request) });
    onward(response, `${BASE}/${id}`);
  };
  const about = { file_empty: "file", too_large: "file" };
  router.post(BASE, requireRole(...ROLES), pageForm({ act, page, fields: { file: "import.file" }, about }));
  router.get(`${BASE}/:id`, requireRole(...ROLES), async (request, response) => {
    const id = String(request.params["id"]);
    const of = { id, by: actorOf(request) };
    const look = allowed(await previews.look({ ...of, kind: kindOf(request) }));
    const waiting = await previews.waiting(of);
    if (!look || !waiting) throw refused(refuse("preview_unknown", { preview: id }));
    const view = previewView({ id, file: waiting.file, look, kinds: imports.kinds }, wordsFor(response));
    render(response, "imports/preview", view);
  });
};

const kindOf = ({ query }: Request): string => (typeof query["kind"] === "string" ? query["kind"] : AUTO);
