import type { Request, Response } from "express";
import { onward } from "./language.ts";

/** What a page says of the form that led to it: one sentence, and the step that comes next. */
export type Notice = {
  readonly text: string;
  readonly next?: { readonly href: string; readonly word: string };
};

/** The sentences of a page by key. Each asks the books whether it can be so: an address's word alone is not enough. */
export type Notices = { readonly [key: string]: (of: string) => Notice | undefined };

/** After a form: on to `to`, which says by `?done=<key>` what was done, `of` naming what it was done to. */
export const onwardDone = (response: Response, to: string, { done, of }: { done: string; of?: string }): void => {
  const query = new URLSearchParams({ done, ...(of === undefined ? {} : { of }) }).toString();
  onward(response, `${to}${to.includes("?") ? "&" : "?"}${query}`);
};

/** The notice that a page was reached with; none for a key that it does not know. */
export const noticeOf = ({ query }: Request, notices: Notices): Notice | undefined => {
  const { done, of } = query;
  if (typeof done !== "string" || !Object.hasOwn(notices, done)) return undefined;
  return notices[done]?.(typeof of === "string" ? of : "");
};

/** The query of a page without what belongs to every page. */
export const ownQuery = ({ query }: Request): Omit<Request["query"], "lang" | "done" | "of"> => {
  const { lang: _lang, done: _done, of: _of, ...own } = query;
  return own;
};
