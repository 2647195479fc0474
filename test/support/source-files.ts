import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export type Import = {
  /** A package name, `node:…`, or a path from the root of the repository. */
  readonly target: string;
  /** Erased when compiled. */
  readonly typeOnly: boolean;
  /** `import "x"`: nothing is taken, something happens. */
  readonly bare: boolean;
};

export type SourceFile = {
  readonly path: string;
  readonly text: string;
  /** Without comments, and with empty strings: what the code does, not what it says. */
  readonly bare: string;
  readonly imports: readonly Import[];
};

/** Every .ts file under the folders, by path. */
export const readSources = (...folders: string[]): SourceFile[] =>
  folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
        .sort()
        .map((path) => sourceFile(path, readFileSync(join(ROOT, path), "utf8"))),
    );

export const sourceFile = (path: string, text: string): SourceFile => {
  const code = withoutComments(text);
  return { path, text, bare: code.replace(STRING, '""'), imports: importsOf(path, code) };
};

const STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;
const STRING_OR_COMMENT = new RegExp(`(${STRING.source})|/\\*[\\s\\S]*?\\*/|(?<=^|[\\s;{},()])//[^\\n]*`, "gm");
const STATIC = /^\s*(?:import|export)\s+(type\s)?(?:([^;"]*?)\sfrom\s+)?"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"\s*\)/g;

const withoutComments = (text: string): string =>
  text.replace(STRING_OR_COMMENT, (_all, string: string | undefined) => string ?? "");

const importsOf = (path: string, code: string): Import[] => [
  ...[...code.matchAll(STATIC)].map(([, type, names, from = ""]) => ({
    target: targetOf(path, from),
    typeOnly: type !== undefined || namesTypesOnly(names ?? ""),
    bare: names === undefined,
  })),
  ...[...code.matchAll(DYNAMIC)].map(([, from = ""]) => ({
    target: targetOf(path, from),
    typeOnly: false,
    bare: false,
  })),
];

/** `{ type A, type B }` */
const namesTypesOnly = (names: string): boolean => {
  const inside = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  if (inside === undefined) return false;
  const each = inside.split(",").filter((name) => name.trim() !== "");
  return each.every((name) => name.trim().startsWith("type "));
};

const targetOf = (path: string, from: string): string => {
  if (from.startsWith(".")) return posix.normalize(`${dirname(path)}/${from}`);
  if (from.startsWith("node:")) return from;
  return from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");
};

/** Chains of imports that come back to where they began, one a circle. */
export const cyclesOf = (files: readonly SourceFile[]): string[] => {
  const edges = new Map(files.map((file) => [file.path, file.imports.map((one) => one.target)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
};
