import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { cyclesOf, ROOT, readSources, type SourceFile, sourceFile } from "./support/source-files.ts";
import * as rules from "./support/tidy-rules.ts";

const product = readSources("src", "workers", "config");
const all = [...product, ...readSources("test")];

/** Faults are told as `file: what`, all at once. */
const expectNone = (faults: readonly string[]): void => {
  if (faults.length > 0) throw new Error(`${faults.length} faults:\n${faults.join("\n")}`);
};
const faultsIn = (files: readonly SourceFile[], of: (file: SourceFile) => readonly string[]): string[] =>
  files.flatMap((file) => of(file).map((fault) => `${file.path}: ${fault}`));

const moduleOf = (path: string): string | undefined => /^src\/([a-z-]+)\//.exec(path)?.[1];
const layerOf = (module: string): number => rules.LAYERS.findIndex((layer) => layer.includes(module));

/** What is wrong with one import between files of src/ and workers/; undefined when nothing is. */
const borderFault = (from: string, to: string): string | undefined => {
  const [source, target] = [moduleOf(from), moduleOf(to)];
  if (source === target) return undefined;
  if (source === undefined) return rules.WIRED_FILES.test(to) ? undefined : past(to);
  if (target === undefined) return /^(?:src|workers)\//.test(to) ? `imports ${to} above it` : undefined;
  if (layerOf(target) >= layerOf(source)) return `imports ${to}, which is not in a lower layer`;
  return past(to);
};

/** A module is entered through public.ts, but for the three that are open. */
const past = (to: string): string | undefined =>
  to.endsWith("/public.ts") || rules.OPEN_MODULES.includes(moduleOf(to) ?? "config")
    ? undefined
    : `imports ${to} past public.ts`;

const packageFaults = ({ path, imports }: SourceFile): string[] =>
  imports.flatMap(({ target, typeOnly }) => {
    if (/^(?:node:|src\/|workers\/|config\/|test\/|package\.json$)/.test(target)) return [];
    const rule = rules.PACKAGES[target];
    if (rule === undefined) return [`imports ${target}, a package in no rule`];
    return rule.in.test(path) || (typeOnly && rule.types?.test(path))
      ? []
      : [`imports ${target} outside its kind of file`];
  });

const isPure = ({ path, imports }: SourceFile): boolean =>
  rules.PURE_FILES.test(path) ||
  (!rules.IMPURE_FILES.test(path) && imports.some(({ target }) => target === rules.CHAPTER));

const impurities = ({ bare, imports }: SourceFile): string[] => [
  ...(rules.ASYNC.test(bare) ? ["is pure and async"] : []),
  ...imports
    .filter(({ target, typeOnly }) => !typeOnly && target.startsWith("node:") && !rules.PURE_BUILTINS.includes(target))
    .map(({ target }) => `is pure and imports ${target}`),
];

const bansBrokenBy = ({ path, bare }: SourceFile): string[] =>
  rules.BANS.filter((ban) => (ban.within?.test(path) ?? true) && !ban.except?.test(path) && ban.pattern.test(bare)).map(
    (ban) => ban.name,
  );

