/** The borders of the code, as data (STYLE §3 and §4). test/tidy.test.ts applies them. */

/** From the bottom up. A module may import from the layers under its own; modules of one layer do not see each other. */
export const LAYERS: readonly (readonly string[])[] = [
  ["kernel"],
  ["platform"],
  ["journal"],
  ["identity", "people"],
  ["ledger"],
  ["funds", "payments"],
  ["donations", "disbursements", "agency"],
  ["receipts", "reconciliation"],
  ["disclosure", "privacy"],
  ["exports"],
  ["imports"],
  ["story"],
];

/** Modules whose files may be imported one by one; every other module is entered through its public.ts. */
export const OPEN_MODULES = ["kernel", "platform", "journal", "config"];

/** The composition (src/*.ts and workers/) stands on top and may also wire these files of a module. */
export const WIRED_FILES = /\/(?:public|routes|[a-z-]+-routes|pages|jobs|store|gateway-[a-z]+)\.ts$/;

/** Who may read the environment's configuration; all may read config/limits.ts. */
export const CONFIG_READERS = /^(?:src\/[a-z-]+\.ts|src\/story\/main\.ts|workers\/|config\/|test\/)/;

const anyOf = (...patterns: RegExp[]): RegExp => new RegExp(patterns.map((pattern) => pattern.source).join("|"));
const PLATFORM = /^src\/platform\//;
const PDF = /-pdf\.ts$/;
const PICTURE = /-(?:picture|chart)\.ts$/;

