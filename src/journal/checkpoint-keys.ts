import { isSignedBy, openSigner, parseNote, type Signer, signNote } from "./signed-note.ts";

/**
 * The announcement of a key that signs checkpoints. Key 1 signs its own; every later one is signed by itself and by the
 * key before it. A key signs the trees of `from` lines and more, until the next key begins.
 */
export type KeyNotice = {
  readonly origin: string;
  /** 1, 2, 3 … */
  readonly number: number;
  readonly vkey: string;
  /** Lines of the journal when it was announced. */
  readonly from: number;
  /** The day, for people. */
  readonly since: string;
};

const NOTICE = /^(\S+)\nkey ([1-9]\d{0,5})\n(\S+)\nfrom (0|[1-9]\d{0,15})\nsince (\d{4}-\d{2}-\d{2})\n$/;

const noticeText = ({ origin, number, vkey, from, since }: KeyNotice): string =>
  `${origin}\nkey ${number}\n${vkey}\nfrom ${from}\nsince ${since}\n`;

/** Reads a stored announcement. Throws when the note is none. */
export const readKeyNotice = (note: string): KeyNotice => {
  const [, origin = "", number, vkey = "", from, since = ""] = NOTICE.exec(parseNote(note).text) ?? [];
  if (origin === "") throw new Error("not the announcement of a key");
  return { origin, number: Number(number), vkey, from: Number(from), since };
};

/** Secrets of an installation: the seed that signs now, and the one it follows, or "lost" when nobody has that any more. */
export type CheckpointSeeds = { readonly now: Uint8Array; readonly before: Uint8Array | "lost" | undefined };

type Announced = {
  readonly notes: readonly string[];
  readonly seeds: CheckpointSeeds;
  /** Name of the journal when it has none yet. */
  readonly origin: string;
  readonly lines: number;
  readonly today: string;
};

/**
 * The signer of this installation, and the announcement to add when its key is new. Throws when the key is neither
 * announced nor introduced by the key before it, and when a later key was announced.
 */
export const chooseSigner = ({
  notes,
  seeds,
  origin,
  lines,
  today,
}: Announced): { signer: Signer; notice?: string } => {
  const known = notes.map(readKeyNotice);
  const last = known.at(-1);
  const signer = openSigner(last?.origin ?? origin, seeds.now);
  if (last?.vkey === signer.vkey) return { signer };
  if (known.some(({ vkey }) => vkey === signer.vkey))
    throw new Error("CHECKPOINT_KEY is an old key: a later one is announced");
  const text = noticeText({
    origin: signer.name,
    number: known.length + 1,
    vkey: signer.vkey,
    from: last ? lines : 0,
    since: today,
  });
  return { signer, notice: signNote(text, [signer, ...(last ? introducers(last, seeds) : [])]) };
};

const introducers = ({ origin, vkey }: KeyNotice, { before }: CheckpointSeeds): Signer[] => {
  if (before === "lost") return [];
  const signer = before && openSigner(origin, before);
  if (signer?.vkey === vkey) return [signer];
  throw new Error("CHECKPOINT_KEY is not announced: start once with CHECKPOINT_KEY_BEFORE, the key that it replaces");
};

/** What is wrong with the row of announcements; none when each key introduces the next. */
export const keyFaults = (notes: readonly string[]): string[] => {
  const faults: string[] = [];
  let last: KeyNotice | undefined;
  for (const [i, text] of notes.entries()) {
    const note = parseNote(text);
    const key = readKeyNotice(text);
    if (key.number !== i + 1) faults.push(`key ${key.number} stands in place ${i + 1}`);
    if (!isSignedBy(note, key.vkey)) faults.push(`key ${key.number} has not signed its announcement`);
    if (last && !isSignedBy(note, last.vkey)) faults.push(`key ${key.number} is not signed by key ${last.number}`);
    if (last && key.from < last.from) faults.push(`key ${key.number} begins before key ${last.number}`);
    if (last && key.origin !== last.origin) faults.push(`key ${key.number} is of another journal`);
    last = key;
  }
  return faults;
};

/** The keys that may sign a tree of `size` lines: at the very size of a change both may. */
export const keysAt = (keys: readonly KeyNotice[], size: number): KeyNotice[] =>
  keys.filter(({ from }, i) => from <= size && size <= (keys[i + 1]?.from ?? Number.POSITIVE_INFINITY));
