export type Sample = {
  /** Address of the web process, without a slash at the end. */
  readonly baseUrl: string;
  /** Folder of the month: the layout of config/sample. */
  readonly from: string;
  /** Password of the first administrator (`ADMIN_PASSWORD`). */
  readonly adminPassword: string;
  readonly log: (text: string) => void;
};

export type SampleSignIn = { readonly role: string; readonly name: string; readonly password: string };

/** What the launcher prints at each start: who can sign in, and ten lines of figures as they stand now. */
export type SampleDescription = { readonly signIns: readonly SampleSignIn[]; readonly summary: readonly string[] };

/** Opens the federation of the folder and drives its month over HTTP. Repeating it after an interruption changes nothing twice. */
export const openSample = async (sample: Sample): Promise<void> => {
  sample.log(`nothing drives ${sample.from} yet`);
};

export const describeSample = async (_sample: Sample): Promise<SampleDescription> => ({ signIns: [], summary: [] });
