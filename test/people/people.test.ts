import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { newId } from "../../src/kernel/ids.ts";
import { isRefusal, type JsonObject } from "../../src/kernel/result.ts";
import { type OpenPeople, openPeople, openStandings, type People } from "../../src/people/public.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri } from "../support/engines.ts";

const DATABASE = "people_test";
const AT = new Date("2026-09-03T02:11:09.120Z");
const reader = { by: "user:U-1", reason: "visit of the household" };
const full = {
  name: "欧阳娜娜",
  phone: "12812341234",
  email: "nana@example.org",
  account: "6299000011111234",
  bank: "示例银行",
  idNumber: "990000199001011234",
  note: "asked for the ramp",
};

describe("people", () => {
  let connection: Connection;
  let people: People;
  let deps: OpenPeople;
  const standings = openStandings();
  before(async () => {
    connection = await connectMongo(await mongoUri(DATABASE), DATABASE);
    await connection.dropDatabase();
    deps = {
      standings,
      connection,
      vaultKey: randomBytes(32),
      nameKey: randomBytes(32),
      randomBytes,
      clock: () => AT,
      newId: (prefix) => newId(prefix, randomBytes),
    };
    people = await openPeople(deps);
  });
  after(() => connection.close());

  const stored = (id: string) => connection.collection("people").findOne({ _id: id as never });

  it("keeps a person, adds what is newly known and changes nothing the second time", async () => {
    await people.keep("P-1", { name: "张三" });
    await people.keep("P-1", { name: "张三", phone: "12800000001" });
    const once = await stored("P-1");
    await people.keep("P-1", { name: "张三" });
    expect(await stored("P-1")).to.deep.equal(once);
    expect(await people.reveal("P-1", reader)).to.deep.equal({ name: "张三", phone: "12800000001" });
  });

  it("PII-2 nothing of a person is readable in the database", async () => {
    await people.keep("P-2", full);
    const text = JSON.stringify(await stored("P-2"));
    for (const word of Object.values(full)) {
      expect(text).not.to.contain(word).and.not.to.contain(Buffer.from(word).toString("base64").slice(0, -3));
    }
  });

  it("PII-2 a reveal is logged with who and why; masks need no reason and hide the note", async () => {
    await people.keep("P-3", full);
    expect(Object.fromEntries(await people.maskedOf(["P-3", "P-unknown"]))).to.deep.equal({
      "P-3": {
        name: "欧*",
        phone: "128****1234",
        email: "n***@example.org",
        account: "****1234",
        bank: "示例银行",
        idNumber: "990***********1234",
      },
    });
    expect(await people.readsOf("P-3")).to.deep.equal([]);
    expect(await people.reveal("P-3", reader)).to.deep.equal(full);
    const names = await people.namesOf(["P-3"], { by: "job:receipt", reason: "receipt" });
    expect(names.get("P-3")).to.equal("欧阳娜娜");
    const reads = await people.readsOf("P-3");
    expect(reads.map(({ by, reason, at }) => `${at} ${by} ${reason}`).sort()).to.deep.equal(
      [`${AT.toISOString()} job:receipt receipt`, `${AT.toISOString()} ${reader.by} ${reader.reason}`].sort(),
    );
  });

  it("PII-13 PIT-43 erasing destroys the key: later reads say so, and nothing brings the person back", async () => {
    await people.keep("P-4", full);
    const before = await stored("P-4");
    await people.erase("P-4", "user:U-1");
    await people.erase("P-4", "user:U-1");
    expect(await people.reveal("P-4", reader)).to.deep.equal({ refused: "person_erased", person: "P-4" });
    expect((await people.maskedOf(["P-4"])).size + (await people.namesOf(["P-4"], reader)).size).to.equal(0);
    expect(await people.keep("P-4", full)).to.deep.equal({ refused: "person_erased", person: "P-4" });
    const after = await stored("P-4");
    expect(after).to.have.all.keys("_id", "rev", "erasedAt", "erasedBy");
    expect(before).to.include.keys("key", "data");
    expect(await people.erase("P-none", "user:U-1")).to.deep.equal({ refused: "person_unknown", person: "P-none" });
  });

  it("PII-13 ACC-15 a blocked person's data stay in the vault and are used for nothing; an erased one's are not read at all", async () => {
    const line = (kind: string, data: JsonObject): void => {
      const { apply, tables } = standings.chapter;
      apply[kind]?.(
        { at: AT.toISOString(), by: "user:U-9", key: "k", kind, data, on: "2026-09-03", post: [], v: 1 },
        7,
      );
      for (const table of tables) table.commit();
    };
    const about = { record: "request", of: "AR-2609-0001", why: "asked" };
    for (const id of ["P-5", "P-6"]) await people.keep(id, full);
    line("person.blocked", { ...about, persons: ["P-5"], erased: ["P-6"], until: "2056-12-31" });
    const refusal = { refused: "person_blocked", person: "P-5", until: "2056-12-31", rule: "ACC-15" };
    expect(await people.reveal("P-5", reader))
      .to.deep.equal(refusal)
      .and.to.deep.equal(people.barred("P-5"));
    expect(await people.reveal("P-6", reader)).to.include({ refused: "person_erased" });
    expect((await people.maskedOf(["P-5", "P-6"])).size).to.equal(0);
    expect((await people.namesOf(["P-5", "P-6"], reader)).size).to.equal(0);
    expect(await people.readsOf("P-5")).to.deep.equal([]);
    const before = await stored("P-5");
    expect(await people.keep("P-5", { ...full, phone: "12899999999" })).to.deep.equal(refusal);
    await people.keepMany([["P-5", { ...full, phone: "12899999999" }]]);
    expect(await stored("P-5")).to.deep.equal(before);
    expect(await stored("P-5")).to.include.keys("key", "data");
    expect(people.standing("P-5")).to.include({ state: "blocked", until: "2056-12-31", by: "user:U-9", line: 7 });
    line("person.erased", { ...about, persons: ["P-5"] });
    expect(await people.reveal("P-5", reader)).to.deep.equal({ refused: "person_erased", person: "P-5" });
    expect(people.barred("P-1")).to.equal(undefined);
  });

  it("PII-14 an identity number is compared by a keyed hash, and the key lives apart", async () => {
    expect(people.identityHash(" 99000019900101123x")).to.equal(people.identityHash("99000019900101123X"));
    expect(people.identityHash("x")).not.to.equal(people.identityHash("y"));
    const otherVault = await openPeople({ ...deps, vaultKey: randomBytes(32) });
    expect(otherVault.identityHash("x")).to.equal(people.identityHash("x"));
    const otherKey = await openPeople({ ...deps, nameKey: randomBytes(32) });
    expect(otherKey.identityHash("x")).not.to.equal(people.identityHash("x"));
  });

  it("keeps thousands at once, twice, and each as it was given", async () => {
    const many = Array.from(
      { length: 3_000 },
      (_, i) => [`P-m${i}`, { name: `人${i}`, phone: `128${String(i).padStart(8, "0")}` }] as const,
    );
    await people.keepMany([...many, ["P-m0", { name: "人0", email: "m0@example.org" }]]);
    const before = await stored("P-m2999");
    await people.keepMany(many);
    expect(await stored("P-m2999")).to.deep.equal(before);
    const names = await people.namesOf(
      many.map(([id]) => id),
      reader,
    );
    expect(many.every(([id, person]) => names.get(id) === person.name)).to.equal(true);
    expect(await people.reveal("P-m0", reader)).to.deep.equal({ ...many[0]?.[1], email: "m0@example.org" });
  });

  it("an engine that loses the end of what it had accepted is found out, and the same again makes it good", async () => {
    const many = Array.from({ length: 20 }, (_, i) => [`P-l${i}`, { name: `人${i}` }] as const);
    const forgetful = await openPeople({ ...deps, connection: losingTheLast(connection) });
    expect(String(await forgetful.keepMany(many).catch((error: unknown) => error))).to.contain("lost people");
    expect(await stored("P-l19")).to.equal(null);
    await people.keepMany(many);
    expect(await people.reveal("P-l19", reader)).to.deep.equal({ name: "人19" });
  });

  it("two writers of one person lose nothing", async () => {
    await Promise.all([
      people.keep("P-8", { name: "甲", phone: "12800000008" }),
      people.keep("P-8", { name: "甲", email: "p8@example.org" }),
      people.keep("P-8", { name: "甲", account: "62990008" }),
    ]);
    expect(await people.reveal("P-8", reader)).to.deep.equal({
      name: "甲",
      phone: "12800000008",
      email: "p8@example.org",
      account: "62990008",
    });
  });

  it("sealed data moved to another person, changed, or opened with another key is refused", async () => {
    await people.keepMany([
      ["P-9", { name: "甲" }],
      ["P-10", { name: "乙" }],
    ]);
    const [nine, ten] = [await stored("P-9"), await stored("P-10")];
    const collection = connection.collection("people");
    await collection.updateOne({ _id: "P-9" as never }, { $set: { key: ten?.["key"], data: ten?.["data"] } });
    const moved = await people.reveal("P-9", reader).catch((error: unknown) => error);
    expect(moved).to.be.instanceOf(Error);
    await collection.updateOne({ _id: "P-9" as never }, { $set: { key: nine?.["key"], data: nine?.["data"] } });
    expect(isRefusal(await people.reveal("P-9", reader))).to.equal(false);
    const stranger = await openPeople({ ...deps, vaultKey: randomBytes(32) });
    expect(await stranger.reveal("P-9", reader).catch((error: unknown) => error)).to.be.instanceOf(Error);
  });
});

/** An engine that answers an insert of people and keeps all but the last, as after a crash before they were on the disk. */
const losingTheLast = (connection: Connection): Connection =>
  replaced(connection, "collection", (name: string) => {
    const collection = connection.collection(name);
    if (name !== "people") return collection;
    return replaced(collection, "insertMany", (documents: never[], options: object) =>
      collection.insertMany(documents.slice(0, -1), options),
    );
  });

const replaced = <T extends object>(whole: T, name: keyof T, by: unknown): T =>
  new Proxy(whole, {
    get: (target, asked) => {
      const value: unknown = asked === name ? by : Reflect.get(target, asked);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
