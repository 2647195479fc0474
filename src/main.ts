import { createServer } from "node:http";
import { readConfig } from "../config/config.ts";
import { limits } from "../config/limits.ts";
import { composeWeb } from "./compose.ts";
import { openProcess, stopOnSignal } from "./process.ts";

/** The web process. */
const config = (() => {
  try {
    return readConfig();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
})();
const base = await openProcess(config, "web");
const app = await composeWeb(base);
const server = createServer(app);
server.requestTimeout = limits.requestTimeout;
server.headersTimeout = limits.headersTimeout;
server.keepAliveTimeout = limits.keepAliveTimeout;
await new Promise<void>((resolve, reject) => {
  server.once("error", reject);
  server.listen(config.port, config.host, resolve);
});
base.logger.info({ address: config.publicUrl }, "web ready");

stopOnSignal(async () => {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  await base.close();
});
