import { randomBytes } from "node:crypto";
import { expect } from "chai";
import type { Connection } from "mongoose";
import { limits } from "../../config/limits.ts";
import { newId } from "../../src/kernel/ids.ts";
import type { Person } from "../../src/people/public.ts";
import { type People, peopleService } from "../../src/people/service.ts";
import { sheetStore, type SheetStore } from "../../src/people/sheet-store.ts";
import { openSheets } from "../../src/people/sheets.ts";
import { peopleStore, type PeopleStore } from "../../src/people/store.ts";
import { openStandings } from "../../src/people/standings.ts";
import { openVault } from "../../src/people/vault.ts";
import { connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri } from "../support/engines.ts";

const DATABASE = "people_sheets_test";
const reader = { by: "user:U-1", reason: "visit of the household" };
const few = { ...limits, sheetPeopleLeast: 3, sheetsStanding: 2, sheetsAJob: 3, sheetCharacters: 10_000 };
const keys = { vaultKey: randomBytes(32), nameKey: randomBytes(32) };

/** New people `<name>0` … `<name>4`, with these fields. */
const group = (name: string, more: Partial<Person> = {}): (readonly [string, Person])[] =>
  Array.from({ length: 5 }, (_, i) => [`${name}${i}`, { name: `示例${name}${i}`, ...more }] as const);

