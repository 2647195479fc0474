import type { Request, RequestHandler, Response } from "express";
import type { Words } from "./display.ts";
import type { Catalogue, Lang, Names, Translate } from "./words.ts";

/**
 * Chooses the language of the answer and keeps it with the response. Pages: Chinese unless the path starts with `/en`
 * or `?lang=en` asks for English (no cookie, so a link shows everybody the same); a form is answered in the language of the page it stood on. API: `?lang=`, then Accept-Language.
 */
export const chooseLanguage = (catalogue: Catalogue, names?: Names): RequestHandler => {
  const keep = (response: Response, lang: Lang): void => {
    response.locals["lang"] = lang;
    response.locals["t"] = catalogue.words(lang, names);
  };
  return (request, response, next) => {
    if (request.url === "/en" || request.url.startsWith("/en/") || request.url.startsWith("/en?")) {
      request.url = request.url.slice(3).replace(/^(?!\/)/, "/");
      keep(response, "en");
    } else {
      keep(response, languageOf(request));
    }
    response.setHeader("Content-Language", langOf(response));
    next();
  };
};

/** The language chosen for this answer; Chinese before one was chosen. */
export const langOf = (response: Response): Lang => (response.locals["lang"] === "en" ? "en" : "zh-CN");

/** The language and the words of this answer, for views. Throws before `chooseLanguage` ran. */
export const wordsFor = (response: Response): Words & { readonly t: Translate } => {
  const translate: unknown = response.locals["t"];
  if (typeof translate !== "function") throw new Error("no language was chosen for this response");
  return { lang: langOf(response), t: translate as Translate };
};

/** An address of ours in a language: Chinese ones are plain, English ones have `?lang=en`; other addresses stay. */
export const inLanguage = (path: string, lang: Lang): string => {
  if (lang === "zh-CN" || !path.startsWith("/") || /[?&]lang=/.test(path)) return path;
  const [before = "", fragment] = path.split("#");
  const joined = `${before}${before.includes("?") ? "&" : "?"}lang=en`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
};

/** After a form: on to a page of ours, in the language of the page that the form stood on. */
export const onward = (response: Response, path: string): void => {
  response.redirect(303, inLanguage(path, langOf(response)));
};

export const isApi = (request: Request): boolean => request.originalUrl.startsWith("/api/");

const languageOf = (request: Request): Lang => {
  const asked = request.query["lang"];
  if (asked === "en") return "en";
  if (asked === "zh" || asked === "zh-CN") return "zh-CN";
  if (!isApi(request)) return request.method === "POST" ? languageOfPage(request.get("referer")) : "zh-CN";
  return request.acceptsLanguages("zh-CN", "zh", "en") === "en" ? "en" : "zh-CN";
};

const ENGLISH_PAGE = /^https?:\/\/[^/?#]+(?:\/en(?=[/?#]|$)|[^#]*[?&]lang=en(?=[&#]|$))/;

/** The language of the page that sent a form; Chinese when the browser does not name it. */
const languageOfPage = (address: string | undefined): Lang =>
  address !== undefined && ENGLISH_PAGE.test(address) ? "en" : "zh-CN";
