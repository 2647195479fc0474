import type { Json } from "../kernel/result.ts";

export type Difference = { readonly path: string; readonly got: Json | undefined; readonly expected: Json | undefined };

/** Every figure that differs; the order of keys is no difference, the order of lists is. */
export const differencesOf = (got: Json | undefined, expected: Json | undefined, path = ""): Difference[] => {
  if (isBranch(got) && isBranch(expected) && Array.isArray(got) === Array.isArray(expected)) {
    const keys = new Set([...Object.keys(got), ...Object.keys(expected)]);
    return [...keys].flatMap((key) =>
      differencesOf(at(got, key), at(expected, key), path === "" ? key : `${path}.${key}`),
    );
  }
  return got === expected ? [] : [{ path, got, expected }];
};

type Branch = { readonly [key: string]: Json };
const isBranch = (value: Json | undefined): value is Branch => typeof value === "object" && value !== null;
const at = (branch: Branch, key: string): Json | undefined => branch[key];
