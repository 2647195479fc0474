import type { JsonObject } from "../kernel/result.ts";
import type { Answer } from "./client.ts";

/** Thrown when the books hold something else under the names of this month: a sentence for who started the story. */
export class OtherBooks extends Error {
  constructor(file: string) {
    super(
      `${file} is not the file that these books were opened with. A month runs again only over its own books: ` +
        "set DATA_DIR to an empty folder, or give the folder of before.",
    );
    this.name = "OtherBooks";
  }
}

/** What became of a file. Throws `OtherBooks` when another file stands in its place, an error for what is no answer to a file. */
export const taken = (file: string, { status, body }: Answer): JsonObject => {
  if (body.code === "key_reused" || body.reason === "federation_changed") throw new OtherBooks(file);
  if (status !== 200 && status !== 422) throw new Error(`${file}: ${status} ${JSON.stringify(body)}`);
  const { detail: _detail, ...outcome } = body;
  return outcome;
};
