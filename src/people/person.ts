import { maskAccount, maskEmail, maskIdentityNumber, maskName, maskPhone } from "../kernel/mask.ts";

/** What the vault may know of a person. Plain only in memory, for the moment it is used. */
export type Person = {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
  /** Bank or wallet account number. */
  readonly account?: string;
  readonly bank?: string;
  readonly idNumber?: string;
  readonly note?: string;
};

/** Stands for the data of a person that were erased (PII-13). */
export type Erased = { readonly erased: true; readonly at: string };

/** What staff may see without giving a reason (DOMAIN §8): no note, everything else masked. */
export type MaskedPerson = Omit<Person, "note">;

export const maskPerson = (person: Person): MaskedPerson => ({
  name: maskName(person.name),
  ...(person.phone === undefined ? {} : { phone: maskPhone(person.phone) }),
  ...(person.email === undefined ? {} : { email: maskEmail(person.email) }),
  ...(person.account === undefined ? {} : { account: maskAccount(person.account) }),
  ...(person.bank === undefined ? {} : { bank: person.bank }),
  ...(person.idNumber === undefined ? {} : { idNumber: maskIdentityNumber(person.idNumber) }),
});

/** Adds what is newly known; a field that is not given stays. Undefined when nothing changes. */
export const withMore = (known: Person | undefined, given: Person): Person | undefined => {
  if (known === undefined) return clean(given);
  const next = { ...known, ...clean(given) };
  const same = Object.entries(next).every(([field, value]) => known[field as keyof Person] === value);
  return same ? undefined : next;
};

export const isErased = (value: Person | Erased | undefined): value is Erased =>
  value !== undefined && "erased" in value;

const clean = (person: Person): Person => {
  const given = Object.entries(person).filter(([, value]) => value !== undefined && value !== "");
  return { name: person.name, ...Object.fromEntries(given) };
};
