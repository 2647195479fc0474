const PREFIX = "CF";
const SERIAL = /^CF-(\d{4})-(\d{8})$/;

/** Our own number: series by year of issue and eight digits, `CF-2026-00000001` (RCPT-12). Never a fiscal number (RCPT-7). */
export const serialOf = (year: string, number: number): string =>
  `${PREFIX}-${year}-${String(number).padStart(8, "0")}`;

/** Year and running number of a serial. Throws when it is none of ours. */
export const seriesOf = (serial: string): { readonly year: string; readonly number: number } => {
  const match = SERIAL.exec(serial);
  if (!match) throw new Error(`not a receipt number: ${serial}`);
  return { year: match[1] ?? "", number: Number(match[2]) };
};
