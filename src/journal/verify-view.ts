/** What the page was asked to check: a line by its place and its hash (hex). `faulty`: what was given is neither. */
export type VerifyPage = {
  readonly faulty: boolean;
  readonly asked?: { readonly line: number; readonly leaf: string };
};

export const verifyView = ({ faulty, asked }: VerifyPage) => ({
  faulty,
  line: asked === undefined ? "" : String(asked.line),
  leaf: asked?.leaf ?? "",
});
