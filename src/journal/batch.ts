import { hash } from "node:crypto";
import { canonicalJson } from "../kernel/canonical-json.ts";

/** One stored document: strings and a list of strings only, so that every engine keeps the bytes (DESIGN §2). */
export type BatchDocument = {
  /** Number of the batch, 17 digits, dense from 1. */
  readonly _id: string;
  readonly at: string;
  readonly count: string;
  /** Index of its first line, decimal. */
  readonly first: string;
  /** Hex SHA-256 of 0x02 and the canonical header, which is every field but `hash` and `lines`. */
  readonly hash: string;
  readonly lines: readonly string[];
  readonly nonce: string;
  readonly prev: string;
  /** RFC 6962 root over all lines of the journal up to and with this batch. */
  readonly root: string;
  readonly v: string;
  readonly writer: string;
};

/** The same with numbers where numbers are meant. `id` is 1-based, `first` 0-based. */
export type Batch = {
  readonly id: number;
  readonly at: string;
  readonly first: number;
  readonly hash: string;
  readonly lines: readonly string[];
  readonly nonce: string;
  readonly prev: string;
  readonly root: string;
  readonly writer: string;
};

const BATCH_VERSION = "1";
export const NO_BATCH_HASH = "0".repeat(64);
const HEX_256 = /^[0-9a-f]{64}$/;
const ID = /^\d{17}$/;
const WHOLE = /^(0|[1-9]\d{0,15})$/;

export const batchId = (id: number): string => String(id).padStart(17, "0");

/** The header's hash as it must stand in `hash`. */
export const batchHash = (document: Omit<BatchDocument, "hash" | "lines">): string => {
  const { _id, at, count, first, nonce, prev, root, v, writer } = document;
  return hash("sha256", `\u0002${canonicalJson({ _id, at, count, first, nonce, prev, root, v, writer })}`);
};

/** The document of a batch, its hash worked out here. */
export const encodeBatch = (batch: Omit<Batch, "hash">): BatchDocument => {
  const header = {
    _id: batchId(batch.id),
    at: batch.at,
    count: String(batch.lines.length),
    first: String(batch.first),
    nonce: batch.nonce,
    prev: batch.prev,
    root: batch.root,
    v: BATCH_VERSION,
    writer: batch.writer,
  };
  return { ...header, hash: batchHash(header), lines: batch.lines };
};

/** Reads a stored document. Throws naming the field when the shape, the count or the header's hash is wrong. */
export const parseBatch = (stored: unknown): Batch => {
  const document = readShape(stored);
  if (document.hash !== batchHash(document)) throw new Error("hash differs from the header");
  if (document.count !== String(document.lines.length)) throw new Error("count differs from the lines");
  const { at, hash: own, lines, nonce, prev, root, writer } = document;
  return { id: Number(document._id), at, first: Number(document.first), hash: own, lines, nonce, prev, root, writer };
};

const SHAPE: { readonly [field in Exclude<keyof BatchDocument, "lines">]: RegExp } = {
  _id: ID,
  at: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  count: WHOLE,
  first: WHOLE,
  hash: HEX_256,
  nonce: /^[0-9a-f]{32}$/,
  prev: HEX_256,
  root: HEX_256,
  v: /^1$/,
  writer: /^.{1,64}$/,
};

/** A stored document whose fields have the right shape, nothing more. Throws naming the field. */
export const readShape = (stored: unknown): BatchDocument => {
  if (typeof stored !== "object" || stored === null) throw new Error("is not a document");
  const document = stored as { [field: string]: unknown };
  for (const [field, pattern] of Object.entries(SHAPE)) {
    const value = document[field];
    if (typeof value !== "string" || !pattern.test(value)) throw new Error(`${field} is malformed`);
  }
  const { lines } = document;
  if (!Array.isArray(lines) || lines.length === 0) throw new Error("lines are missing");
  if (!lines.every((line) => typeof line === "string")) throw new Error("lines are malformed");
  return stored as BatchDocument;
};
