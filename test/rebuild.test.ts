import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { childEnvironment } from "../config/config.ts";
import { type Documents, openDocuments } from "../src/platform/documents.ts";
import { type Connection, connectMongo } from "../src/platform/mongo.ts";
import { openWholeBook, pledgeOf } from "./bench/gifts.ts";
import { emptyEnvironment } from "./support/environment.ts";
import { openSmallFederation } from "./support/small-federation.ts";

const DATABASE = "rebuild_test";
const GIFTS = 5;

describe("npm run verify and npm run rebuild", () => {
  let connection: Connection;
  let documents: Documents;

  let environment: Awaited<ReturnType<typeof emptyEnvironment>>;

  /** The script as its command runs it: what it printed, and whether it ended well. */
  const run = (script: "verify" | "rebuild") =>
    promisify(execFile)(process.execPath, ["--import=tsx", `src/${script}.ts`], {
      env: childEnvironment(environment),
    }).then(
      ({ stdout }) => ({ ok: true, text: stdout }),
      (error: { stdout: string }) => ({ ok: false, text: error.stdout }),
    );
  const failures = (text: string) => text.split("\n").filter((row) => row.startsWith("FAIL"));

  before(async () => {
    environment = await emptyEnvironment(DATABASE);
    connection = await connectMongo(environment.MONGODB_URI, DATABASE);
    documents = openDocuments(connection);
    const book = await openWholeBook(connection);
    await openSmallFederation(book.submit);
    for (let i = 0; i < GIFTS; i += 1) await book.submit(pledgeOf(i));
    await book.close();
  });
  after(() => connection.close());

  it("writes every mirror and every line; what was altered since is found by name, and written again", async () => {
    const first = await run("rebuild");
    expect(first.text).to.contain(`${GIFTS} gifts written`);

    const gifts = [];
    for await (const gift of documents.all("gifts")) gifts.push(gift);
    const [altered, dropped, copied] = gifts;
    if (!altered || !dropped || !copied) return expect.fail("no gifts");
    await documents.put("gifts", { ...altered, byFund: "S02#000000000001" });
    await documents.delete("gifts", dropped._id);
    await documents.put("gifts", { ...copied, _id: "D-MADEUP" });
    await documents.delete("lines", "000000000003");
    const found = await run("verify");
    expect(found.ok).to.equal(false);
    expect(failures(found.text)).to.have.length(2);
    expect(found.text)
      .to.contain(`${altered._id} differs`)
      .and.to.contain(`${dropped._id} is missing`)
      .and.to.contain("D-MADEUP is in no table")
      .and.to.contain("line 3 is missing");

    await run("rebuild");
    const clean = await run("verify");
    expect(failures(clean.text)).to.deep.equal([]);
    expect(clean.text).to.match(new RegExp(`ok +mirror of gifts +${GIFTS} rows, 0 wait`));
  }).timeout(60_000);
});
