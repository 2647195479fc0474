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
 * the form's token; everybody else's stay unread. Refuses more than `limits.uploadBytes` (413) and what breaks the format (400).
 */
export const uploadForm: RequestHandler = (request, response, next) => {
  if (!isUpload(request)) return next();
  void reader(request, response, (error: unknown) => next(error === undefined ? undefined : faultOf(error)));
};

/** The file of a form; undefined when none was chosen. */
export const uploadOf = ({ file }: Request): Upload | undefined =>
  file === undefined || file.originalname === ""
    ? undefined
    : { name: lastPart(file.originalname), content: file.buffer };

const faultOf = (error: unknown): Error =>
  error instanceof MulterError && error.code === "LIMIT_FILE_SIZE"
    ? problem({ status: 413, code: "too_large" })
    : problem({ status: 400, code: "malformed_request" });

const lastPart = (path: string): string => (path.split(/[\\/]/).at(-1) ?? "").slice(0, limits.shortText);

const isUpload = (request: Request): boolean =>
  request.method === "POST" && request.is("multipart/form-data") !== false && request.session.user !== undefined;
