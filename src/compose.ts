import { join } from "node:path";
import type { Express } from "express";
import { limits } from "../config/limits.ts";
import { aid, books, jobs, privacy } from "./compose-desk.ts";
import { giving } from "./compose-giving.ts";
import { holdings } from "./compose-holdings.ts";
import { published } from "./compose-public.ts";
import { DESK_READERS } from "./desk-readers.ts";
import { type Identity, identityPages, identityRoutes, loadStaff, openIdentity } from "./identity/public.ts";
import { createApp } from "./platform/app.ts";
import { openAssets } from "./platform/assets.ts";
import { keyedHash } from "./platform/crypto.ts";
import { siteView } from "./platform/display.ts";
import { signInLimits } from "./platform/rate-limit.ts";
import { openRenderer } from "./platform/render.ts";
import { sessions } from "./platform/session.ts";
import { loadCatalogue, type Names } from "./platform/words.ts";
import { type Process, TEMPLATES } from "./process.ts";
import { REFUSALS } from "./refusals.ts";
import { openServices } from "./services.ts";

/** The web app over an open process. With the compose-*.ts beside it the only place that knows every module's routes. */
export const composeWeb = async (base: Process): Promise<Express> => {
  const { config, redis } = base;
  const services = await openServices(base);
  const keyedBy = (text: string) => keyedHash(config.keys.name, text);
  const identity = openIdentity({ connection: base.connection, limits: signInLimits(redis, keyedBy), newId: base.ids });
  await firstOperator(identity, config.keys.adminPassword);
  const app = createApp({
    logger: base.logger,
    catalogue: loadCatalogue(join(TEMPLATES, "locales")),
    names: namesOf(base),
    renderer: openRenderer({ folder: TEMPLATES, cache: true }),
    assets: openAssets(join(TEMPLATES, "assets")),
    session: sessions({
      redis,
      secret: config.keys.session,
      secure: config.publicUrl.startsWith("https:"),
      idleMilliseconds: limits.sessionIdleMinutes * 60_000,
      clock: () => base.clock().getTime(),
    }),
    signedIn: loadStaff(identity),
    refusals: REFUSALS,
    routers: [
      identityRoutes({ identity }),
      identityPages({ identity }),
      ...giving(base, services),
      ...aid(base, { services, identity }),
      ...holdings(base, { services, identity }),
      ...books(base, { services, identity }),
      ...privacy(base, { services, identity }),
      ...published(base),
      ...jobs(base),
    ],
    newRequestId: () => base.ids("R"),
    health: async () => ({ database: base.connection.readyState === 1, queue: redis.status === "ready" }),
    publicUrl: config.publicUrl,
  });
  app.locals["deskReaders"] = DESK_READERS;
  app.locals["site"] = (words: Parameters<typeof siteView>[1]) => {
    const federation = base.chapters.funds.federation();
    if (!federation) return undefined;
    const name = { zh: federation.nameZh, en: federation.nameEn };
    return siteView({ name, creditCode: federation.creditCode, certificate: federation.certificate?.no ?? "" }, words);
  };
  return app;
};

/** What texts say in place of the code of a fund or a purpose. */
const namesOf = ({ chapters: { funds } }: Process): Names => ({
  fund: (code, lang) => (lang === "en" ? funds.fund(code)?.nameEn : funds.fund(code)?.nameZh),
  purpose: (code, lang) => funds.purposes().find((purpose) => purpose.code === code)?.[lang === "en" ? "en" : "zh"],
});

/** The operator `admin` of an installation that has no staff yet. */
const firstOperator = async (identity: Identity, password: string | undefined): Promise<void> => {
  if (password === undefined || (await identity.members()).length > 0) return;
  await identity.createUser({ user: "admin", name: "admin", password, roles: ["operator"], funds: "all" });
};
