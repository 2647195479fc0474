import { strToU8, type Zippable, zipSync } from "fflate";

/** The first day that an archive can tell, in local time as the format has it: no clock is in the bytes. */
const FIRST_DAY = new Date(1980, 0, 1);

/** An archive that is the same for the same files. Throws on a file that is a stream. */
export const zipOf = (files: readonly { readonly name: string; readonly content: unknown }[]): Uint8Array => {
  const packed: Zippable = {};
  for (const { name, content } of files) packed[name] = bytesOf(name, content);
  return zipSync(packed, { mtime: FIRST_DAY });
};

const bytesOf = (name: string, content: unknown): Uint8Array => {
  if (content instanceof Uint8Array) return content;
  if (typeof content === "string") return strToU8(content);
  throw new TypeError(`${name} is a stream`);
};
