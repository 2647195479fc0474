import { join } from "node:path";
import { pathToFileURL } from "node:url";

const assets = join(import.meta.dirname, "../../templates/assets");
const load = (name: string) => import(pathToFileURL(join(assets, name)).href);

/** One result of the public verifier. */
export type PublicCheck = { readonly check: string; readonly ok: boolean; readonly detail: string };
export type Paper = { readonly kind: "held" | "receipt" | "report"; readonly name: string; readonly content: string };
type Read = (path: string) => Promise<Uint8Array>;

/** The file that strangers run, as they get it. It is plain JavaScript; these are the types of what the tests use. */
export type Verifier = {
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  readonly hex: (bytes: Uint8Array) => string;
  readonly openTree: () => { push: (leaf: Uint8Array) => void; root: () => Uint8Array; size: () => number };
  readonly rootFrom: (claim: object) => Uint8Array | undefined;
  readonly isConsistent: (claim: object) => boolean;
  readonly isSignedBy: (note: string, key: string) => Promise<boolean>;
  readonly readFrom: (address: string) => Read;
  readonly tilePath: (index: number, width: number) => string;
  readonly verifyJournal: (asked: {
    readonly read: Read;
    readonly say: (check: PublicCheck) => void;
    readonly papers?: readonly Paper[];
    readonly key?: string;
    readonly witness?: string;
  }) => Promise<boolean>;
};

export type Witness = {
  readonly makeKey: (name: string) => Promise<string>;
  readonly openKey: (secret: string) => Promise<WitnessKey>;
  readonly cosignNewest: (asked: {
    readonly read: Read;
    readonly prove: (from: number, to: number) => Promise<readonly string[]>;
    readonly last?: string;
    readonly trust?: string;
    readonly key: WitnessKey;
    readonly seconds: number;
  }) => Promise<string>;
};
type WitnessKey = { readonly vkey: string; readonly cosign: (text: string, seconds: number) => Promise<string> };

export const loadVerifier = (): Promise<Verifier> => load("verifier.mjs");
export const loadWitness = (): Promise<Witness> => load("witness.mjs");
