import type { Words } from "../platform/display.ts";
import { wholeNumber } from "../platform/display.ts";
import type { ExportFormat } from "./formats.ts";

type Exported = {
  readonly format: ExportFormat;
  readonly period: string | undefined;
  /** Where the journal stood. */
  readonly head: { readonly lines: number; readonly root: string };
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
};

/** What lies in the folder, how to open and check it, and who may see it, for whoever finds it there. */
export const exportReadme = ({ format, period, head, files }: Exported, words: Words) => {
  const { t } = words;
  const months = period ?? t("exports.period.all");
  const list = files.map(({ name, sha256 }) => `${sha256}  ${name}`);
  return {
    name: `README-${format}-${period ?? "all"}.txt`,
    content: `${[
      t("exports.readme.title", { format: t(`exports.format.${format}`), months }),
      t("exports.readme.head", { lines: wholeNumber(head.lines), root: head.root }),
      t(`exports.format.${format}.holds`),
      t(`exports.readme.${format}`),
      t("exports.about"),
      [t("exports.readme.files"), ...list].join("\n"),
    ].join("\n\n")}\n`,
  };
};
