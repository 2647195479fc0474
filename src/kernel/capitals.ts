import { absolute, type Fen } from "./money.ts";

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿"];
const LIMIT = 100_000_000_000_000n;

/**
 * An amount in capitals without the word for the currency (RCPT-8, DOMAIN §3.4): `188.50` → 壹佰捌拾捌元伍角整.
 * Zero gives 零元整 and a negative amount 负 in front. Throws from a million million yuan on.
 */
export const capitals = (amount: Fen): string => {
  const size = absolute(amount);
  if (size >= LIMIT) throw new Error("amount too large for capitals");
  if (size === 0n) return "零元整";
  const yuan = size / 100n;
  const whole = yuan === 0n ? "" : `${wholeYuan(yuan.toString())}元`;
  return `${amount < 0n ? "负" : ""}${whole}${smallChange(Number(size % 100n), yuan > 0n)}`;
};

/** Zeros are held back until a digit follows, so that any run of them becomes one 零 and a trailing run none. */
const wholeYuan = (digits: string): string => {
  let text = "";
  let zeroHeld = false;
  let groupFilled = false;
  for (const [at, digit] of [...digits].entries()) {
    const place = digits.length - 1 - at;
    if (digit === "0") zeroHeld = true;
    else {
      text += `${zeroHeld ? "零" : ""}${DIGITS[Number(digit)]}${PLACES[place % 4]}`;
      zeroHeld = false;
      groupFilled = true;
    }
    if (place % 4 === 0) {
      if (groupFilled) text += GROUPS[place / 4];
      groupFilled = false;
    }
  }
  return text;
};

const smallChange = (part: number, afterYuan: boolean): string => {
  const jiao = Math.trunc(part / 10);
  const last = part % 10;
  if (part === 0) return "整";
  if (last === 0) return `${DIGITS[jiao]}角整`;
  if (jiao === 0) return `${afterYuan ? "零" : ""}${DIGITS[last]}分`;
  return `${DIGITS[jiao]}角${DIGITS[last]}分`;
};
