import type { Submit } from "../journal/chapter.ts";
import type { BusinessDate } from "../kernel/dates.ts";
import type { Files } from "../platform/files.ts";
import type { Books } from "./month.ts";
import type { Disclosure } from "./publication.ts";

/** What building a report and showing published months need. */
export type BuildDeps = {
  readonly submit: Submit;
  readonly catchUp: () => Promise<void>;
  readonly today: () => BusinessDate;
  readonly files: Pick<Files, "open">;
  readonly head: () => { readonly lines: number; readonly root: string };
  /** Signs and keeps the checkpoint of the first lines of the book. */
  readonly checkpoint: (lines: number) => Promise<string>;
  readonly books: Books;
  readonly disclosure: Disclosure;
  readonly publicUrl: string;
};
