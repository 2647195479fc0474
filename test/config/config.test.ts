import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { embeddedKeys } from "../../config/embedded/keys.ts";
import { ConfigError, readConfig, readSettings } from "../../config/config.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const COMPLETE = {
  MONGODB_URI: "mongodb://one:1,two:2/?replicaSet=r",
  REDIS_URL: "redis://127.0.0.1:6379",
  SESSION_SECRET: "s".repeat(32),
  VAULT_KEY: KEY,
  NAME_KEY: KEY,
  CHECKPOINT_KEY: KEY,
};

const faultsOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
};

describe("the environment", () => {
  it("becomes one frozen configuration with defaults", () => {
    const config = readConfig(COMPLETE);
    expect(Object.isFrozen(config)).to.equal(true);
    expect(config).to.include({ port: 3000, publicUrl: "http://127.0.0.1:3000", environment: "development" });
    expect(config.keys.vault.length).to.equal(32);
  });

  it("names all its faults in one message, and no secret", () => {
    const message = faultsOf(() =>
      readConfig({ ...COMPLETE, PORT: "http", VAULT_KEY: "c2hvcnQ=", STRIPE_SECRET_KEY: "sk_secret", REDIS_URL: "" }),
    );
    for (const name of ["4 faults", "PORT", "VAULT_KEY", "STRIPE_WEBHOOK_SECRET", "REDIS_URL"]) {
      expect(message).to.contain(name);
    }
    expect(message).not.to.contain("c2hvcnQ=").and.not.to.contain("sk_secret");
  });

  it("may hold the checkpoint key before, or say that it is lost", () => {
    const before = (text?: string) => readConfig({ ...COMPLETE, CHECKPOINT_KEY_BEFORE: text }).keys.checkpointBefore;
    expect(before()).to.equal(undefined);
    expect(before("lost")).to.equal("lost");
    expect(before(KEY)).to.deep.equal(Buffer.alloc(32, 7));
    expect(faultsOf(() => before("gone"))).to.contain("CHECKPOINT_KEY_BEFORE");
  });

  it("sends mail to a server, into a folder, or in production nowhere", () => {
    const smtp = { SMTP_URL: "smtps://u:p@mail.example.org", MAIL_FROM: "r@example.org" };
    expect(readConfig({ ...COMPLETE, ...smtp }).mail).to.deep.equal({
      kind: "smtp",
      url: smtp.SMTP_URL,
      from: smtp.MAIL_FROM,
    });
    expect(readConfig({ ...COMPLETE, DATA_DIR: "/d" }).mail).to.include({ kind: "folder", folder: "/d/mail" });
    expect(readConfig({ ...COMPLETE, NODE_ENV: "production" }).mail).to.equal(undefined);
    expect(faultsOf(() => readConfig({ ...COMPLETE, SMTP_URL: smtp.SMTP_URL }))).to.contain("MAIL_FROM");
    expect(faultsOf(() => readConfig({ ...COMPLETE, ...smtp, SMTP_URL: "mail.example.org" }))).to.contain("smtp://");
  });

  it("of the embedded default makes its keys once, and takes a checkpoint key that was put aside", () => {
    const folder = mkdtempSync(join(tmpdir(), "shanzhang-keys-"));
    try {
      const settings = { ...readSettings({}), DATA_DIR: folder };
      const made = embeddedKeys(settings);
      expect(embeddedKeys(settings)).to.deep.equal(made).and.not.to.have.property("CHECKPOINT_KEY_BEFORE");
      renameSync(join(folder, "keys/CHECKPOINT_KEY"), join(folder, "keys/CHECKPOINT_KEY_BEFORE"));
      const changed = embeddedKeys(settings);
      expect(changed).to.include({ CHECKPOINT_KEY_BEFORE: made.CHECKPOINT_KEY, VAULT_KEY: made.VAULT_KEY });
      expect(changed.CHECKPOINT_KEY).not.to.equal(made.CHECKPOINT_KEY);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("may lack engines and keys for the launcher, which makes them", () => {
    expect(readSettings({}).MONGODB_URI).to.equal(undefined);
    expect(faultsOf(() => readSettings({ NODE_ENV: "production" }))).to.equal("");
  });

  it("must hold every key in production with engines of one's own", () => {
    const { MONGODB_URI, REDIS_URL } = COMPLETE;
    const message = faultsOf(() => readSettings({ NODE_ENV: "production", MONGODB_URI, REDIS_URL }));
    for (const name of ["SESSION_SECRET", "VAULT_KEY", "NAME_KEY", "CHECKPOINT_KEY"]) expect(message).to.contain(name);
  });
});
