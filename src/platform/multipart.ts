import express, { type Request, type RequestHandler } from "express";
import { limits } from "../../config/limits.ts";
import { problem } from "./problem.ts";

/** A file that a form sent: its name as the browser says it, without folders, and its bytes. */
export type Upload = { readonly name: string; readonly content: Uint8Array };
export type FormFields = { readonly [field: string]: string | Upload };

const TYPE = /^multipart\/form-data;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*$/i;
const DISPOSITION = /^form-data;\s*name="([^"]{1,100})"(?:;\s*filename="([^"]*)")?$/i;
const BREAK = "\r\n";
const HEADERS_END = "\r\n\r\n";

/**
 * Reads forms with a file (RFC 7578) of signed-in staff into `request.body`, before the check of the form's token;
 * everybody else's stay unread. Refuses more than `limits.uploadBytes` (413) and what is not exactly such a form (400).
 */
export const uploadForms = (): RequestHandler[] => {
  const bytes = express.raw({ type: () => true, limit: limits.uploadBytes });
  return [
    (request, response, next) => (isUpload(request) ? bytes(request, response, next) : next()),
    (request, _response, next) => {
      if (isUpload(request)) request.body = fieldsIn(request);
      next();
    },
  ];
};

/** The file of a form's field; undefined when none was chosen. */
export const uploadOf = (body: unknown, field: string): Upload | undefined => {
  const value = typeof body === "object" && body !== null ? (body as FormFields)[field] : undefined;
  return typeof value === "object" && value.content instanceof Uint8Array && value.name !== "" ? value : undefined;
};

/** The fields of a body in `boundary`s; undefined when it breaks the format, repeats a field or has too many. */
const readMultipart = (body: Buffer, boundary: string): FormFields | undefined => {
  const mark = Buffer.from(`${BREAK}--${boundary}`);
  const opening = mark.subarray(BREAK.length);
  if (!body.subarray(0, opening.length).equals(opening)) return undefined;
  const fields = new Map<string, string | Upload>();
  let at = opening.length;
  while (body.toString("latin1", at, at + 2) === BREAK) {
    const end = body.indexOf(mark, at);
    const field = end < 0 ? undefined : fieldIn(body.subarray(at + BREAK.length, end));
    if (!field || fields.has(field.name) || fields.size === limits.uploadFormFields) return undefined;
    fields.set(field.name, field.value);
    at = end + mark.length;
  }
  const rest = body.toString("latin1", at, at + 5);
  const closed = (rest === "--" || rest === `--${BREAK}`) && body.length === at + rest.length;
  return closed ? Object.fromEntries(fields) : undefined;
};

const fieldIn = (part: Buffer): { name: string; value: string | Upload } | undefined => {
  const end = part.indexOf(HEADERS_END);
  if (end < 0 || end > limits.uploadHeaderBytes) return undefined;
  const content = part.subarray(end + HEADERS_END.length);
  const headers = part.toString("utf8", 0, end).split(BREAK);
  const disposition = headers.find((header) => /^content-disposition:/i.test(header));
  const found = DISPOSITION.exec(disposition?.slice("content-disposition:".length).trim() ?? "");
  if (!found?.[1] || found[1] === "__proto__") return undefined;
  if (found[2] !== undefined) return { name: found[1], value: { name: lastPart(found[2]), content } };
  return content.length > limits.formBodyBytes ? undefined : { name: found[1], value: content.toString("utf8") };
};

const lastPart = (path: string): string => (path.split(/[\\/]/).at(-1) ?? "").slice(0, limits.shortText);

const isUpload = (request: Request): boolean =>
  request.method === "POST" && TYPE.test(request.get("content-type") ?? "") && request.session.user !== undefined;

const fieldsIn = (request: Request): FormFields => {
  const type = TYPE.exec(request.get("content-type") ?? "");
  const fields = Buffer.isBuffer(request.body) ? readMultipart(request.body, type?.[1] ?? type?.[2] ?? "") : undefined;
  if (!fields) throw problem({ status: 400, code: "malformed_request" });
  return fields;
};
