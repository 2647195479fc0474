import { limits } from "../../config/limits.ts";
import { recogniseStatement } from "../reconciliation/public.ts";

/** What a caller says who leaves it to the content which kind a file is. */
export const AUTO = "auto";

/** A kind of file of the desk: whether a header row is one of its files. */
type Recognised = { readonly fits: (header: Uint8Array) => Promise<boolean> };

const FEDERATION = /^\uFEFF?\s*\{[^]*"schema"\s*:\s*"shanzhang-federation\/1"/;

/**
 * The kind of a file from its content: a statement by the shape of its first bytes, a file of the desk by its header row,
 * the federation by its schema. Undefined when no kind fits, or more than one.
 */
export const recogniseKind = async (
  content: Uint8Array,
  desk: Readonly<Record<string, Recognised>>,
): Promise<string | undefined> => {
  const head = content.subarray(0, limits.fileRecognitionBytes);
  const fitting: string[] = FEDERATION.test(Buffer.from(head).toString("utf8")) ? ["federation"] : [];
  const statement = await recogniseStatement(content);
  if (statement !== undefined) fitting.push(statement);
  const header = head.subarray(0, lineEnd(head));
  for (const [kind, { fits }] of Object.entries(desk)) if (await fits(header)) fitting.push(kind);
  return fitting.length === 1 ? fitting[0] : undefined;
};

const LINE_FEED = 0x0a;
const lineEnd = (bytes: Uint8Array): number => {
  const at = bytes.indexOf(LINE_FEED);
  return at < 0 ? bytes.length : at;
};
