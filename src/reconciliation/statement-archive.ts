import { limits } from "../../config/limits.ts";
import { type ByteSource, gunzipped, peekBytes } from "../platform/byte-text.ts";
import { FileFault } from "../platform/file-fault.ts";
import { isZip, type ZipEntry, unzipped, zipEntries } from "../platform/zip.ts";

/** A file that lies in the same zip and says something of the statement. */
export type Beside = {
  readonly is: (head: Uint8Array) => boolean;
  readonly take: (bytes: AsyncIterable<Uint8Array>) => Promise<void>;
};

/**
 * The plain bytes of a statement: as they are, or unpacked when they begin as gzip or zip do. Of a zip that holds several
 * files (Alipay sends the detail and its totals) the one that `isWanted` by its first bytes; the others are shown to `beside`. A zip is held as a whole.
 */
export async function* plainBytes(
  bytes: ByteSource,
  isWanted: (head: Uint8Array) => boolean,
  beside?: Beside,
): AsyncGenerator<Uint8Array> {
  const { head, all } = await peekBytes(bytes, 4);
  if (!isZip(head)) {
    yield* gunzipped(all);
    return;
  }
  const wanted: ZipEntry[] = [];
  for (const entry of zipEntries(await wholeZip(all))) {
    const begin = await headOf(unzipped(entry));
    if (isWanted(begin)) wanted.push(entry);
    else if (beside?.is(begin)) await beside.take(unzipped(entry));
  }
  const [only, other] = wanted;
  if (!only || other)
    throw new FileFault(only ? "bad_zip" : "not_recognised", only ? { detail: "several_statements" } : {});
  yield* unzipped(only);
}

const wholeZip = async (all: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of all) {
    size += part.length;
    if (size > limits.uploadBytes) throw new FileFault("bad_zip", { detail: "too_large" });
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** The first bytes, enough to tell format and character set. */
export const headOf = async (bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    parts.push(part);
    size += part.length;
    if (size >= limits.fileRecognitionBytes) break;
  }
  return Buffer.concat(parts).subarray(0, limits.fileRecognitionBytes);
};
