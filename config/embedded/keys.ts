import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../config.ts";

const MADE = {
  SESSION_SECRET: () => randomBytes(32).toString("hex"),
  VAULT_KEY: () => randomBytes(32).toString("base64"),
  NAME_KEY: () => randomBytes(32).toString("base64"),
  CHECKPOINT_KEY: () => randomBytes(32).toString("base64"),
  ADMIN_PASSWORD: () => randomBytes(12).toString("base64url"),
};

/**
 * Every secret the environment does not give, made once and kept in `DATA_DIR/keys` for this user alone. Losing the
 * folder loses the vault, so it stays beside the data it opens.
 */
export const embeddedKeys = (settings: Settings): { [name in keyof typeof MADE]: string } & Before => {
  const folder = join(settings.DATA_DIR, "keys");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const before = settings.CHECKPOINT_KEY_BEFORE ?? kept(join(folder, "CHECKPOINT_KEY_BEFORE"));
  const of = (name: keyof typeof MADE): string => settings[name] ?? keptOrMade(join(folder, name), MADE[name]);
  return {
    SESSION_SECRET: of("SESSION_SECRET"),
    VAULT_KEY: of("VAULT_KEY"),
    NAME_KEY: of("NAME_KEY"),
    CHECKPOINT_KEY: of("CHECKPOINT_KEY"),
    ADMIN_PASSWORD: of("ADMIN_PASSWORD"),
    ...(before === undefined ? {} : { CHECKPOINT_KEY_BEFORE: before }),
  };
};

/** A checkpoint key that was put aside: move the file to this name, and the next start makes and announces a new one. */
type Before = { readonly CHECKPOINT_KEY_BEFORE?: string };

const kept = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, "utf8").trim() : undefined);

const keptOrMade = (path: string, make: () => string): string => {
  try {
    writeFileSync(path, `${make()}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(path, "utf8").trim();
};
