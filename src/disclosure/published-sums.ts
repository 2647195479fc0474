import { approvedShown, approvedSum } from "./fund-data.ts";
import type { Books } from "./month.ts";
import { type PublicMonths, reserveSum } from "./public-months.ts";
import { purposeCells, purposesByFund, purposeSum } from "./purposes.ts";
import { mergeSmall, SMALL_GROUP } from "./small-groups.ts";

/** One published sum of aid: its name, and the numbers of the requests it adds up. Kept beside the report, not shown. */
export type PublishedSum = { readonly name: string; readonly requests: readonly string[] };

/** Sums over the whole federation: required whomever they stand for. */
const REQUIRED = new Set(["paid", "reserved"]);
export const isRequired = ({ name }: PublishedSum): boolean => REQUIRED.has(name);

const DISPENSABLE = /^(approved|reserved|purpose)\//;
/** Whether the accounts are whole without it: one level up tells it together with others. */
export const isDispensable = ({ name }: PublishedSum): boolean => DISPENSABLE.test(name);

/** Every sum of aid that the report and the pages of a month tell; the row of what is held back is a difference of them. */
export const publishedSums = (books: Books, open: PublicMonths): PublishedSum[] => {
  const numbers = (name: string, requests: readonly { readonly no: string }[]): PublishedSum => ({
    name,
    requests: requests.map(({ no }) => no),
  });
  const funds = books.funds.all().map(({ code }) => code);
  const of = <T extends { readonly fund: string }>(requests: readonly T[], code: string) =>
    requests.filter(({ fund }) => fund === code);
  const cells = purposeCells(books.funds.purposes(), open).filter(({ helped }) => helped > 0);
  return [
    numbers("paid", open.paid),
    numbers("reserved", open.open),
    ...funds.map((code) => numbers(`paid/${code}`, of(open.shown, code))),
    ...funds.map((code) => numbers(reserveSum(code), of(open.openShown, code))),
    ...funds.map((code) => numbers(approvedSum(code), approvedShown(code, open))),
    ...purposesByFund(open.shown).map(({ fund, code, paid }) => numbers(`paid/${fund}/${code}`, paid)),
    ...mergeSmall(cells, SMALL_GROUP).shown.map(({ code, paid }) => numbers(purposeSum(code), paid)),
  ].filter(({ requests }) => requests.length > 0);
};
