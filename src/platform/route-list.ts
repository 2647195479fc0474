/** Reads which routes Express really has, for 405 answers and for the check that OpenAPI describes them all. */

export type MountedRoute = { readonly method: string; readonly path: string };

/** The part of Express' router that is read here. */
type Layer = {
  readonly rawPath: unknown;
  readonly slash: boolean;
  readonly path?: string;
  readonly route?: { readonly path: unknown; readonly methods: { readonly [method: string]: boolean } };
  readonly handle: unknown;
  readonly match: (path: string) => boolean;
};

/** All routes under a router, with full paths as written (`/api/v1/donations/:id`); one a path where a route has several. */
export const routesOf = (router: unknown, prefix = ""): MountedRoute[] =>
  layersOf(router).flatMap((layer) => {
    if (layer.route !== undefined) {
      const { route } = layer;
      const paths: readonly unknown[] = Array.isArray(route.path) ? route.path : [route.path];
      return paths.flatMap((path) => methodsOf(route).map((method) => ({ method, path: joined(prefix, path) })));
    }
    return routesOf(layer.handle, layer.slash ? prefix : joined(prefix, layer.rawPath));
  });

/** The methods that some route answers at a path; empty when no route knows the path. */
export const allowedMethods = (router: unknown, path: string): string[] => {
  const methods = new Set<string>();
  for (const layer of layersOf(router)) {
    if (!matches(layer, path)) continue;
    if (layer.route !== undefined) for (const method of methodsOf(layer.route)) methods.add(method);
    else for (const method of allowedMethods(layer.handle, rest(layer, path))) methods.add(method);
  }
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods].sort();
};

const layersOf = (router: unknown): readonly Layer[] =>
  typeof router === "function" && "stack" in router && Array.isArray(router.stack) ? (router.stack as Layer[]) : [];

const methodsOf = (route: { readonly methods: { readonly [method: string]: boolean } }): string[] =>
  Object.keys(route.methods)
    .filter((method) => method !== "_all")
    .map((method) => method.toUpperCase());

const joined = (prefix: string, path: unknown): string => {
  if (typeof path !== "string") throw new Error("a route path must be one string");
  return path === "/" && prefix !== "" ? prefix : `${prefix}${path}`;
};

const matches = (layer: Layer, path: string): boolean => {
  try {
    return layer.match(path);
  } catch {
    return false; // a malformed %-escape matches nothing
  }
};

const rest = (layer: Layer, path: string): string => {
  const left = layer.slash ? path : path.slice(layer.path?.length ?? 0);
  return left.startsWith("/") ? left : `/${left}`;
};
