import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const tool = (name: string): string => join(ROOT, "node_modules/.bin", name);

/** Code that breaks one rule a line; what the linter says of it is compared with LINT_RULES. */
const BAD_LINT = `
import { other } from "./other.ts";
type Kind = "a" | "b";
export const pick = (kind: Kind): number => {
  switch (kind) {
    case "a":
      return other;
  }
  return 0;
};
const work = async (): Promise<void> => {};
export const loose = (): void => { work(); };
export const loud = (): never => { throw "text"; };
export const vague = (value: any): unknown => value.x;
export const sure = (text: string | undefined): number => text!.length;
export const waits = async (): Promise<void> => { await sure("x"); };
export const asks = (): string => { if (work()) return "always"; return "never"; };
export const bends = (n: number): number => ${Array.from({ length: 12 }, (_, i) => `n === ${i} ? ${i} :`).join(" ")} 0;
export const runs = (): void => {
${"  other.toString();\n".repeat(80)}};
${"// one more line\n".repeat(240)}
export default pick;
`;

const LINT_RULES = [
  "complexity",
  "max-lines",
  "max-lines-per-function",
  "import(no-cycle)",
  "import(no-default-export)",
  "typescript(await-thenable)",
  "typescript(no-explicit-any)",
  "typescript(no-floating-promises)",
  "typescript(no-misused-promises)",
  "typescript(no-non-null-assertion)",
  "typescript(no-unsafe-member-access)",
  "typescript(only-throw-error)",
  "typescript(switch-exhaustiveness-check)",
];

describe("the gates prove that they look", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "shanzhang-gates-"));
    for (const name of [".oxlintrc.json", "tsconfig.json", "biome.json", "knip.json", "package.json"]) {
      cpSync(join(ROOT, name), join(folder, name));
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src/main.ts"), BAD_LINT);
    writeFileSync(
      join(folder, "src/other.ts"),
      'import { pick } from "./main.ts";\nexport const other: number = pick("a");\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (name: string, ...args: string[]): { status: number | null; text: string } => {
    const { status, stdout, stderr } = spawnSync(tool(name), args, { cwd: folder, encoding: "utf8" });
    return { status, text: stdout + stderr };
  };

  it("oxlint fires on a bad sample of every rule, those with types too", () => {
    const { status, text } = run("oxlint", "--disable-nested-config");
    expect(status).to.equal(1);
    expect(LINT_RULES.filter((rule) => !text.includes(rule))).to.deep.equal([]);
  });

  it("tsc refuses a wrong type", () => {
    writeFileSync(join(folder, "src/wrong.ts"), "export const amount: bigint = 1;\n");
    const { status, text } = run("tsc", "-p", ".", "--types", "node");
    expect(status).to.not.equal(0);
    expect(text).to.contain("src/wrong.ts").and.to.contain("TS2322");
  });

  it("biome refuses a file that is not formatted", () => {
    writeFileSync(join(folder, "src/other.ts"), "export const other   = 1\n");
    const { status, text } = run("biome", "ci");
    expect(status).to.not.equal(0);
    expect(text).to.contain("src/other.ts");
  });

  it("knip finds a file, an export and a package that nobody uses", () => {
    writeFileSync(join(folder, "src/main.ts"), 'import { other } from "./other.ts";\nconsole.log(other);\n');
    writeFileSync(join(folder, "src/other.ts"), "export const other = 1;\nexport const dead = 2;\n");
    writeFileSync(join(folder, "src/orphan.ts"), "export const orphan = 1;\n");
    const { status, text } = run("knip");
    expect(status).to.not.equal(0);
    for (const found of ["src/orphan.ts", "dead", "express"]) expect(text).to.contain(found);
  });

  it("the lock names no host", () => {
    const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
    expect(lock).to.contain('"node_modules/express"').and.not.to.contain('"resolved"');
  });
});
