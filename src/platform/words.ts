import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { displayYuan, fen, parseSignedYuan } from "../kernel/money.ts";
import { fullDay, type Words, wholeNumber, yearMonth } from "./display.ts";

export type Lang = "zh-CN" | "en";
type Value = string | number | bigint;
export type Vars = { readonly [name: string]: Value };
/** Gives the words of a key. Throws when the key or a variable of its text is missing. */
export type Translate = (key: string, vars?: Vars) => string;
/** The name of a code, by the kind of thing it names; undefined when nothing has the code. */
export type Names = { readonly [kind: string]: (code: string, lang: Lang) => string | undefined };
export type Catalogue = {
  /** The words of a language; names print in place of codes where they are given. */
  readonly words: (lang: Lang, names?: Names) => Translate;
  readonly has: (key: string) => boolean;
  readonly keys: (lang: Lang) => readonly string[];
};

type Plural = { readonly other: string } & { readonly [rule: string]: string };
type Entry = string | Plural;
const RULES = new Set(["zero", "one", "two", "few", "many", "other"]);

/**
 * Reads `zh.json`, `en.json` and every `<name>.zh.json`, `<name>.en.json` of a folder into one catalogue. Objects nest
 * (`{"home": {"title": …}}` is `home.title`); `{"one": …, "other": …}` is a plural chosen by the variable `count`.
 * A text holds variables as `{name}` or with a format as `{name:yuan}`: see FORMATS. `{code:name.street}` prints the name
 * that the code has among the streets. Any other format is a group of keys: `{state:order.state}` with the state `paid`
 * prints the words of `order.state.paid`. Throws on a key that two files give.
 */
export const loadCatalogue = (folder: string): Catalogue => {
  const files = readdirSync(folder).sort();
  const entries = { "zh-CN": read(folder, files, "zh"), en: read(folder, files, "en") };
  const words = { "zh-CN": translator("zh-CN", entries["zh-CN"]), en: translator("en", entries.en) };
  return {
    words: (lang, names = {}) => words[lang](names),
    has: (key) => entries["zh-CN"].has(key),
    keys: (lang) => [...entries[lang].keys()].sort(),
  };
};

const read = (folder: string, files: readonly string[], suffix: "zh" | "en"): Map<string, Entry> => {
  const entries = new Map<string, Entry>();
  for (const file of files) {
    if (file !== `${suffix}.json` && !file.endsWith(`.${suffix}.json`)) continue;
    const content: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));
    flatten(entries, { value: content, path: "", file });
  }
  return entries;
};

const flatten = (entries: Map<string, Entry>, node: { value: unknown; path: string; file: string }): void => {
  const { value, path, file } = node;
  if (typeof value === "string" || isPlural(value)) {
    if (entries.has(path)) throw new Error(`${file}: ${path} is given twice`);
    entries.set(path, value);
    return;
  }
  if (typeof value !== "object" || value === null) throw new Error(`${file}: ${path} is not a text`);
  for (const [key, item] of Object.entries(value)) {
    flatten(entries, { value: item, path: path === "" ? key : `${path}.${key}`, file });
  }
};

const isPlural = (value: unknown): value is Plural =>
  typeof value === "object" &&
  value !== null &&
  "other" in value &&
  Object.entries(value).every(([rule, text]) => RULES.has(rule) && typeof text === "string");

/** What a program says, for people: money as fen, money as decimal yuan, a whole number, a date, a period. */
const FORMATS: { readonly [format: string]: (value: Value, words: Words) => string } = {
  yuan: (value) => displayYuan(fen(BigInt(value))),
  money: (value) => {
    const amount = parseSignedYuan(String(value));
    if (amount === undefined) throw new Error(`${value} is no amount in yuan`);
    return displayYuan(amount);
  },
  number: (value) => wholeNumber(Number(value)),
  day: (value, words) => fullDay(words, String(value)),
  month: (value, words) => yearMonth(words, String(value)),
};

const NAME = "name.";

const translator = (lang: Lang, entries: ReadonlyMap<string, Entry>) => {
  const rules = new Intl.PluralRules(lang);
  return (names: Names): Translate => {
    const inFormat = (format: string, value: Value): string => {
      if (format.startsWith(NAME)) return names[format.slice(NAME.length)]?.(String(value), lang) ?? String(value);
      return FORMATS[format]?.(value, { lang, t }) ?? t(`${format}.${value}`);
    };
    const t: Translate = (key, vars = {}) => {
      const entry = entries.get(key);
      if (entry === undefined) throw new Error(`no words for ${key} in ${lang}`);
      const text = typeof entry === "string" ? entry : (entry[rules.select(Number(vars["count"]))] ?? entry.other);
      return text.replace(/\{(\w+)(?::([\w.]+))?\}/g, (_all, name: string, format?: string) => {
        const value = vars[name];
        if (value === undefined) throw new Error(`${key} needs ${name}`);
        return format === undefined ? String(value) : inFormat(format, value);
      });
    };
    return t;
  };
};
