import { createByteReader, createByteWriter, HEX_DIGITS } from "./row-bytes.ts";
import { createShapes, createWords, type Field, freeText, type Vocabulary } from "./vocabulary.ts";

/**
 * Writes the rows of one table as bytes, small since field names and repeated words become numbers, and reads them back
 * equal. What it wrote can be read by itself, or by a codec opened on its vocabulary.
 */
export type RowCodec = {
  /**
   * A record: its length, the hash of its key, key, row, filled up to the alignment. Good until the next call. Throws a
   * TypeError for what no row may hold: a Date, a Map, a function.
   */
  readonly encode: (key: string, row: unknown) => Buffer;
  /** The row of the record that begins there. Objects and arrays are frozen. */
  readonly decode: (bytes: Buffer, start: number) => { readonly key: string; readonly row: unknown };
  /** A key as it stands in every record of it, from `KEY_OFFSET` on. Good until the next call. */
  readonly keyBytes: (key: string) => KeyBytes;
  readonly vocabulary: () => Vocabulary;
};

/** The first `length` bytes are the key, the others mean nothing. */
export type KeyBytes = { readonly bytes: Buffer; readonly length: number; readonly hash: number };

/** Records begin at a multiple of so many bytes. */
export const ALIGNMENT = 4;
export const KEY_OFFSET = 8;

/** A 32-bit hash of the bytes of a key (FNV-1a, its bits mixed once more at the end). */
const keyHash = (bytes: Buffer, { start, end }: { readonly start: number; readonly end: number }): number => {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** The hash of the key of the record that begins there. */
export const hashIn = (bytes: Buffer, start: number): number => bytes.readUInt32LE(start + 4);

/** Offset behind the record that begins there. Throws RangeError when that is not in the bytes. */
export const recordEnd = (bytes: Buffer, start: number): number => {
  const end = start + bytes.readUInt32LE(start);
  if (end > bytes.length || end <= start) throw new RangeError("a record ends outside of its page");
  return end;
};

/** The first byte of a value says what follows. */
const IS = {
  undefined: 0,
  null: 1,
  true: 2,
  false: 3,
  count: 4,
  below: 5,
  double: 6,
  bigint: 7,
  bigintBelow: 8,
  bigintText: 9,
  word: 10,
  text: 11,
  hex: 12,
  array: 13,
  object: 14,
} as const;

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

export const createRowCodec = (known: Vocabulary = { words: [], shapes: [] }): RowCodec => {
  const words = createWords(known.words);
  const shapes = createShapes(known.shapes);
  const writer = createByteWriter();
  const reader = createByteReader();
  const { write, writeString } = valueWriter({ words, shapes, writer });
  const read = valueReader({ words, shapes, reader });
  const keyWriter = createByteWriter();
  const keys = valueWriter({ words, shapes, writer: keyWriter });
  return {
    encode: (key, row) => {
      writer.clear(KEY_OFFSET);
      writeString(key, freeText());
      const hash = keyHash(writer.bytes(), { start: KEY_OFFSET, end: writer.end() });
      write(row, freeText());
      while (writer.end() % ALIGNMENT !== 0) writer.byte(0);
      const record = writer.bytes().subarray(0, writer.end());
      record.writeUInt32LE(record.length, 0);
      record.writeUInt32LE(hash, 4);
      return record;
    },
    decode: (bytes, start) => {
      reader.open(bytes, { start: start + KEY_OFFSET, end: recordEnd(bytes, start) });
      return { key: String(read()), row: read() };
    },
    keyBytes: (key) => {
      keyWriter.clear(0);
      keys.writeString(key, freeText());
      const bytes = keyWriter.bytes();
      const length = keyWriter.end();
      return { bytes, length, hash: keyHash(bytes, { start: 0, end: length }) };
    },
    vocabulary: () => ({ words: words.all(), shapes: shapes.all() }),
  };
};

type Names = { readonly words: ReturnType<typeof createWords>; readonly shapes: ReturnType<typeof createShapes> };

const valueWriter = ({ words, shapes, writer }: Names & { writer: ReturnType<typeof createByteWriter> }) => {
  const tagged = (tag: number, count: number): void => {
    writer.byte(tag);
    writer.count(count);
  };
  const writeString = (text: string, field: Field): void => {
    const word = words.numberOf(text, field);
    if (word !== undefined) return tagged(IS.word, word);
    if (writer.hex(text, IS.hex)) return;
    writer.byte(IS.text);
    writer.text(text);
  };
  const writeNumber = (value: number): void => {
    if (Number.isSafeInteger(value) && !Object.is(value, -0))
      return value < 0 ? tagged(IS.below, -value) : tagged(IS.count, value);
    writer.byte(IS.double);
    writer.double(value);
  };
  const writeBigint = (value: bigint): void => {
    if (value >= 0n && value <= LARGEST) return tagged(IS.bigint, Number(value));
    if (value < 0n && -value <= LARGEST) return tagged(IS.bigintBelow, Number(-value));
    writer.byte(IS.bigintText);
    writer.text(value.toString());
  };
  const writeObject = (value: object): void => {
    if (Array.isArray(value)) {
      tagged(IS.array, value.length);
      for (const item of value) write(item, freeText());
      return;
    }
    if (Object.getPrototypeOf(value) !== Object.prototype)
      throw new TypeError(`a row holds a ${value.constructor.name}`);
    const { id, fields } = shapes.of(value);
    tagged(IS.object, id);
    for (const field of fields) write((value as { [name: string]: unknown })[field.name], field);
  };
  const write = (value: unknown, field: Field): void => {
    switch (typeof value) {
      case "string":
        return writeString(value, field);
      case "bigint":
        return writeBigint(value);
      case "number":
        return writeNumber(value);
      case "boolean":
        return writer.byte(value ? IS.true : IS.false);
      case "undefined":
        return writer.byte(IS.undefined);
      case "object":
        return value === null ? writer.byte(IS.null) : writeObject(value);
      case "function":
      case "symbol":
        throw new TypeError(`a row holds a ${typeof value}`);
    }
  };
  return { write, writeString };
};

const valueReader = ({ words, shapes, reader }: Names & { reader: ReturnType<typeof createByteReader> }) => {
  const readArray = (): unknown => {
    const items: unknown[] = [];
    for (let left = reader.count(); left > 0; left -= 1) items.push(read());
    return Object.freeze(items);
  };
  const readObject = (): unknown => {
    const { fields, empty } = shapes.at(reader.count());
    const row: { [name: string]: unknown } = { ...empty };
    for (const { name } of fields) row[name] = read();
    return Object.freeze(row);
  };
  const read = (): unknown => {
    const tag = reader.byte();
    switch (tag) {
      case IS.undefined:
        return undefined;
      case IS.null:
        return null;
      case IS.true:
        return true;
      case IS.false:
        return false;
      case IS.count:
        return reader.count();
      case IS.below:
        return -reader.count();
      case IS.double:
        return reader.double();
      case IS.bigint:
        return BigInt(reader.count());
      case IS.bigintBelow:
        return -BigInt(reader.count());
      case IS.bigintText:
        return BigInt(reader.text());
      case IS.word:
        return words.at(reader.count());
      case IS.text:
        return reader.text();
      case IS.hex:
        return reader.hex(HEX_DIGITS / 2);
      case IS.array:
        return readArray();
      case IS.object:
        return readObject();
      default:
        throw new RangeError(`a row holds a value of the unknown kind ${tag}`);
    }
  };
  return read;
};
