import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";

export type WrittenFile = { readonly name: string; readonly bytes: number; readonly sha256: string };
type Content = string | Uint8Array | AsyncIterable<string>;

/** Writes a file that is there whole or not at all: beside its place, synced, then moved. `sha256` is hex over its bytes. */
export const writeWhole = async (
  folder: string,
  { name, content }: { readonly name: string; readonly content: Content },
): Promise<WrittenFile> => {
  const part = join(folder, `.${name}.part`);
  const digest = createHash("sha256");
  let bytes = 0;
  const handle = await open(part, "w", 0o600);
  try {
    for await (const chunk of isStream(content) ? content : [content]) {
      const piece = Buffer.from(chunk);
      digest.update(piece);
      bytes += piece.length;
      await handle.appendFile(piece);
    }
    await handle.sync();
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(part, join(folder, name));
  return { name, bytes, sha256: digest.digest("hex") };
};

const isStream = (content: Content): content is AsyncIterable<string> =>
  typeof content === "object" && Symbol.asyncIterator in content;
