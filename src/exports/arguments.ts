import { parseArgs } from "node:util";
import { isPeriod, type Period } from "../kernel/dates.ts";
import type { Lang } from "../platform/words.ts";
import { type ExportFormat, FORMATS } from "./formats.ts";

export type ExportArguments = {
  readonly format: ExportFormat;
  readonly period?: Period;
  readonly out: string;
  readonly lang: Lang;
};

export const EXPORT_USAGE = `npm run export -- --format ${FORMATS.join("|")} [--period 2026-09] [--lang zh-CN|en] --out DIR`;
const NAMES = ["format", "period", "lang", "out"] as const;

/** Reads the arguments of `npm run export`; all that is wrong with them at once, in words. */
export const readArguments = (args: readonly string[]): ExportArguments | { readonly faults: readonly string[] } => {
  const read = split(args);
  const { format, period, out, lang = "zh-CN" } = read.values;
  const faults = [...spellingFaults(read), ...valueFaults({ format, period, lang })];
  if (out === undefined && !read.given.includes("out")) faults.push("--out must name a folder");
  if (faults.length > 0 || !isFormat(format) || out === undefined || !isLang(lang)) return { faults };
  return { format, out, lang, ...(period === undefined ? {} : { period }) };
};

type Name = (typeof NAMES)[number];
type Split = {
  readonly values: { readonly [name in Name]?: string };
  /** Every option as often as it stands. */
  readonly given: readonly string[];
  readonly others: readonly string[];
};

const split = (args: readonly string[]): Split => {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(NAMES.map((name) => [name, { type: "string" } as const])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.filter((token) => token.kind === "option");
  return {
    values: Object.fromEntries(options.flatMap(({ name, value }) => (value ? [[name, value]] : []))),
    given: options.map(({ name }) => name),
    others: tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : [])),
  };
};

const spellingFaults = ({ values, given, others }: Split): string[] => [
  ...given.filter((name) => !isName(name)).map((name) => `--${name} is not known`),
  ...NAMES.filter((name) => given.indexOf(name) !== given.lastIndexOf(name)).map((name) => `--${name} stands twice`),
  ...NAMES.filter((name) => given.includes(name) && values[name] === undefined).map(
    (name) => `--${name} needs a value`,
  ),
  ...others.map((word) => `${word} belongs to no option`),
];

type Asked = { readonly format: string | undefined; readonly period: string | undefined; readonly lang: string };

const valueFaults = ({ format, period, lang }: Asked): string[] => [
  ...(isFormat(format) ? [] : [`--format must be one of ${FORMATS.join(", ")}`]),
  ...(period === undefined || isPeriod(period) ? [] : [`--period must be a month such as 2026-09, not ${period}`]),
  ...(format === "jsonl" && period !== undefined
    ? ["--period does not go with jsonl, which is the whole journal"]
    : []),
  ...(isLang(lang) ? [] : [`--lang must be zh-CN or en, not ${lang}`]),
];

const isName = (name: string): boolean => (NAMES as readonly string[]).includes(name);
const isFormat = (text: string | undefined): text is ExportFormat =>
  (FORMATS as readonly (string | undefined)[]).includes(text);
const isLang = (text: string): text is Lang => text === "zh-CN" || text === "en";
