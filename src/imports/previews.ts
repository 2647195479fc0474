import { limits } from "../../config/limits.ts";
import type { Refusal } from "../kernel/result.ts";
import type { ClearedShelf } from "../platform/files.ts";
import type { Look } from "./look.ts";
import type { Imports } from "./service.ts";
import type { PreviewRecord, PreviewStore } from "./store.ts";

export type PreviewsDeps = {
  readonly imports: Pick<Imports, "look">;
  readonly store: PreviewStore;
  readonly shelf: ClearedShelf;
  readonly clock: () => Date;
  readonly newId: () => string;
};

/** A file that waits, and whose word it waits for. */
type Of = { readonly id: string; readonly by: string };
export type Waiting = { readonly file: string; readonly content: Uint8Array };

export type Previews = ReturnType<typeof previewsService>;

/**
 * Files between a look and their import: kept encrypted until who brought them decides, a day at most. Nothing of them is
 * in the books (PIT-48).
 */
export const previewsService = ({ imports, store, shelf, clock, newId }: PreviewsDeps) => {
  const remove = async ({ _id, kept }: PreviewRecord): Promise<void> => {
    await shelf.drop(kept);
    await store.drop(_id);
  };
  const waiting = async ({ id, by }: Of): Promise<Waiting | undefined> => {
    const record = await store.find(id);
    if (record?.by !== by) return undefined;
    const kept = await shelf.read(record.kept);
    return kept && { file: record.file, content: kept.content };
  };
  return {
    /** Keeps a file for a look; answers its id. Files that waited too long go. */
    add: async ({ file, content, by }: Waiting & { readonly by: string }): Promise<string> => {
      const now = clock();
      const old = await store.before(new Date(now.getTime() - limits.previewWaits).toISOString());
      for (const record of old) await remove(record);
      const id = newId();
      const { id: kept } = await shelf.keep({ name: id, mime: "application/octet-stream", content });
      await store.add({ _id: id, at: now.toISOString(), by, file, kept });
      return id;
    },
    waiting,
    /** What an import of it would do; undefined when it waits no more, or for somebody else. */
    look: async ({ kind, ...of }: Of & { readonly kind: string }): Promise<Look | Refusal | undefined> => {
      const found = await waiting(of);
      return found && imports.look({ kind, content: found.content });
    },
    /** It was imported. */
    done: async ({ id, by }: Of): Promise<void> => {
      const record = await store.find(id);
      if (record?.by === by) await remove(record);
    },
  };
};
