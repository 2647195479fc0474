/** Bytes of a row while it is written, in a buffer that grows. */
export type ByteWriter = {
  /** Starts anew, with so many bytes left free in front. */
  readonly clear: (free: number) => void;
  readonly byte: (value: number) => void;
  /** A whole number from 0 to 2^53 − 1. */
  readonly count: (value: number) => void;
  readonly double: (value: number) => void;
  /** The bytes of 64 lower-case hex digits after a tag. False, and nothing is written, when the text is something else. */
  readonly hex: (text: string, tag: number) => boolean;
  /** Text with its length in front. */
  readonly text: (text: string) => void;
  /** Offset behind what was written. */
  readonly end: () => number;
  /** The whole buffer, good until more is written. */
  readonly bytes: () => Buffer;
};

const FIRST_BYTES = 4_096;
const LONGEST_COUNT = 8;
const LOW_BITS = 128;

export const createByteWriter = (): ByteWriter => {
  let bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let end = 0;
  const room = (more: number) => {
    if (end + more > bytes.length) bytes = wider(bytes, end + more);
  };
  const count = (value: number) => {
    room(LONGEST_COUNT);
    let rest = value;
    while (rest >= LOW_BITS) {
      bytes[end++] = (rest % LOW_BITS) + LOW_BITS;
      rest = Math.floor(rest / LOW_BITS);
    }
    bytes[end++] = rest;
  };
  /** ASCII, written here: for short texts that is faster than a call of the encoder. False when it is none. */
  const ascii = (text: string): boolean => {
    const start = end;
    room(text.length + LONGEST_COUNT);
    count(text.length);
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code >= LOW_BITS) {
        end = start;
        return false;
      }
      bytes[end++] = code;
    }
    return true;
  };
  return {
    clear: (free) => {
      end = free;
    },
    byte: (value) => {
      room(1);
      bytes[end++] = value;
    },
    count,
    double: (value) => {
      room(8);
      end = bytes.writeDoubleLE(value, end);
    },
    hex: (text, tag) => {
      if (text.length !== HEX_DIGITS) return false;
      const start = end;
      room(1 + HEX_DIGITS / 2);
      bytes[end++] = tag;
      for (let i = 0; i < HEX_DIGITS; i += 2) {
        const value = hexValue(text.charCodeAt(i)) * 16 + hexValue(text.charCodeAt(i + 1));
        if (value >= NO_HEX) {
          end = start;
          return false;
        }
        bytes[end++] = value;
      }
      return true;
    },
    text: (text) => {
      if (text.length <= LONGEST_SHORT_TEXT && ascii(text)) return;
      const size = Buffer.byteLength(text);
      count(size);
      room(size);
      end += bytes.write(text, end, "utf8");
    },
    end: () => end,
    bytes: () => bytes,
  };
};

const wider = (bytes: Buffer, least: number) => {
  const copy = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, least));
  bytes.copy(copy);
  return copy;
};

const LONGEST_SHORT_TEXT = 64;
export const HEX_DIGITS = 64;
const NO_HEX = 256;
/** By character code. */
const HEX_VALUES = new Uint16Array(128).fill(NO_HEX);
for (const [value, character] of [..."0123456789abcdef"].entries()) HEX_VALUES[character.charCodeAt(0)] = value;
const hexValue = (code: number): number => HEX_VALUES[code] ?? NO_HEX;

/** Reads what a ByteWriter wrote; one reader serves many buffers. Throws RangeError when the bytes end too early. */
export type ByteReader = {
  readonly open: (bytes: Buffer, range: { readonly start: number; readonly end: number }) => void;
  readonly byte: () => number;
  readonly count: () => number;
  readonly double: () => number;
  readonly hex: (bytes: number) => string;
  readonly text: () => string;
};

export const createByteReader = (): ByteReader => {
  let bytes: Buffer = Buffer.alloc(0);
  let next = 0;
  let limit = 0;
  const byte = (): number => {
    const value = bytes[next];
    if (value === undefined || next >= limit) throw new RangeError("a row ends too early");
    next += 1;
    return value;
  };
  const count = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= LOW_BITS) {
      const part = byte();
      if (part < LOW_BITS) return value + part * scale;
      value += (part - LOW_BITS) * scale;
    }
  };
  const take = (size: number): number => {
    const start = next;
    if (start + size > limit) throw new RangeError("a row ends too early");
    next += size;
    return start;
  };
  return {
    open: (buffer, { start, end }) => {
      bytes = buffer;
      next = start;
      limit = end;
    },
    byte,
    count,
    double: () => bytes.readDoubleLE(take(8)),
    hex: (size) => bytes.toString("hex", take(size), next),
    text: () => {
      const start = take(count());
      return bytes.toString("utf8", start, next);
    },
  };
};
