import type { Request, RequestHandler } from "express";
import multer, { MulterError } from "multer";
import { limits } from "../../config/limits.ts";
import { problem } from "./problem.ts";

/** A file that a form sent: its name as the browser says it, without folders, and its bytes. */
export type Upload = { readonly name: string; readonly content: Uint8Array };

const reader = multer({
  storage: multer.memoryStorage(),
  defParamCharset: "utf8",
  limits: {
    files: 1,
    fileSize: limits.uploadBytes,
    fields: limits.uploadFormFields,
    fieldSize: limits.formBodyBytes,
    headerPairs: limits.uploadPartHeaders,
  },
}).single("file");

/**
 * Reads forms with a `file` (RFC 7578) of signed-in staff into `request.body` and `request.file`, before the check of
 * the form's token; everybody else's stay unread. Refuses what breaks the format (400); a file of more than
 * `limits.uploadBytes` is left out, and `uploadOf` says so.
 */
export const uploadForm: RequestHandler = (request, response, next) => {
  if (!isUpload(request)) return next();
  void reader(request, response, (error: unknown) => {
    if (error === undefined) return next();
    if (!isTooLarge(error)) return next(problem({ status: 400, code: "malformed_request" }));
    tooLarge.add(request);
    next();
  });
};

/** The file of a form; undefined when none was chosen. Throws 413 for one that was too large to be read. */
export const uploadOf = (request: Request): Upload | undefined => {
  if (tooLarge.has(request)) throw problem({ status: 413, code: "too_large" });
  const { file } = request;
  if (file === undefined || file.originalname === "") return undefined;
  return { name: lastPart(file.originalname), content: file.buffer };
};

const MIMES: readonly (readonly [RegExp, string])[] = [
  [/\.pdf$/i, "application/pdf"],
  [/\.jpe?g$/i, "image/jpeg"],
  [/\.png$/i, "image/png"],
];
/** What a file is by the ending of its name; what has another one is only ever downloaded. */
export const mimeOf = (name: string): string =>
  MIMES.find(([ending]) => ending.test(name))?.[1] ?? "application/octet-stream";

/** Forms whose file was too large: their other fields were read, so that the page can say it beside them. */
const tooLarge = new WeakSet<Request>();

const isTooLarge = (error: unknown): boolean => error instanceof MulterError && error.code === "LIMIT_FILE_SIZE";

const lastPart = (path: string): string => (path.split(/[\\/]/).at(-1) ?? "").slice(0, limits.shortText);

const isUpload = (request: Request): boolean =>
  request.method === "POST" && request.is("multipart/form-data") !== false && request.session.user !== undefined;
