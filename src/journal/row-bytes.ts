/** Bytes of a row while it is written. The buffer grows; `view` is what was written since `clear`. */
export type ByteWriter = {
  readonly clear: () => void;
  readonly byte: (value: number) => void;
  /** A whole number from 0 to 2^53 − 1. */
  readonly count: (value: number) => void;
  readonly double: (value: number) => void;
  readonly hex: (text: string) => void;
  /** Text with its length in front. */
  readonly text: (text: string) => void;
  readonly view: () => Buffer;
};

const FIRST_BYTES = 4_096;
const LONGEST_COUNT = 8;
const LOW_BITS = 128;

export const createByteWriter = (): ByteWriter => {
  let bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let end = 0;
  const room = (more: number) => {
    if (end + more <= bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, end + more));
    bytes.copy(wider, 0, 0, end);
    bytes = wider;
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
  return {
    clear: () => {
      end = 0;
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
    hex: (text) => {
      room(text.length / 2);
      end += bytes.write(text, end, "hex");
    },
    text: (text) => {
      const size = Buffer.byteLength(text);
      count(size);
      room(size);
      end += bytes.write(text, end, "utf8");
    },
    view: () => bytes.subarray(0, end),
  };
};

/** Reads what a ByteWriter wrote; one reader serves many buffers. */
export type ByteReader = {
  readonly open: (bytes: Buffer, start: number) => void;
  readonly at: () => number;
  readonly byte: () => number;
  readonly count: () => number;
  readonly double: () => number;
  readonly hex: (bytes: number) => string;
  readonly text: () => string;
};

export const createByteReader = (): ByteReader => {
  let bytes: Buffer = Buffer.alloc(0);
  let next = 0;
  const byte = (): number => {
    const value = bytes[next];
    if (value === undefined) throw new RangeError("a row ends too early");
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
    if (start + size > bytes.length) throw new RangeError("a row ends too early");
    next += size;
    return start;
  };
  return {
    open: (buffer, start) => {
      bytes = buffer;
      next = start;
    },
    at: () => next,
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
