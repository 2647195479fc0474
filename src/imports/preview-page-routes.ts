import type { Request, Response, Router } from "express";
import { actorOf, requireRole } from "../identity/public.ts";
import { isRefusal, refuse } from "../kernel/result.ts";
import { onward, wordsFor } from "../platform/language.ts";
import { uploadOf } from "../platform/multipart.ts";
import { refused } from "../platform/problem.ts";
import { render } from "../platform/render.ts";
import type { Previews } from "./previews.ts";
import { previewView } from "./preview-view.ts";
import { AUTO } from "./recognise.ts";
import { ROLES } from "./routes.ts";
import type { Imports } from "./service.ts";

type Deps = { readonly imports: Imports; readonly previews: Previews };

const BASE = "/desk/imports/previews";

/** A file is looked at before it is imported: what it is, what an import would do. `missing` answers a form without a file. */
export const addPreviewPages = (
  router: Router,
  { imports, previews }: Deps,
  missing: (response: Response) => Promise<void>,
): void => {
  router.post(BASE, requireRole(...ROLES), async (request, response) => {
    const file = uploadOf(request);
    if (!file) return missing(response);
    const id = await previews.add({ file: file.name, content: file.content, by: actorOf(request) });
    onward(response, `${BASE}/${id}`);
  });
  router.get(`${BASE}/:id`, requireRole(...ROLES), async (request, response) => {
    const id = String(request.params["id"]);
    const of = { id, by: actorOf(request) };
    const look = await previews.look({ ...of, kind: kindOf(request) });
    const waiting = await previews.waiting(of);
    if (!look || !waiting) throw refused(refuse("preview_unknown", { preview: id }));
    if (isRefusal(look)) throw refused(look);
    const view = previewView({ id, file: waiting.file, look, kinds: imports.kinds }, wordsFor(response));
    render(response, "imports/preview", view);
  });
};

const kindOf = ({ query }: Request): string => (typeof query["kind"] === "string" ? query["kind"] : AUTO);
