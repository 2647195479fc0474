import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { limits } from "../../config/limits.ts";
import { FileFault } from "./file-fault.ts";

/** The bytes of a file in pieces of any size; `[buffer]` is one. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

type Decoder = InstanceType<typeof TextDecoder>;

/** The bytes unpacked when they begin as gzip does, else as they are. Refuses broken and endless archives. */
export async function* gunzipped(bytes: ByteSource): AsyncGenerator<Uint8Array> {
  const { head, all } = await peekBytes(bytes, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* all;
    return;
  }
  const unpacked = createGunzip();
  const done = pipeline(Readable.from(all), unpacked).catch(() => undefined);
  let size = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limits.fileUnpackedBytes) throw new FileFault("bad_gzip", { detail: "too_large" });
      yield chunk;
    }
  } catch (error) {
    throw isZlibError(error) ? new FileFault("bad_gzip") : error;
  }
  await done;
}

/** True for what zlib throws at bytes that it cannot unpack. */
export const isZlibError = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("Z_");

/** The first bytes, at least so many if there are, and all of them from the start. */
export const peekBytes = async (
  bytes: ByteSource,
  count: number,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array> }> => {
  const iterator = pieces(bytes);
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < count) {
    const next = await iterator.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, all: joined(head, iterator) };
};

async function* pieces(bytes: ByteSource): AsyncGenerator<Uint8Array> {
  yield* bytes;
}

async function* joined(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

/** UTF-8 (with or without a byte order mark) or GB18030, told from the content of the first bytes. */
export const characterSetOf = (head: Uint8Array): "utf-8" | "gb18030" => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "gb18030";
  }
};

/** The text of the bytes, piece by piece, without its byte order mark. Refuses `wrong_characters`. */
export async function* decodedText(bytes: ByteSource): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    if (decoder) {
      yield decode(decoder, chunk);
      continue;
    }
    waiting.push(chunk);
    size += chunk.length;
    if (size < limits.fileRecognitionBytes) continue;
    const head = Buffer.concat(waiting);
    waiting = [];
    decoder = new TextDecoder(characterSetOf(head), { fatal: true });
    yield decode(decoder, head);
  }
  const rest = Buffer.concat(waiting);
  decoder ??= new TextDecoder(characterSetOf(rest), { fatal: true });
  yield decode(decoder, rest) + decode(decoder);
}

const decode = (decoder: Decoder, bytes?: Uint8Array): string => {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw new FileFault("wrong_characters", { detail: decoder.encoding });
  }
};

/** One character a byte: for files whose fields are counted in bytes and whose wanted fields are ASCII. */
export async function* byteText(bytes: ByteSource): AsyncGenerator<string> {
  for await (const chunk of bytes) yield Buffer.from(chunk).toString("latin1");
}

/** The lines of a text without their ends (LF or CRLF); empty ones are kept, a last empty one is not. */
export async function* textLines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of text) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > limits.fileRecordCharacters) throw new FileFault("line_too_long");
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
  }
  if (rest !== "") yield rest.endsWith("\r") ? rest.slice(0, -1) : rest;
}
