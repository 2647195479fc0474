import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import express, { type RequestHandler } from "express";

export type Assets = {
  /** The address of a file under the folder, with the digest of its bytes: `/assets/page.css?v=1f3c…`. Throws on an unknown file. */
  readonly url: (name: string) => string;
  readonly serve: RequestHandler;
};

/** Reads the digests of all files once. An address with the right digest may be kept for a year, any other is asked for again. */
export const openAssets = (folder: string): Assets => {
  const digests = digestsOf(folder);
  const files = express.static(folder, { index: false, redirect: false, cacheControl: false });
  return {
    url: (name) => {
      const digest = digests.get(name);
      if (digest === undefined) throw new Error(`no asset ${name}`);
      return `/assets/${name}?v=${digest}`;
    },
    serve: (request, response, next) => {
      const fresh = request.query["v"] !== undefined && digests.get(request.path.slice(1)) === request.query["v"];
      response.setHeader("Cache-Control", fresh ? "public, max-age=31536000, immutable" : "public, no-cache");
      files(request, response, (error?: unknown) => {
        response.removeHeader("Cache-Control");
        next(error);
      });
    },
  };
};

const digestsOf = (folder: string): Map<string, string> => {
  const digests = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const digest = createHash("sha256").update(readFileSync(path)).digest("hex");
    digests.set(relative(folder, path).split(sep).join("/"), digest.slice(0, 12));
  }
  return digests;
};
