import type { Connection } from "mongoose";
import { mongo } from "mongoose";
import { limits } from "../../config/limits.ts";
import { idFrom, newId, type RandomBytes, sha256Hex } from "../kernel/ids.ts";
import { deriveKey, seal, unseal } from "./crypto.ts";
import { isDuplicateKey } from "./mongo.ts";
import { problem } from "./problem.ts";

/** What is kept beside the bytes. `digest` is the SHA-256 (hex) of the plain bytes, `bytes` their number. */
export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly digest: string;
  readonly bytes: number;
};

export type Shelf = {
  /** Keeps a file. The same name with the same bytes is one file, however often it is kept. Refuses more than `limits.uploadBytes`. */
  readonly keep: (file: { name: string; mime: string; content: Uint8Array }) => Promise<StoredFile>;
  readonly find: (id: string) => Promise<StoredFile | undefined>;
  /** The plain bytes, checked against the digest. Throws when they are not what was kept. */
  readonly read: (id: string) => Promise<{ file: StoredFile; content: Buffer } | undefined>;
};

/** A shelf whose files can go again. */
export type ClearedShelf = Shelf & { readonly drop: (id: string) => Promise<void> };

/**
 * `sealed`: evidence and everything about people, encrypted, a key a file; a file goes when its person is erased. `open`: published files, as they are.
 * `waiting`: encrypted too, until a person has decided about them.
 */
export type Files = { readonly sealed: ClearedShelf; readonly open: Shelf; readonly waiting: ClearedShelf };

export const openFiles = (deps: { connection: Connection; masterKey: Uint8Array; randomBytes: RandomBytes }): Files => {
  const { connection, masterKey, randomBytes } = deps;
  const keyOf = (id: string) => deriveKey(masterKey, `file:${id}`);
  const sealing: Coding = {
    write: (id, plain) => seal(plain, { key: keyOf(id), context: id, randomBytes }),
    read: (id, stored) => unseal(stored, { key: keyOf(id), context: id }),
  };
  const asItIs: Coding = { write: (_id, plain) => Buffer.from(plain), read: (_id, stored) => stored };
  const newUpload = () => newId("G", randomBytes);
  return {
    sealed: shelf({ connection, bucketName: "sealed", coding: sealing, newUpload }),
    open: shelf({ connection, bucketName: "open", coding: asItIs, newUpload }),
    waiting: shelf({ connection, bucketName: "waiting", coding: sealing, newUpload }),
  };
};

type Coding = {
  readonly write: (id: string, plain: Uint8Array) => Buffer;
  readonly read: (id: string, stored: Buffer) => Buffer;
};
/**
 * Says which upload holds a file's bytes. It is inserted after the upload is whole; the first one counts.
 * Its collection must not be called `<bucket>_files`: the embedded engine keeps GridFS' `<bucket>.files` under that name.
 */
type Card = Omit<StoredFile, "id"> & { readonly _id: string; readonly upload: string };
type ShelfOptions = {
  readonly connection: Connection;
  readonly bucketName: string;
  readonly coding: Coding;
  readonly newUpload: () => string;
};

const shelf = ({ connection, bucketName, coding, newUpload }: ShelfOptions): ClearedShelf => {
  const database = connection.db;
  if (database === undefined) throw new Error("the database is not connected");
  const bucket = new mongo.GridFSBucket(database, { bucketName });
  const cards = database.collection<Card>(`${bucketName}_cards`);
  const find = async (id: string): Promise<StoredFile | undefined> => {
    const card = await cards.findOne({ _id: id });
    return card === null ? undefined : fileOf(card);
  };
  return {
    keep: async ({ name, mime, content }) => {
      if (content.length > limits.uploadBytes) throw problem({ status: 413, code: "file_too_large" });
      const digest = sha256Hex(content);
      const id = idFrom("F", `${name}\n${digest}`);
      const kept = await find(id);
      if (kept !== undefined) return kept;
      const card: Card = { _id: id, name, mime, digest, bytes: content.length, upload: newUpload() };
      await upload(bucket, { id: card.upload, name: id, bytes: coding.write(id, content) });
      if (!(await insertOnce(cards, card))) await bucket.delete(card.upload as never);
      return fileOf(card);
    },
    find,
    read: async (id) => {
      const card = await cards.findOne({ _id: id });
      if (card === null) return undefined;
      const content = coding.read(id, await download(bucket, card.upload));
      if (sha256Hex(content) !== card.digest) throw new Error(`file ${id} is not what was kept`);
      return { file: fileOf(card), content };
    },
    drop: async (id) => {
      const card = await cards.findOne({ _id: id });
      if (card === null) return;
      await cards.deleteOne({ _id: id });
      await bucket.delete(card.upload as never);
    },
  };
};

const fileOf = ({ _id, name, mime, digest, bytes }: Card): StoredFile => ({ id: _id, name, mime, digest, bytes });

const upload = (bucket: mongo.GridFSBucket, file: { id: string; name: string; bytes: Buffer }): Promise<void> =>
  new Promise((resolve, reject) => {
    const stream = bucket.openUploadStreamWithId(file.id as never, file.name);
    stream.once("finish", resolve).once("error", reject);
    stream.end(file.bytes);
  });

const download = async (bucket: mongo.GridFSBucket, id: string): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of bucket.openDownloadStream(id as never)) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** False when somebody else kept the same file at the same moment. */
const insertOnce = async (cards: mongo.Collection<Card>, card: Card): Promise<boolean> => {
  try {
    await cards.insertOne(card);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
};