describe("tidy", () => {
  it("found the code", () => {
    const modules = new Set(product.map(({ path }) => moduleOf(path)).filter((name) => name !== undefined));
    expect(product.length).to.be.greaterThan(100);
    expectNone(
      rules.LAYERS.flat()
        .filter((name) => !modules.has(name))
        .map((name) => `src/${name}: not found`),
    );
    const paths = new Set(product.map(({ path }) => path));
    expectNone(["src/main.ts", "src/compose.ts", "workers/main.ts"].filter((path) => !paths.has(path)));
    expect(product.reduce((count, { imports }) => count + imports.length, 0)).to.be.greaterThan(300);
  });

  it("reads imports of every form", () => {
    const text = [
      'import joi from "joi";',
      'import { type A, type B } from "@node-rs/argon2/x";',
      'import {\n  c,\n} from "../kernel/c.ts";',
      'export { d } from "./d.ts";',
      'import "./effect.ts";',
      '// import e from "e";',
      'const f = await import("./f.ts"); // "g"',
    ].join("\n");
    expect(sourceFile("src/funds/x.ts", text).imports).to.deep.equal([
      { target: "joi", typeOnly: false, bare: false },
      { target: "@node-rs/argon2", typeOnly: true, bare: false },
      { target: "src/kernel/c.ts", typeOnly: false, bare: false },
      { target: "src/funds/d.ts", typeOnly: false, bare: false },
      { target: "src/funds/effect.ts", typeOnly: false, bare: true },
      { target: "src/funds/f.ts", typeOnly: false, bare: false },
    ]);
  });

  it("knows a border when it sees one", () => {
    expect(borderFault("src/donations/gift.ts", "src/ledger/posting.ts")).to.contain("past public.ts");
    expect(borderFault("src/ledger/posting.ts", "src/funds/public.ts")).to.contain("not in a lower layer");
    expect(borderFault("src/funds/fund.ts", "src/payments/public.ts")).to.contain("not in a lower layer");
    expect(borderFault("src/funds/fund.ts", "src/compose.ts")).to.contain("above it");
    expect(borderFault("src/compose.ts", "src/funds/fund.ts")).to.contain("past public.ts");
    expect(borderFault("src/donations/gift.ts", "src/ledger/public.ts")).to.equal(undefined);
    expect(borderFault("src/donations/gift.ts", "src/kernel/money.ts")).to.equal(undefined);
  });

  it("has every folder in a layer and every import going down, through public.ts", () => {
    const unknown = product.map(({ path }) => moduleOf(path)).filter((name) => name !== undefined && layerOf(name) < 0);
    expectNone([...new Set(unknown)].map((name) => `src/${name}: a folder in no layer`));
    const ours = product.filter(({ path }) => !path.startsWith("config/"));
    expectNone(faultsIn(ours, ({ path, imports }) => imports.flatMap(({ target }) => borderFault(path, target) ?? [])));
  });

  it("reads config.ts only where a process begins", () => {
    const reads = ({ path, imports }: SourceFile): string[] =>
      imports
        .filter(({ target, typeOnly }) => target.startsWith("config/") && target !== "config/limits.ts" && !typeOnly)
        .filter(() => !rules.CONFIG_READERS.test(path))
        .map(({ target }) => `imports ${target}`);
    expectNone(faultsIn(product, reads));
  });

  it("has no circle of imports", () => {
    const [a, b] = [
      sourceFile("a.ts", 'import { b } from "./b.ts";'),
      sourceFile("b.ts", 'import { a } from "./a.ts";'),
    ];
    expect(cyclesOf([a, b])).to.deep.equal(["a.ts → b.ts → a.ts"]);
    expectNone(cyclesOf(all));
  });

  it("imports each package in one kind of file", () => {
    expect(packageFaults(sourceFile("src/funds/fund.ts", 'import x from "left-pad";'))).to.have.length(1);
    expect(packageFaults(sourceFile("src/funds/service.ts", 'import joi from "joi";'))).to.have.length(1);
    expectNone(faultsIn(product, packageFaults));
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { dependencies: object };
    const files = /^@expo-google-fonts\//; // read as files, never imported
    expectNone(Object.keys(dependencies).filter((name) => !files.test(name) && !(name in rules.PACKAGES)));
  });

  it("keeps pure files pure", () => {
    expect(
      impurities(sourceFile("src/kernel/a.ts", 'import fs from "node:fs";\nexport const a = async () => 1;')),
    ).to.have.length(2);
    expect(product.filter(isPure).length).to.be.greaterThan(20);
    expectNone(faultsIn(product.filter(isPure), impurities));
  });

  it("uses nothing that is banned", () => {
    const fires = ({ name, pattern, bad }: rules.Ban): string[] =>
      pattern.test(sourceFile("x.ts", bad).bare) ? [] : [name];
    expectNone(rules.BANS.flatMap(fires));
    const rulesThemselves = /^test\/(?:support\/tidy-rules|tidy\.test|gates\.test)\.ts$/;
    expectNone(
      faultsIn(
        all.filter(({ path }) => !rulesThemselves.test(path)),
        bansBrokenBy,
      ),
    );
  });

  it("has short files with names that say something", () => {
    const faults = ({ path, text }: SourceFile): string[] => [
      ...(text.split("\n").length - 1 > rules.LINES_MOST ? [`more than ${rules.LINES_MOST} lines`] : []),
      ...(rules.EMPTY_NAMES.test(basename(path)) ? ["a name that says nothing"] : []),
      ...(/^[a-z0-9-]+(?:\.test)?\.ts$/.test(basename(path)) ? [] : ["a name that is not lower-case-with-hyphens"]),
    ];
    expect(faults(sourceFile("src/x/utils.ts", "\n".repeat(301)))).to.have.length(2);
    expectNone(faultsIn(all, faults));
  });

  it("holds no word of somebody's desk", () => {
    expect(rules.FOREIGN_WORDS.test(["see /wo", "rk/main"].join(""))).to.equal(true);
    const names = existsSync(join(ROOT, ".git"))
      ? execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" }).split("\0").filter(Boolean)
      : all.map(({ path }) => path);
    expect(names.length).to.be.greaterThan(100);
    const written = names.filter((name) => name !== "package-lock.json" && existsSync(join(ROOT, name)));
    expectNone(written.flatMap((name) => foreignLines(name, readFileSync(join(ROOT, name), "latin1"))));
  });
});

const foreignLines = (name: string, text: string): string[] =>
  text
    .split("\n")
    .flatMap((line, i) => (rules.FOREIGN_WORDS.test(line) ? [`${name}:${i + 1}: ${line.trim().slice(0, 80)}`] : []));