/** One package, one kind of file. `types`: files that may name its types and nothing else. */
export const PACKAGES: Readonly<Record<string, { readonly in: RegExp; readonly types?: RegExp }>> = {
  "@node-rs/argon2": { in: /^src\/identity\// },
  bull: { in: anyOf(PLATFORM, /^workers\//) },
  "connect-redis": { in: PLATFORM },
  "csrf-sync": { in: PLATFORM },
  "csv-parse": { in: PLATFORM },
  "csv-stringify": { in: anyOf(PLATFORM, /-csv\.ts$/) },
  "d3-sankey": { in: PICTURE },
  eta: { in: PLATFORM },
  express: {
    in: anyOf(PLATFORM, /\/(?:[a-z-]+-)?routes\.ts$/, /\/pages\.ts$/),
    types: /\/(?:public|access)\.ts$|^src\/[a-z-]+\.ts$/,
  },
  "express-session": { in: PLATFORM },
  fflate: { in: /^src\/platform\/zip-writer\.ts$/ },
  fontkit: { in: PDF },
  helmet: { in: PLATFORM },
  ioredis: { in: PLATFORM, types: /^src\/[a-z-]+\.ts$|^workers\// },
  joi: { in: anyOf(PLATFORM, /\/(?:[a-z-]+-)?input\.ts$/, /\/jobs\.ts$/, /^config\/config\.ts$/) },
  "joi-to-json": { in: PLATFORM },
  mongoose: { in: anyOf(PLATFORM, /\/(?:[a-z-]+-)?store\.ts$/), types: /\/public\.ts$|^src\/[a-z-]+\.ts$|^workers\// },
  multer: { in: PLATFORM },
  nodemailer: { in: PLATFORM },
  pdfkit: { in: PDF },
  pino: { in: PLATFORM },
  "pino-http": { in: PLATFORM },
  qrcode: { in: anyOf(PLATFORM, PDF, PICTURE) },
  "rate-limiter-flexible": { in: PLATFORM },
  saxes: { in: /\/xml-[a-z]+\.ts$/ },
  stripe: { in: /\/gateway-stripe\.ts$/ },
};

/**
 * Files that only compute: all of the kernel, what a module says of its nouns, refusals and pages. They import no
 * I/O and are never async. A file that makes a chapter of the book (imports journal/chapter.ts) counts too.
 */
export const PURE_FILES = anyOf(/^src\/kernel\//, /\/(?:facts|errors|views|[a-z-]+-view)\.ts$/, PICTURE);
export const CHAPTER = "src/journal/chapter.ts";
export const IMPURE_FILES = anyOf(
  /^src\/(?:journal|platform|imports)\//,
  /\/(?:[a-z-]+-)?(?:service|store|routes|pages|input|jobs|public|run|checks|ports)\.ts$/,
  /\/(?:statement|gateway)-[a-z0-9-]+\.ts$/,
  /^src\/[a-z-]+\.ts$/,
  /^workers\//,
);
export const PURE_BUILTINS = ["node:crypto"];
export const ASYNC = /\basync\b|\bawait\b|\bPromise\b/;

/** Names that say nothing. */
export const EMPTY_NAMES = /^(?:index|utils?|helpers?|types?|constants?|common|misc|shared|lib)\.ts$/;
export const LINES_MOST = 300;

const COMPOSITION = anyOf(/^src\/[a-z-]+\.ts$/, /^src\/story\//, /^workers\//, /^config\/embedded\//);

export type Ban = {
  readonly name: string;
  readonly pattern: RegExp;
  /** Files in which it is allowed, each with its reason. */
  readonly except?: RegExp;
  /** Where the ban holds; everywhere when left out. */
  readonly within?: RegExp;
  readonly bad: string;
};

const SRC = /^(?:src|workers)\//;
const PRODUCT = /^(?:src|workers|config)\//;

export const BANS: readonly Ban[] = [
  { name: "export *", pattern: /^\s*export\s+(?:type\s+)?\*/m, bad: 'export * from "./a.ts";' },
  { name: "default export", pattern: /^\s*export\s+default\b/m, bad: "export default 1;" },
  { name: "enum", pattern: /^\s*(?:export\s+)?(?:const\s+)?enum\s/m, bad: "export enum Kind { A }" },
  { name: "namespace", pattern: /^\s*(?:export\s+)?(?:namespace|module)\s+\w/m, bad: "namespace Money {}" },
  {
    name: "class that is no error",
    pattern: /\bclass\s+\w+(?!\w|\s+extends\s+\w*Error\b)/,
    except: /^src\/journal\/table\.ts$/,
    within: PRODUCT,
    bad: "export class Donation {}",
  },
  { name: "decorator", pattern: /^\s*@\w+\(?/m, within: PRODUCT, bad: "@Entity()\nclass A {}" },
  {
    name: "process.env outside config.ts",
    pattern: /\bprocess\s*\.\s*env\b|process\[""\]/,
    except: /^config\/config\.ts$/,
    bad: "const port = process.env.PORT;",
  },
  {
    name: "the clock outside the composition",
    pattern: /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.timeOrigin\b/,
    except: COMPOSITION,
    within: PRODUCT,
    bad: "const at = Date.now();",
  },
  {
    name: "randomness outside the composition",
    pattern: /\bMath\.random\(|\brandomUUID\b|\bimport\s*\{[^}]*\brandom(?:Bytes|Int)\b|\bcrypto\.(?:random|getRandom)/,
    except: COMPOSITION,
    within: PRODUCT,
    bad: "const id = crypto.randomUUID();",
  },
  {
    name: "rounding of a number (money is Fen)",
    pattern: /\.toFixed\(|\bMath\.round\(|\bparseFloat\(/,
    // days between dates, bytes for people, coordinates of pictures, pages of a replay: no money
    except: anyOf(/^src\/kernel\/dates\.ts$/, /^src\/platform\/display\.ts$/, PICTURE, /^src\/journal\/replay\.ts$/),
    within: SRC,
    bad: "const yuan = (fen / 100).toFixed(2);",
  },
  {
    name: "mongoose hooks, virtuals, methods, statics",
    pattern: /\.pre\(\s*""|[sS]chema\s*\.(?:post|virtual|plugin|method|static)/,
    within: SRC,
    bad: 'schema.pre("save", run);',
  },
  {
    name: "what the engines do not share: transactions, change streams, $lookup, text search",
    pattern: /\bstartSession\(|\bwithTransaction\(|\.watch\(\s*\[|\$lookup\b|\$text\b|\$regex\b/,
    within: SRC,
    bad: "await connection.startSession();",
  },
  { name: "import for side effects", pattern: /^\s*import\s+""/m, within: PRODUCT, bad: 'import "./patch.ts";' },
  { name: "any", pattern: /(?::|\bas|<)\s*any\b/, within: PRODUCT, bad: "const a = b as any;" },
  {
    name: "console in the product",
    pattern: /\bconsole\.\w+\(/,
    except: /^src\/(?:[a-z-]+|story\/main)\.ts$|^config\/embedded\//,
    within: PRODUCT,
    bad: 'console.log("here");',
  },
  {
    name: "a test that hides others",
    pattern: /\b(?:it|describe)\.(?:only|skip)\(|\bxit\(/,
    within: /^test\//,
    bad: 'it.only("x");',
  },
];

const spelled = (...parts: string[]): string => parts.join("");

/** Words that belong to somebody's desk and not into the repository; spelled apart so that this file passes. */
export const FOREIGN_WORDS = new RegExp(
  [
    spelled("/wo", "rk/"),
    spelled("/ro", "ot/"),
    spelled("/tmp/", "(?:plan|lab)\\b"),
    spelled("\\bTO", "DO\\b"),
    spelled("\\bFIX", "ME\\b"),
    spelled("\\bX", "XX\\b"),
    spelled("\\bsub", "agent"),
    spelled("\\bclau", "de\\b"),
    spelled("\\banthro", "pic\\b"),
    spelled("\\blanguage ", "model\\b"),
    spelled("\\bPLAN", "\\.md\\b"),
  ].join("|"),
  "i",
);
