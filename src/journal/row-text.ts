/** Text of a row or document by which two are compared: keys sorted, absent values left out, bigints told from numbers. */
export const rowText = (value: unknown): string => {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (value instanceof Map) return `map${rowText([...value])}`;
  if (value instanceof Set) return `set${rowText([...value])}`;
  if (Array.isArray(value)) return `[${value.map(rowText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${rowText(field)}`).join(",")}}`;
};
