import { connect, createServer, type Server, type Socket } from "node:net";
import { expect } from "chai";
import { batchId } from "../../src/journal/batch.ts";
import { type JournalStore, openJournalStore } from "../../src/journal/store.ts";
import { type Connection, connectMongo } from "../../src/platform/mongo.ts";
import { mongoUri } from "../support/engines.ts";

/** Milliseconds: the bound that is set here, and one that no answer reaches unless the bound is not kept. */
const BOUND = 150;
const MUCH_LATER = 3_000;

const DATABASE = "store_test";
const document = (id: number) => ({
  _id: batchId(id),
  at: "2026-09-03T02:11:09.120Z",
  count: "1",
  first: "0",
  hash: "0".repeat(64),
  lines: ["{}"],
  nonce: "0".repeat(32),
  prev: "0".repeat(64),
  root: "0".repeat(64),
  v: "1",
  writer: "test",
});

describe("Journal store behind a network that swallows replies", () => {
  let proxy: Server;
  let connection: Connection;
  let store: JournalStore;
  let isMute = false;
  const sockets = new Set<Socket>();

  before(async () => {
    const engine = new URL(await mongoUri(DATABASE));
    proxy = createServer((client) => {
      const server = connect(Number(engine.port), engine.hostname);
      for (const socket of [client, server]) {
        sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => [client, server].forEach((one) => one.destroy()));
      }
      client.pipe(server);
      server.on("data", (piece) => {
        if (!isMute) client.write(piece);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = proxy.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    connection = await connectMongo(`mongodb://127.0.0.1:${port}`, DATABASE);
    await connection.dropDatabase();
    store = openJournalStore(connection, { insertMs: BOUND, readMs: BOUND });
  });
  beforeEach(async () => {
    isMute = false;
    await openJournalStore(connection).count();
    isMute = true;
  });
  after(async () => {
    isMute = false;
    await connection.dropDatabase();
    await connection.close();
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });

  const operations: { readonly [what: string]: () => Promise<unknown> } = {
    "an insert": () => store.insert(document(1)),
    "a read of a few batches": () => store.read(0, 1),
    "a read of many": () => store.read(0, 1_000),
    "a count": () => store.count(),
  };
  for (const [what, operate] of Object.entries(operations)) {
    it(`gives up ${what} in time, and the next one is answered by a new connection`, async () => {
      const began = performance.now();
      const outcome = await operate().then(
        () => "answered",
        () => "gave up",
      );
      expect(outcome).to.equal("gave up");
      expect(performance.now() - began).to.be.within(BOUND - 10, MUCH_LATER);
      isMute = false;
      expect(await openJournalStore(connection).read(5, 1)).to.deep.equal([]);
    });
  }

  it("an insert that was given up may be there all the same: its outcome is unknown", async () => {
    await store.insert(document(2)).catch(() => undefined);
    isMute = false;
    expect(await openJournalStore(connection).insert(document(2))).to.equal("duplicate");
  });
});
