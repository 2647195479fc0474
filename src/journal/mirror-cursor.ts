import type { Documents } from "../platform/documents.ts";

const CURSORS = "cursors";
const CURSOR = "mirror";

/** How far the collections have come: every row that a line up to this one changed is written. `version` names their shape. */
export type MirrorCursor = { readonly line: number; readonly version: string };

/** Undefined before a mirror was ever complete, and while one is rebuilt. */
export const readMirrorCursor = async (documents: Pick<Documents, "get">): Promise<MirrorCursor | undefined> => {
  const stored = await documents.get(CURSORS, CURSOR);
  return stored && { line: Number(stored.rev), version: String(stored.version) };
};

/** Never goes back: of several mirrors the one that is ahead is right. */
export const writeMirrorCursor = (
  documents: Pick<Documents, "writeNewer">,
  { line, version }: MirrorCursor,
): Promise<void> => documents.writeNewer(CURSORS, [{ _id: CURSOR, rev: line, version }]);

/** Until it is written again nobody may take the collections for complete. */
export const dropMirrorCursor = (documents: Pick<Documents, "delete">): Promise<void> =>
  documents.delete(CURSORS, CURSOR);
