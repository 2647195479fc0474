import { crc32, createInflateRaw } from "node:zlib";
import { Readable } from "node:stream";
import { limits } from "../../config/limits.ts";
import { isZlibError } from "./byte-text.ts";
import { FileFault } from "./file-fault.ts";

/** A file inside a zip, still packed. Its name is not looked at: archives of banks name their files in many character sets. */
export type ZipEntry = {
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly packed: Buffer;
};

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const ENTRIES_MOST = 50;

/** True for bytes that begin as a zip does. */
export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04;

/** The files of a zip by its central directory (PKWARE APPNOTE §4.3). Refuses `bad_zip`: broken, encrypted, or too many files. */
export const zipEntries = (zip: Buffer): ZipEntry[] => {
  const end = zip.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end < 0 || end + 22 > zip.length || zip.readUInt32LE(end) !== END)
    throw new FileFault("bad_zip", { detail: "end" });
  const count = zip.readUInt16LE(end + 10);
  if (count > ENTRIES_MOST) throw new FileFault("bad_zip", { detail: "too_many_files" });
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) throw new FileFault("bad_zip", { detail: "directory" });
    const entry = entryAt(zip, at);
    if (entry) entries.push(entry);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
};

/** Undefined for a folder. */
const entryAt = (zip: Buffer, at: number): ZipEntry | undefined => {
  const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)];
  const [crc, packedSize, size] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
  const local = zip.readUInt32LE(at + 42);
  if ((flags & 1) === 1) throw new FileFault("bad_zip", { detail: "encrypted" });
  if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL) throw new FileFault("bad_zip", { detail: "entry" });
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (from + packedSize > zip.length) throw new FileFault("bad_zip", { detail: "entry" });
  if (size === 0 && packedSize === 0) return undefined;
  return { method, crc, size, packed: zip.subarray(from, from + packedSize) };
};

/** The bytes of one file, checked against its size and checksum at the end. Refuses `bad_zip`. */
export async function* unzipped(entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const { crc, size } = entry;
  let sum = 0;
  let length = 0;
  for await (const chunk of plain(entry)) {
    length += chunk.length;
    if (length > Math.min(size, limits.fileUnpackedBytes)) throw new FileFault("bad_zip", { detail: "size" });
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (length !== size || sum !== crc) throw new FileFault("bad_zip", { detail: "checksum" });
}

async function* plain({ method, packed }: ZipEntry): AsyncGenerator<Uint8Array> {
  if (method === 0) {
    yield packed;
    return;
  }
  if (method !== 8) throw new FileFault("bad_zip", { detail: "method" });
  try {
    yield* Readable.from([packed]).pipe(createInflateRaw()) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw isZlibError(error) ? new FileFault("bad_zip") : error;
  }
}
