import { join } from "node:path";
import type { Words } from "../../src/platform/display.ts";
import { formState, type RefusedForm } from "../../src/platform/page-form.ts";
import type { Paged } from "../../src/platform/paging.ts";
import { openRenderer, type View } from "../../src/platform/render.ts";
import { type Lang, loadCatalogue } from "../../src/platform/words.ts";

/** Renders the real templates with the real words, without an HTTP server. */
const templates = join(import.meta.dirname, "../../templates");
const catalogue = loadCatalogue(join(templates, "locales"));
const renderer = openRenderer({ folder: templates, cache: true });

export const words = (lang: Lang): Words => ({ lang, t: catalogue.words(lang) });

export type Visit = {
  readonly path: string;
  readonly lang?: Lang;
  readonly signedIn?: boolean;
  readonly refused?: RefusedForm;
};

/** A page of the product with sample data. */
export type Sample = {
  readonly name: string;
  readonly template: string;
  readonly path: string;
  readonly signedIn?: boolean;
  readonly refused?: RefusedForm;
  readonly view: (words: Words) => Record<string, unknown>;
};

export const renderPage = (page: string, view: View, visit: Visit): string => {
  const lang = visit.lang ?? "zh-CN";
  return renderer(page, {
    ...view,
    lang,
    t: catalogue.words(lang),
    csrf: visit.signedIn ? "token-of-the-session" : "",
    user: visit.signedIn
      ? { id: "U1", user: "member3", name: "委员丙", roles: ["committeeMember"], funds: "all" }
      : undefined,
    path: visit.path,
    href: (to) => (lang === "en" ? to.replace(/^(\/[^#?]*)/, "$1?lang=en") : to),
    otherLanguage: lang === "en" ? visit.path : `${visit.path}?lang=en`,
    site: { name: "示例区慈善会", legal: "统一社会信用代码 51990000202609017K" },
    opens: () => true,
    asset: (name) => `/assets/${name}`,
    refused: visit.refused,
    form: (name) => formState(visit.refused, name),
  });
};

/** The first page of a list of so many. */
export const paged = <Row>(rows: readonly Row[], count = rows.length): Paged<Row> => ({
  rows,
  page: 1,
  pages: count > rows.length ? 2 : 1,
  before: 0,
  count,
});
