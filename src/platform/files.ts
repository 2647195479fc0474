import type { Connection } from "mongoose";
import { mongo } from "mongoose";
import { limits } from "../../config/limits.ts";
import { idFrom, type RandomBytes, sha256Hex } from "../kernel/ids.ts";
import { deriveKey, seal, unseal } from "./crypto.ts";
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

/** `sealed`: evidence and everything about people, encrypted, a key a file. `open`: published files, as they are. */
export type Files = { readonly sealed: Shelf; readonly open: Shelf };

export const openFiles = (deps: { connection: Connection; masterKey: Uint8Array; randomBytes: RandomBytes }): Files => {
  const keyOf = (id: string) => deriveKey(deps.masterKey, `file:${id}`);
  return {
    sealed: shelf(deps.connection, "sealed_files", {
      write: (id, plain) => seal(plain, { key: keyOf(id), context: id, randomBytes: deps.randomBytes }),
      read: (id, stored) => unseal(stored, { key: keyOf(id), context: id }),
    }),
    open: shelf(deps.connection, "open_files", {
      write: (_id, plain) => Buffer.from(plain),
      read: (_id, stored) => stored,
    }),
  };
};

type Coding = {
  readonly write: (id: string, plain: Uint8Array) => Buffer;
  readonly read: (id: string, stored: Buffer) => Buffer;
};
type Meta = { readonly name: string; readonly mime: string; readonly digest: string; readonly bytes: number };
type Record = { readonly _id: string; readonly metadata: Meta };

const shelf = (connection: Connection, bucketName: string, coding: Coding): Shelf => {
  const database = connection.db;
  if (database === undefined) throw new Error("the database is not connected");
  const bucket = new mongo.GridFSBucket(database, { bucketName });
  const records = database.collection<Record>(`${bucketName}.files`);
  const find = async (id: string): Promise<StoredFile | undefined> => {
    const record = await records.findOne({ _id: id });
    return record === null ? undefined : { id, ...record.metadata };
  };
  const load = async (id: string): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for await (const part of bucket.openDownloadStream(id as never)) parts.push(part as Buffer);
    return coding.read(id, Buffer.concat(parts));
  };
  const store = async (id: string, meta: Meta, content: Uint8Array): Promise<void> => {
    const upload = bucket.openUploadStreamWithId(id as never, meta.name, { metadata: meta });
    await new Promise<void>((resolve, reject) => {
      upload.once("finish", resolve).once("error", reject);
      upload.end(coding.write(id, content));
    });
  };
  return {
    keep: async ({ name, mime, content }) => {
      if (content.length > limits.uploadBytes) throw problem({ status: 413, code: "file_too_large" });
      const meta = { name, mime, digest: sha256Hex(content), bytes: content.length };
      const id = idFrom("F", `${name}\n${meta.digest}`);
      const file = { id, ...meta };
      if ((await find(id)) !== undefined) return file;
      // Chunks that a killed upload left behind would make this one fail for ever; the record is written last.
      await database.collection(`${bucketName}.chunks`).deleteMany({ files_id: id as never });
      try {
        await store(id, meta, content);
      } catch (error) {
        if ((await find(id)) === undefined) throw error;
      }
      return file;
    },
    find,
    read: async (id) => {
      const file = await find(id);
      if (file === undefined) return undefined;
      const content = await load(id);
      if (sha256Hex(content) !== file.digest) throw new Error(`file ${id} is not what was kept`);
      return { file, content };
    },
  };
};
