/** Check digits of credit codes and donation codes (DOMAIN §3.5, §6.10). */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** GB 32100: eighteen characters of the 31-letter alphabet, the last a check character. */
export const isCreditCode = (text: string): boolean => {
  if (text.length !== 18) return false;
  let weight = 1;
  let total = 0;
  for (const character of text.slice(0, 17)) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return false;
    total += value * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (total % 31)) % 31] === text[17];
};

/** `G-` + five characters + check; `body` is five characters of the alphabet. Throws on others. */
export const donationCode = (body: string): string => {
  const values = [...body].map((character) => ALPHABET.indexOf(character));
  if (values.length !== 5 || values.some((value) => value < 0)) throw new Error(`not a donation code body: ${body}`);
  return `G-${body}${ALPHABET[values.reduce((sum, value, i) => sum + (i + 1) * value, 0) % 31]}`;
};

export const isDonationCode = (text: string): boolean =>
  /^G-[0-9A-HJ-NPQRTUWXY]{6}$/.test(text) && donationCode(text.slice(2, 7)) === text;

/** Five characters of the alphabet from random bytes (rejection keeps them even); asks for more when it runs out. */
export const donationCodeBody = (randomBytes: (count: number) => Uint8Array): string => {
  let body = "";
  while (body.length < 5) {
    for (const byte of randomBytes(8)) if (byte < 248 && body.length < 5) body += ALPHABET[byte % 31];
  }
  return body;
};

/** All well-formed donation codes in free text, after NFKC, upper case, without blanks and hyphens (rule of matching 2). */
export const donationCodesIn = (text: string): string[] => {
  const folded = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "");
  const found = new Set<string>();
  for (let at = folded.indexOf("G"); at >= 0; at = folded.indexOf("G", at + 1)) {
    const code = `G-${folded.slice(at + 1, at + 7)}`;
    if (isDonationCode(code)) found.add(code);
  }
  return [...found];
};
