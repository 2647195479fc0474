/** What the page was asked to check: a line by its place and its hash (hex), as typed. `faulty`: it is neither. */
export type VerifyPage = { readonly faulty: boolean; readonly line?: string; readonly leaf?: string };

export const verifyView = ({ faulty, line = "", leaf = "" }: VerifyPage) => ({ faulty, line, leaf });
