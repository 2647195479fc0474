export { type AidRequestRow, readAidRequests } from "./desk-aid-requests.ts";
export { deskImports } from "./desk-kinds.ts";
export { importsPages } from "./pages.ts";
export { importsRoutes, ROLES as importOffices } from "./routes.ts";
export { importsRefusals } from "./errors.ts";
export { previewsService } from "./previews.ts";
export { importStore, previewStore } from "./store.ts";