describe("people in sheets", () => {
  let connection: Connection;
  let now: number;
  let people: People;

  /** A process of its own: it knows only what it reads. */
  const openProcess = (more: { store?: Partial<PeopleStore>; sheets?: Partial<SheetStore> } = {}): People => {
    const clock = () => new Date(now);
    const ids = (prefix: string) => newId(prefix, randomBytes);
    const sheets = { ...sheetStore(connection), ...more.sheets };
    return peopleService({
      store: { ...peopleStore(connection), ...more.store },
      sheets: openSheets({ store: sheets, clock, newId: ids }),
      vault: openVault({ ...keys, randomBytes }),
      standings: openStandings(),
      clock,
      newId: ids,
      limits: few,
    });
  };
  const count = (collection: string) => connection.collection(collection).countDocuments();
  const stands = async (): Promise<{ documents: number; sheets: number; names: number }> => ({
    documents: await count("people"),
    sheets: await count("people_sheets"),
    names: await count("people_sheet_names"),
  });
  const quiet = (): void => void (now += limits.sheetQuiet);
  const namesOf = async (of: People, name: string): Promise<string[]> => {
    const names = await of.namesOf(
      group(name).map(([id]) => id),
      reader,
    );
    return [...names.keys()].sort();
  };

  before(async () => {
    connection = await connectMongo(await mongoUri(DATABASE), DATABASE);
  });
  after(() => connection.close());
  beforeEach(async () => {
    await connection.dropDatabase();
    now = Date.parse("2026-09-03T02:11:09.120Z");
    people = openProcess();
  });

  it("PII-2 many new people are one sealed document, which every process reads, and a few are documents", async () => {
    await people.keepMany(group("a", { phone: "12812341234" }));
    await people.keepMany(group("b").slice(0, 2));
    expect(await stands()).to.deep.equal({ documents: 2, sheets: 1, names: 1 });
    const sheet = JSON.stringify(await connection.collection("people_sheets").findOne({}));
    expect(sheet).to.contain("a0").and.not.to.contain("示例").and.not.to.contain("12812341234");
    for (const process of [people, openProcess()]) {
      expect(await process.reveal("a3", reader)).to.deep.equal({ name: "示例a3", phone: "12812341234" });
      expect(await namesOf(process, "a")).to.have.length(5);
      expect((await process.maskedOf(["a1", "b1", "c1"])).get("a1")).to.deep.equal({
        name: "示*",
        phone: "128****1234",
      });
    }
  });

  it("when nobody has written one for a while a sheet is unpacked: each person is a document, and reads the same", async () => {
    await people.keepMany(group("a"));
    await people.unpack();
    expect(await stands()).to.include({ documents: 0, sheets: 1 });
    quiet();
    const other = openProcess();
    expect(await namesOf(other, "a")).to.have.length(5);
    await openProcess().unpack();
    expect(await stands()).to.deep.equal({ documents: 5, sheets: 0, names: 0 });
    expect(await namesOf(people, "a")).to.have.length(5);
    expect(await namesOf(other, "a")).to.have.length(5);
  });

  it("who reads while a sheet is unpacked finds everybody", async () => {
    await people.keepMany(group("a"));
    quiet();
    let reads = 0;
    const slow: People = openProcess({
      store: {
        find: async (ids) => {
          const found = await peopleStore(connection).find(ids);
          reads += 1;
          if (reads > 1) return found;
          await openProcess().unpack();
          await namesOf(slow, "b");
          return found;
        },
      },
    });
    expect(await namesOf(slow, "a")).to.have.length(5);
    expect(reads).to.equal(3);
  });

  it("a process that is killed while it unpacks leaves people that are read the same, and the next one goes on", async () => {
    await people.keepMany(group("a", { phone: "12800000001" }));
    quiet();
    const killed = () => Promise.reject(new Error("killed"));
    const write = (some: Parameters<PeopleStore["write"]>[0]) =>
      peopleStore(connection).write(some.slice(0, 2)).then(killed);
    const drop = (sheet: string) =>
      connection
        .collection("people_sheets")
        .deleteOne({ _id: sheet as never })
        .then(killed);
    for (const fault of [{ store: { write } }, { store: { harden: killed } }, { sheets: { drop } }]) {
      expect(
        String(
          await openProcess(fault)
            .unpack()
            .catch((error: unknown) => error),
        ),
      ).to.contain("killed");
      expect(await namesOf(openProcess(), "a")).to.have.length(5);
    }
    await openProcess().unpack();
    expect(await stands()).to.deep.equal({ documents: 5, sheets: 0, names: 0 });
    expect(await people.reveal("a4", reader)).to.deep.equal({ name: "示例a4", phone: "12800000001" });
  });

  it("an engine that loses what it accepted while a sheet is unpacked loses nobody: the sheet stays", async () => {
    await people.keepMany(group("a"));
    quiet();
    const write = async () => [];
    expect(
      String(
        await openProcess({ store: { write } })
          .unpack()
          .catch((error: unknown) => error),
      ),
    ).to.contain("lost");
    expect(await stands()).to.include({ documents: 0, sheets: 1 });
  });

  it("a writer that stops before its sheet counts has kept nobody, and what it left is unpacked", async () => {
    const stops = async (sheet: string, persons: Parameters<SheetStore["add"]>[1]): Promise<never> => {
      await connection.collection("people_sheets").insertOne({ _id: sheet as never, persons: JSON.stringify(persons) });
      throw new Error("killed");
    };
    const error = await openProcess({ sheets: { add: stops } })
      .keepMany(group("a"))
      .catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain("killed");
    expect(await namesOf(openProcess(), "a")).to.have.length(0);
    await people.keepMany(group("a"));
    quiet();
    await people.unpack();
    expect(await stands()).to.deep.equal({ documents: 5, sheets: 0, names: 0 });
  });

  it("more of a person who stands in a sheet is added, in every process; the same again writes nothing", async () => {
    await people.keepMany(group("a", { phone: "12800000001" }));
    await openProcess().keepMany(group("a", { phone: "12800000001" }));
    expect(await stands()).to.deep.equal({ documents: 0, sheets: 1, names: 1 });
    await openProcess().keepMany(group("a", { email: "a@example.org" }));
    expect(await stands()).to.deep.equal({ documents: 5, sheets: 0, names: 0 });
    await people.keepMany(group("a", { phone: "12800000002" }));
    const last = { name: "示例a0", phone: "12800000002", email: "a@example.org" };
    expect(await people.reveal("a0", reader)).to.deep.equal(last);
  });

  it("two processes that bring the same people at the same moment lose nothing of either", async () => {
    await Promise.all([
      people.keepMany(group("a", { phone: "12800000001" })),
      openProcess().keepMany(group("a", { email: "a@example.org" })),
    ]);
    const whole = { name: "示例a2", phone: "12800000001", email: "a@example.org" };
    for (const process of [people, openProcess()]) expect(await process.reveal("a2", reader)).to.deep.equal(whole);
  });

  it("PII-13 erasing a person of a sheet unpacks it first: no sheet keeps the key, and the others stay", async () => {
    await people.keepMany(group("a"));
    expect(await openProcess().erase("a2", "user:U-1")).to.equal(undefined);
    expect(await stands()).to.deep.equal({ documents: 5, sheets: 0, names: 0 });
    for (const process of [people, openProcess()]) {
      expect(await process.reveal("a2", reader)).to.deep.equal({ refused: "person_erased", person: "a2" });
      expect(await namesOf(process, "a")).to.deep.equal(["a0", "a1", "a3", "a4"]);
      expect(await process.keep("a2", { name: "示例" })).to.deep.equal({ refused: "person_erased", person: "a2" });
    }
  });

  it("PII-13 a sheet that holds an erased person, of a writer who had not heard of it, brings nobody back", async () => {
    await people.keepMany(group("a"));
    const unaware = openProcess({ store: { find: async () => [] }, sheets: { names: async () => [] } });
    await unaware.keepMany(group("a", { phone: "12800000001" }));
    await people.erase("a2", "user:U-1");
    await unaware.keepMany(group("a", { phone: "12800000001" }));
    expect(await people.reveal("a2", reader)).to.deep.equal({ refused: "person_erased", person: "a2" });
    quiet();
    await people.unpack();
    expect(await stands()).to.deep.equal({ documents: 5, sheets: 0, names: 0 });
    expect(await people.reveal("a2", reader)).to.deep.equal({ refused: "person_erased", person: "a2" });
    expect(await people.reveal("a3", reader)).to.deep.equal({ name: "示例a3", phone: "12800000001" });
  });

  it("so many sheets stand and no more: who writes one more unpacks the oldest", async () => {
    for (const name of ["a", "b", "c", "d"]) {
      await people.keepMany(group(name));
      now += 1;
    }
    expect(await stands()).to.deep.equal({ documents: 10, sheets: 2, names: 2 });
    for (const name of ["a", "b", "c", "d"]) expect(await namesOf(openProcess(), name)).to.have.length(5);
  });

  it("people with too much for one document of the engine are documents of their own", async () => {
    const note = "说".repeat(few.sheetCharacters / 10);
    await people.keepMany(group("a", { note }));
    expect(await stands()).to.deep.equal({ documents: 5, sheets: 0, names: 0 });
  });
});
