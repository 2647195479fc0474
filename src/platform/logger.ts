import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request } from "express";
import { type DestinationStream, type Logger, pino } from "pino";
import { pinoHttp } from "pino-http";

export type { Logger } from "pino";

/** JSON lines. Bodies, headers, addresses and errors' inputs are never logged: what is not listed is not written. */
export const createLogger = (options: { level: string; name: string }, to?: DestinationStream): Logger =>
  pino({ level: options.level, name: options.name, base: { name: options.name } }, to);

/**
 * One line a request: id, method, route, status, time, opaque user id. The route is the pattern (`/gift/:secret`), never the
 * path asked for, because paths hold secrets; there is no query, header or address.
 */
export const requestLog = (logger: Logger, exempt: readonly string[] = ["/healthz"]) =>
  pinoHttp<IncomingMessage & Request>({
    logger,
    genReqId: (request) => request.id,
    autoLogging: { ignore: (request) => exempt.includes(request.originalUrl) },
    quietReqLogger: true,
    serializers: { req: () => undefined, res: () => undefined, err: errorRecord },
    customAttributeKeys: { reqId: "id" },
    customSuccessObject: (request, response, told: object) => ({ ...answered(request, response), ...told }),
    customErrorObject: (request, response, _error, told: object) => ({ ...answered(request, response), ...told }),
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return "error";
      return response.statusCode >= 400 ? "warn" : "info";
    },
  });

const answered = (request: Request, response: ServerResponse) => ({
  method: request.method,
  route: routeOf(request),
  status: response.statusCode,
  user: request.signedIn?.id,
});

/** An error for the log: name, message and stack, none of its other properties. */
export const errorRecord = (error: unknown): { name: string; message: string; stack?: string | undefined } =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
    : { name: "unknown", message: String(error) };

const routeOf = (request: Request): string => {
  const route: unknown = request.route;
  if (typeof route !== "object" || route === null || !("path" in route)) return "unmatched";
  return `${request.baseUrl}${String(route.path)}`;
};
