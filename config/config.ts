import { join, resolve } from "node:path";
import joi from "joi";

/** Secrets of the installation. The three keys are 32 bytes each. */
export type Keys = {
  /** Signs session cookies. */
  readonly session: string;
  /** Wraps the data keys of the vault of personal data. */
  readonly vault: Buffer;
  /** Keys the salted commitments by which a name can be found without being stored. */
  readonly name: Buffer;
  /** Seed of the Ed25519 key that signs checkpoints. */
  readonly checkpoint: Buffer;
  /** After a change of that key: the one before, which introduces it; "lost" when nobody has it any more. */
  readonly checkpointBefore: Buffer | "lost" | undefined;
  /** Password of the first administrator, made when no member of staff exists; undefined makes none. */
  readonly adminPassword: string | undefined;
};

/** Where mail goes: to a server, or as files into a folder where only the embedded default looks. */
export type MailWay =
  | { readonly kind: "smtp"; readonly url: string; readonly from: string }
  | { readonly kind: "folder"; readonly folder: string; readonly from: string };

/** What a web or worker process needs; every part is present and checked. */
export type Config = {
  readonly environment: "development" | "test" | "production";
  readonly host: string;
  readonly port: number;
  /** Address for people, without a slash at the end: in mails, QR codes and links. */
  readonly publicUrl: string;
  readonly mongoUri: string;
  readonly database: string;
  readonly redisUrl: string;
  readonly keys: Keys;
  readonly stripe: { readonly secretKey: string; readonly webhookSecret: string } | undefined;
  /** Undefined: no mail is sent, and the pages promise none. */
  readonly mail: MailWay | undefined;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
};

type Environment = { readonly [name: string]: string | undefined };

/** What the environment says after the check, by the names people write; absent means not given. */
export type Settings = {
  readonly PORT?: number;
  readonly HOST: string;
  readonly PUBLIC_URL?: string;
  readonly DATA_DIR: string;
  readonly MONGODB_URI?: string;
  readonly REDIS_URL?: string;
  readonly DATABASE: string;
  readonly SESSION_SECRET?: string;
  readonly VAULT_KEY?: string;
  readonly NAME_KEY?: string;
  readonly CHECKPOINT_KEY?: string;
  readonly CHECKPOINT_KEY_BEFORE?: string;
  readonly ADMIN_PASSWORD?: string;
  readonly STRIPE_SECRET_KEY?: string;
  readonly STRIPE_WEBHOOK_SECRET?: string;
  readonly SMTP_URL?: string;
  readonly MAIL_FROM?: string;
  readonly LOG_LEVEL: Config["logLevel"];
  readonly NODE_ENV: Config["environment"];
};

/** All faults of the environment in one message. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const DEFAULT_PORT = 3000;
const BASE64_32 = /^[A-Za-z0-9+/]{43}=$/;
const key = joi.string().pattern(BASE64_32, "32 bytes in base64");
const url = (schemes: string, begin: string) =>
  joi.string().pattern(new RegExp(`^(?:${schemes})://\\S+$`), `an address that begins with ${begin}`);

const optional = {
  PORT: joi.number().port(),
  HOST: joi.string().hostname().default("127.0.0.1"),
  PUBLIC_URL: url("https?", "http:// or https://"),
  DATA_DIR: joi.string().default(".local/data"),
  MONGODB_URI: url("mongodb|mongodb\\+srv", "mongodb:// or mongodb+srv://"),
  REDIS_URL: url("rediss?", "redis:// or rediss://"),
  DATABASE: joi
    .string()
    .pattern(/^[A-Za-z0-9_-]{1,38}$/, "1 to 38 letters, digits, _ or -")
    .default("shanzhang"),
  SESSION_SECRET: joi.string().min(32),
  VAULT_KEY: key,
  NAME_KEY: key,
  CHECKPOINT_KEY: key,
  CHECKPOINT_KEY_BEFORE: key.allow("lost"),
  ADMIN_PASSWORD: joi.string().min(12).max(128),
  STRIPE_SECRET_KEY: joi.string(),
  STRIPE_WEBHOOK_SECRET: joi.string(),
  SMTP_URL: url("smtps?", "smtp:// or smtps://"),
  MAIL_FROM: joi.string().email({ tlds: false }),
  LOG_LEVEL: joi.valid("fatal", "error", "warn", "info", "debug", "trace", "silent").default("info"),
  NODE_ENV: joi.valid("development", "test", "production").default("development"),
};

const settingsSchema = joi
  .object(optional)
  .and("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET")
  .and("SMTP_URL", "MAIL_FROM")
  .prefs({ convert: true });
const KEY_NAMES = ["SESSION_SECRET", "VAULT_KEY", "NAME_KEY", "CHECKPOINT_KEY"] as const;
const completeSchema = settingsSchema.fork(["MONGODB_URI", "REDIS_URL", ...KEY_NAMES], (part) => part.required());

/**
 * Reads the environment of a web or worker process. Everything must be given: the launcher fills in what the
 * embedded default makes itself. Throws ConfigError that names all faults.
 */
