import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Response, Router } from "express";
import { hasRole, requireRole, roleMissing } from "../identity/public.ts";
import { langOf } from "../platform/language.ts";
import { registerOperation } from "../platform/openapi.ts";
import { allowed } from "../platform/problem.ts";
import { validateForm } from "../platform/validate.ts";
import { XLSX_TYPE } from "../platform/workbook.ts";
import { type Packed, zipOf } from "../platform/zip-writer.ts";
import { exportSchema } from "./input.ts";
import { type ExportFile, type ExportService, VERIFIER } from "./service.ts";

/** Who takes the books out of the house (DOMAIN §1.3), and who the journal itself. */
export const EXPORTERS = ["bookkeeper", "auditor"] as const;
export const JOURNAL_EXPORTERS = ["auditor"] as const;
const base = "/api/v1/books/export";

/** `/api/v1/books/export`: the books as a file; several files come as one archive. */
export const exportRoutes = ({ service }: { readonly service: ExportService }): Router => {
  const router = Router();
  describe();
  router.get(base, requireRole(...EXPORTERS), async (request, response) => {
    const { format, period } = validateForm(exportSchema, request.query);
    if (format === "jsonl" && !hasRole(request, ...JOURNAL_EXPORTERS)) throw roleMissing(response, JOURNAL_EXPORTERS);
    const files = allowed(await service.files({ format, period, lang: langOf(response) }));
    await send(response, format === "jsonl" ? files.slice(0, 1) : files, `books-${period ?? "all"}-${format}.zip`);
  });
  router.get(`${base}/verifier`, requireRole(...JOURNAL_EXPORTERS), async (_request, response) => {
    await send(response, [VERIFIER], "");
  });
  return router;
};

/** One file as it is, a stream without holding it; several as an archive. */
const send = async (response: Response, files: readonly ExportFile[], archive: string): Promise<void> => {
  const [only] = files;
  const { name, content } =
    files.length === 1 && only ? only : { name: archive, content: await zipOf(files.filter(isWhole)) };
  response
    .type(TYPES[name.slice(name.lastIndexOf("."))] ?? "text/plain; charset=utf-8")
    .set("Cache-Control", "private, no-store")
    .set("Content-Disposition", `attachment; filename="${name}"`);
  if (typeof content === "string" || content instanceof Uint8Array) response.send(Buffer.from(content));
  else await pipeline(Readable.from(content), response);
};

const isWhole = (file: ExportFile): file is Packed =>
  typeof file.content === "string" || file.content instanceof Uint8Array;

const TYPES: { readonly [ending: string]: string } = {
  ".xlsx": XLSX_TYPE,
  ".zip": "application/zip",
  ".jsonl": "application/jsonl",
  ".mjs": "text/javascript; charset=utf-8",
};

const describe = (): void => {
  registerOperation({
    method: "GET",
    path: base,
    summary: "The books of a month, or all of them, for the accountant and the auditor; holds small groups",
    roles: EXPORTERS,
    query: exportSchema,
    responses: { 200: "A file, or an archive of several", 404: "Nothing was posted in the month" },
  });
  registerOperation({
    method: "GET",
    path: `${base}/verifier`,
    summary: "The program that checks an exported journal",
    roles: JOURNAL_EXPORTERS,
    responses: { 200: "One file for Node" },
  });
};
