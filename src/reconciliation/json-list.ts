import { limits } from "../../config/limits.ts";
import { FileFault } from "../platform/file-fault.ts";

/** An object of the list, or, last of all, the object around it with the list emptied. */
export type JsonListPart =
  | { readonly type: "item"; readonly value: unknown }
  | { readonly type: "envelope"; readonly value: unknown };

const WHITE = new Set([" ", "\n", "\r", "\t"]);

/** The objects of the top-level list `data` one by one, bounded in memory by the largest. Refuses `bad_json`, `truncated`. */
export async function* jsonListParts(text: AsyncIterable<string>): AsyncGenerator<JsonListPart> {
  const scan = scanner();
  let row = 0;
  for await (const piece of text) {
    for (const item of scan.feed(piece)) {
      row += 1;
      yield { type: "item", value: parsed(item, row) };
    }
  }
  yield { type: "envelope", value: parsed(scan.end()) };
}

const parsed = (text: string, row?: number): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new FileFault("bad_json", { row });
  }
};

/** Where a sign stands: outside the list, before its first item, after an item, after a comma. */
type Place = "outside" | "start" | "item" | "comma";

const between = (place: Place, sign: string): Place => {
  if (WHITE.has(sign)) return place;
  if (sign !== "," || place !== "item") throw new FileFault("bad_json", { detail: "data" });
  return "comma";
};

/** Follows strings, brackets and the commas between items; everything outside the items is kept as the envelope. */
const scanner = () => {
  let envelope = "";
  let item = "";
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inItem = false;
  let list: Place = "outside";

  const put = (sign: string): void => {
    if (inItem) item += sign;
    else if (list === "outside") envelope += sign;
    else list = between(list, sign);
  };
  const opens = (sign: string): void => {
    depth += 1;
    if (list !== "outside" && depth === 3 && !inItem) {
      if (sign !== "{" || list === "item") throw new FileFault("bad_json", { detail: "data" });
      inItem = true;
    }
    put(sign);
    if (sign === "[" && depth === 2 && list === "outside" && /"data"\s*:\s*\[$/.test(envelope)) list = "start";
  };
  const closes = (sign: string): string | undefined => {
    depth -= 1;
    if (depth === 1 && list !== "outside") {
      if (list === "comma" || sign !== "]") throw new FileFault("bad_json", { detail: "data" });
      list = "outside";
    }
    put(sign);
    if (!inItem || depth !== 2) return undefined;
    inItem = false;
    list = "item";
    const whole = item;
    item = "";
    return whole;
  };
  const inText = (sign: string): void => {
    if (escaped) escaped = false;
    else if (sign === "\\") escaped = true;
    else if (sign === '"') inString = false;
    put(sign);
  };
  return {
    *feed(piece: string): Generator<string> {
      for (const sign of piece) {
        if (inString) inText(sign);
        else if (sign === "{" || sign === "[") opens(sign);
        else if (sign === "}" || sign === "]") {
          const whole = closes(sign);
          if (whole !== undefined) yield whole;
        } else {
          inString = sign === '"';
          put(sign);
        }
      }
      if (item.length + envelope.length > limits.fileRecordCharacters)
        throw new FileFault("line_too_long", { detail: "json" });
    },
    end: (): string => {
      if (depth !== 0 || inString) throw new FileFault("truncated", { detail: "json" });
      return envelope;
    },
  };
};
