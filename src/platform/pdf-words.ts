import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Catalogue, type Lang, loadCatalogue, type Translate } from "./words.ts";

let catalogue: Catalogue | undefined;

/** The words of the printed sheets (`templates/pdf`), read once. */
export const pdfWords = (lang: Lang): Translate => {
  catalogue ??= loadCatalogue(folder());
  return catalogue.words(lang);
};

/** From `src/platform`, and from `dist/src/platform` after a build. */
const folder = (): string => {
  const places = ["../../templates/pdf", "../../../templates/pdf"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error("templates/pdf is missing");
  return found;
};