export const readConfig = (environment: Environment = process.env): Config => {
  const settings = check(completeSchema, environment) as Settings & Required<Pick<Settings, Needed>>;
  const port = settings.PORT ?? DEFAULT_PORT;
  return Object.freeze({
    environment: settings.NODE_ENV,
    host: settings.HOST,
    port,
    publicUrl: (settings.PUBLIC_URL ?? `http://${settings.HOST}:${port}`).replace(/\/+$/, ""),
    mongoUri: settings.MONGODB_URI,
    database: settings.DATABASE,
    redisUrl: settings.REDIS_URL,
    keys: Object.freeze(keysOf(settings)),
    stripe: stripeOf(settings),
    mail: mailOf(settings),
    logLevel: settings.LOG_LEVEL,
  });
};

/**
 * Reads the environment for the launcher, where engines and keys may be missing because it makes them. In production
 * with engines of one's own the keys must be given. Throws ConfigError that names all faults.
 */
export const readSettings = (environment: Environment = process.env): Settings => {
  const production = environment.NODE_ENV === "production" && Boolean(environment.MONGODB_URI && environment.REDIS_URL);
  const settings = check(production ? completeSchema : settingsSchema, environment);
  return Object.freeze({ ...settings, DATA_DIR: resolve(settings.DATA_DIR) });
};

/** The environment of a child process: this process's own, with `changes` over it. */
export const childEnvironment = (changes: Environment): NodeJS.ProcessEnv => ({ ...process.env, ...changes });

type Needed = "MONGODB_URI" | "REDIS_URL" | (typeof KEY_NAMES)[number];

const check = (schema: joi.ObjectSchema, environment: Environment): Settings => {
  const given = Object.keys(optional).flatMap((name) => (environment[name] ? [[name, environment[name]]] : []));
  const { error, value } = schema.validate(Object.fromEntries(given), {
    abortEarly: false,
    errors: { wrap: { label: false } },
    messages: {
      "string.pattern.name": "{{#label}} must be {{#name}}",
      "object.and": "{{#presentWithLabels}} needs {{#missingWithLabels}} too",
    },
  });
  if (error === undefined) return value as Settings;
  const faults = error.details.map((detail) => `  ${detail.message}`);
  throw new ConfigError(
    `The environment has ${faults.length} fault${faults.length > 1 ? "s" : ""}:\n${faults.join("\n")}`,
  );
};

const keysOf = (settings: Required<Pick<Settings, Needed>> & Settings): Keys => ({
  session: settings.SESSION_SECRET,
  vault: Buffer.from(settings.VAULT_KEY, "base64"),
  name: Buffer.from(settings.NAME_KEY, "base64"),
  checkpoint: Buffer.from(settings.CHECKPOINT_KEY, "base64"),
  checkpointBefore: beforeOf(settings.CHECKPOINT_KEY_BEFORE),
  adminPassword: settings.ADMIN_PASSWORD,
});

const beforeOf = (text: string | undefined): Keys["checkpointBefore"] =>
  text === undefined || text === "lost" ? text : Buffer.from(text, "base64");

const mailOf = ({ SMTP_URL, MAIL_FROM, NODE_ENV, DATA_DIR }: Settings): Config["mail"] => {
  if (SMTP_URL && MAIL_FROM) return Object.freeze({ kind: "smtp", url: SMTP_URL, from: MAIL_FROM });
  if (NODE_ENV === "production") return undefined;
  return Object.freeze({ kind: "folder", folder: join(resolve(DATA_DIR), "mail"), from: "receipts@localhost" });
};

const stripeOf = (settings: Settings): Config["stripe"] =>
  settings.STRIPE_SECRET_KEY && settings.STRIPE_WEBHOOK_SECRET
    ? Object.freeze({ secretKey: settings.STRIPE_SECRET_KEY, webhookSecret: settings.STRIPE_WEBHOOK_SECRET })
    : undefined;
