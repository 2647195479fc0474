import express, { type Express, type RequestHandler, type Router } from "express";
import helmet from "helmet";
import { limits } from "../../config/limits.ts";
import type { Assets } from "./assets.ts";
import { csrfProtection } from "./csrf.ts";
import { answerErrors, noRoute } from "./error-handler.ts";
import { chooseLanguage } from "./language.ts";
import { type Logger, requestLog } from "./logger.ts";
import { openApiDocument } from "./openapi.ts";
import { uploadForm } from "./multipart.ts";
import type { RefusalTable } from "./problem.ts";
import type { Renderer } from "./render.ts";
import type { Catalogue, Names } from "./words.ts";

export type AppDeps = {
  readonly logger: Logger;
  readonly catalogue: Catalogue;
  /** Names that texts print in place of codes. */
  readonly names?: Names;
  readonly renderer: Renderer;
  readonly assets: Assets;
  readonly session: RequestHandler;
  /** Finds out who is signed in (identity's `loadStaff`); runs after the session and before the routes. */
  readonly signedIn: RequestHandler;
  /** Every module's errors.ts in one table. */
  readonly refusals: RefusalTable;
  readonly routers: readonly Router[];
  readonly newRequestId: () => string;
  /** True per part that answers; one false makes /healthz a 503. */
  readonly health: () => Promise<{ readonly [part: string]: boolean }>;
  readonly publicUrl: string;
};

/** The Express app, built without listening. Routers carry full paths (`/api/v1/donations`, `/give`). */
export const createApp = (deps: AppDeps): Express => {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", "loopback");
  app.set("query parser", "simple");
  Object.assign(app.locals, { renderer: deps.renderer, assets: deps.assets, refusals: deps.refusals });

  app.use(requestId(deps.newRequestId), requestLog(deps.logger), securityHeaders(deps.publicUrl));
  app.use("/assets", deps.assets.serve);
  app.get("/healthz", healthz(deps.health));
  app.use(chooseLanguage(deps.catalogue, deps.names), deps.session, ...bodyReaders(), csrfProtection, deps.signedIn);
  app.get("/api/v1/openapi.json", (_request, response) => {
    response.json(openApiDocument(deps.publicUrl));
  });
  for (const router of deps.routers) app.use(router);
  app.use(noRoute, answerErrors(deps));
  return app;
};

/** Bytes of a file sent as the body itself (CSV, XML, PDF, image): `request.body` is a Buffer. Over `limit` bytes: 413. */
export const fileBody = (limit: number): RequestHandler => express.raw({ type: () => true, limit });

const bodyReaders = (): RequestHandler[] => [
  onlyAt("/api/v1/webhooks/", express.raw({ type: () => true, limit: limits.jsonBodyBytes })),
  express.json({ limit: limits.jsonBodyBytes }),
  express.urlencoded({ extended: false, limit: limits.formBodyBytes, parameterLimit: 200 }),
  onlyAt("/desk/imports", uploadForm),
  onlyAt("/desk/books/vouchers", uploadForm),
  onlyAt("/desk/requests", uploadForm),
];

const onlyAt = (prefix: string, handler: RequestHandler): RequestHandler => {
  return (request, response, next) => (request.path.startsWith(prefix) ? handler(request, response, next) : next());
};

const requestId = (newRequestId: () => string): RequestHandler => {
  return (request, response, next) => {
    request.id = newRequestId();
    response.setHeader("X-Request-Id", request.id);
    next();
  };
};

const securityHeaders = (publicUrl: string): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl.startsWith("https:"),
    referrerPolicy: { policy: "same-origin" },
  });

const healthz =
  (health: AppDeps["health"]): RequestHandler =>
  async (_request, response) => {
    const parts = await health();
    const ok = Object.values(parts).every(Boolean);
    response
      .status(ok ? 200 : 503)
      .set("Cache-Control", "no-store")
      .json({ status: ok ? "ok" : "failing", parts });
  };
