import { parseNote } from "./signed-note.ts";

/** What a checkpoint says (c2sp.org/tlog-checkpoint): the first `size` lines of the journal named `origin` have this root, hex. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: string };

const CHECKPOINT = /^(.+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/;

/** The three lines that are signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root, "hex").toString("base64")}\n`;

/** Reads what a signed checkpoint says. Throws when the note is none. */
export const readCheckpoint = (note: string): Checkpoint => {
  const [, origin, size, root = ""] = CHECKPOINT.exec(parseNote(note).text) ?? [];
  if (origin === undefined) throw new Error("not a checkpoint");
  return { origin, size: Number(size), root: Buffer.from(root, "base64").toString("hex") };
};
