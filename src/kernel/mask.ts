/** Masks of DOMAIN §8. Each takes the plain text and shows no more than staff may see without a reason. */

/** `张三` → `张*`, `欧阳娜娜` → `欧*`: one star, the length is hidden. */
export const maskName = (name: string): string => {
  const [first] = [...name.trim()];
  return first === undefined ? "*" : `${first}*`;
};

/** `13812341234` → `138****1234`; anything but a mainland mobile number shows its last four digits at most. */
export const maskPhone = (phone: string): string => {
  const digits = phone.replace(/\D/g, "");
  const local = digits.length === 13 && digits.startsWith("86") ? digits.slice(2) : digits;
  if (local.length === 11) return `${local.slice(0, 3)}****${local.slice(-4)}`;
  return lastFour(local);
};

/** A bank or wallet account: `****1234`. */
export const maskAccount = (account: string): string => lastFour(account.replace(/\s/g, ""));

/** An identity number of 18 characters: `440***********1234`; a number of another length shows its last four at most. */
export const maskIdentityNumber = (number: string): string => {
  if (number.length !== 18) return lastFour(number);
  return `${number.slice(0, 3)}${"*".repeat(11)}${number.slice(-4)}`;
};

/** `lin@example.org` → `l***@example.org`. */
export const maskEmail = (email: string): string => {
  const at = email.lastIndexOf("@");
  if (at < 1) return "****";
  return `${[...email][0] ?? ""}***${email.slice(at)}`;
};

/** Words in which a mainland mobile number, and every run of twelve digits or more, shows its last four digits only. */
export const maskNumbers = (text: string): string =>
  text.replace(/(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|\d{12,}[Xx]?/g, (found) => lastFour(found));

const lastFour = (text: string): string => (text.length < 8 ? "****" : `****${text.slice(-4)}`);
