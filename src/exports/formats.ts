/** What the books can be exported as. */
export const FORMATS = ["xlsx", "csv", "hledger", "beancount", "audit-xml", "jsonl"] as const;
export type ExportFormat = (typeof FORMATS)[number];
