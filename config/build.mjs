// Builds dist/: compiled TypeScript beside copies of the files that the code reads at run time, and the version of its sources.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const READ_AT_RUN_TIME = ["templates", "config/sample", "src", "workers", "package.json"];

process.chdir(ROOT);
rmSync("dist", { recursive: true, force: true });
execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.build.json"], { stdio: "inherit" });
for (const path of READ_AT_RUN_TIME.filter((path) => existsSync(path))) {
  cpSync(path, `dist/${path}`, { recursive: true, filter: (source) => !source.endsWith(".ts") });
}
const { codeVersion } = await import("../dist/src/code-version.js");
writeFileSync("dist/src/code-version.txt", codeVersion(`${ROOT}src`));
