import { type AsyncZippable, strToU8, zip } from "fflate";

/** The first day that an archive can tell, in local time as the format has it: no clock is in the bytes. */
const FIRST_DAY = new Date(1980, 0, 1);
/** Of 9: sheets pack nearly as small as with the highest, in a third of the time. */
const LEVEL = 2;

export type Packed = { readonly name: string; readonly content: string | Uint8Array };

/** An archive that is the same for the same files; large ones are packed in threads of their own (PIT-55). */
export const zipOf = (files: readonly Packed[]): Promise<Uint8Array> => {
  const contents: AsyncZippable = Object.fromEntries(
    files.map(({ name, content }) => [name, typeof content === "string" ? strToU8(content) : content]),
  );
  return new Promise((resolve, reject) => {
    zip(contents, { mtime: FIRST_DAY, level: LEVEL }, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
};
