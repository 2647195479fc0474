export { EXPORT_USAGE, type ExportArguments, readArguments } from "./arguments.ts";
export { exportRefusals } from "./errors.ts";
export { exportPages } from "./pages.ts";
export { exportReadme } from "./readme.ts";
export { exportRoutes } from "./routes.ts";
export { exportService } from "./service.ts";
