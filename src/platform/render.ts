import type { Request, Response } from "express";
import { Eta } from "eta";
import type { Assets } from "./assets.ts";
import { csrfToken } from "./csrf.ts";
import { inLanguage, wordsFor } from "./language.ts";
import type { Words } from "./display.ts";
import { type FormState, formState, type RefusedForm, refusedOf } from "./page-form.ts";
import type { SignedIn } from "./session.ts";
import type { Lang, Translate } from "./words.ts";

export type View = { readonly [name: string]: unknown };

/** What every template finds in `it` beside its view. */
export type PageContext = {
  readonly lang: Lang;
  readonly t: Translate;
  /** The token for `<input type="hidden" name="_csrf">`; empty for visitors, who need none. */
  readonly csrf: string;
  readonly user: SignedIn | undefined;
  /** The path asked for, without query and without `/en`. */
  readonly path: string;
  /** An address of ours in the language of the page. */
  readonly href: (path: string) => string;
  /** This page in the other language; empty on the answer to a form, whose address cannot be asked for again. */
  readonly otherLanguage: string;
  /** False for a part of the desk that the offices of this person do not open. */
  readonly opens: (path: string) => boolean;
  readonly asset: (name: string) => string;
  /** The form that was refused: the layout tells it at the top of its page. */
  readonly refused: RefusedForm | undefined;
  /** What was typed into a form of this page and refused. */
  readonly form: (name: string) => FormState;
  /** Whose books these are, for head and foot (ORG-4); missing before the federation was opened. */
  readonly site?: Site;
};

export type Site = { readonly name: string; readonly legal: string };

export type Renderer = (page: string, context: View & PageContext) => string;

/** Templates of a folder. A value that is null or undefined fails the page: nothing prints "undefined". */
export const openRenderer = (options: { folder: string; cache: boolean }): Renderer => {
  const eta = new Eta({
    views: options.folder,
    cache: options.cache,
    autoEscape: true,
    autoFilter: true,
    filterFunction: (value: unknown) => {
      if (value === undefined || value === null) throw new Error("a template printed a missing value");
      return String(value);
    },
  });
  return (page, context) => eta.render(page, context);
};

/** Answers with the page `templates/<page>.eta`. The status is the response's own (200 unless set before). */
export const render = (response: Response, page: string, view: View): void => {
  const { renderer, assets } = toolsOf(response);
  const html = renderer(page, { ...view, ...contextOf(response, assets) });
  if (response.req.signedIn !== undefined) response.setHeader("Cache-Control", "private, no-store");
  response.type("html").send(html);
};

const contextOf = (response: Response, assets: Assets): PageContext => {
  const request = response.req;
  const { lang, t } = wordsFor(response);
  const site = siteOf(response)?.({ lang, t });
  const refused = refusedOf(response);
  return {
    ...(site === undefined ? {} : { site }),
    lang,
    t,
    csrf: request.signedIn === undefined ? "" : csrfToken(request),
    user: request.signedIn,
    path: request.path,
    href: (path) => inLanguage(path, lang),
    otherLanguage: request.method === "GET" ? inLanguage(withoutLanguage(request), lang === "en" ? "zh-CN" : "en") : "",
    opens: (path) => opensTo(response, path),
    asset: assets.url,
    refused,
    form: (name) => formState(refused, name),
  };
};

const toolsOf = (response: Response): { renderer: Renderer; assets: Assets } => {
  const { renderer, assets } = response.app.locals as { renderer?: Renderer; assets?: Assets };
  if (renderer === undefined || assets === undefined) throw new Error("the app was built without a renderer");
  return { renderer, assets };
};

/** `app.locals.deskReaders`, set where the app is composed: offices by path; what is not in it is open to all staff. */
const opensTo = (response: Response, path: string): boolean => {
  const { deskReaders = {} } = response.app.locals as { deskReaders?: { readonly [path: string]: readonly string[] } };
  const offices = deskReaders[path];
  return offices === undefined || response.req.signedIn?.roles.some((role) => offices.includes(role)) === true;
};

/** `app.locals.site`, set where the app is composed. */
const siteOf = (response: Response) => (response.app.locals as { site?: (words: Words) => Site | undefined }).site;

const withoutLanguage = (request: Request): string => {
  const query = new URLSearchParams(request.url.split("?")[1] ?? "");
  query.delete("lang");
  return query.size === 0 ? request.path : `${request.path}?${query.toString()}`;
};
