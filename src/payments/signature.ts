import { createHmac, timingSafeEqual } from "node:crypto";

/** `t=<seconds>,v1=<HMAC-SHA-256 of "t.body" as hex>`, as card processors sign their notices. */
export const signed = (body: string, how: { readonly key: Uint8Array; readonly seconds: number }): string =>
  `t=${how.seconds},v1=${mac(`${how.seconds}.${body}`, how.key)}`;

/** True when the signature is over these bytes and at most `ageSeconds` old. */
export const isSigned = (
  body: Uint8Array,
  how: { readonly header: string; readonly key: Uint8Array; readonly seconds: number; readonly ageSeconds: number },
): boolean => {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(how.header);
  if (!match) return false;
  const [, at = "", given = ""] = match;
  if (Math.abs(how.seconds - Number(at)) > how.ageSeconds) return false;
  const right = mac(`${at}.${Buffer.from(body).toString("utf8")}`, how.key);
  return timingSafeEqual(Buffer.from(right, "hex"), Buffer.from(given, "hex"));
};

const mac = (text: string, key: Uint8Array): string => createHmac("sha256", key).update(text).digest("hex");
