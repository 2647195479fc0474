import { expect } from "chai";
import { OtherBooks, taken } from "../../src/story/take.ts";

describe("story: what becomes of a file", () => {
  it("is its outcome, also when it is refused", () => {
    expect(taken("f.csv", { status: 200, body: { outcome: "imported", rows: 2, detail: "x" } })).to.deep.equal({
      outcome: "imported",
      rows: 2,
    });
    expect(taken("f.csv", { status: 422, body: { outcome: "refused" } })).to.deep.equal({ outcome: "refused" });
  });

  it("books that hold another month are told in one sentence, anything else with its answer", () => {
    const others = [
      { status: 409, body: { code: "key_reused" } },
      { status: 422, body: { outcome: "refused", reason: "federation_changed" } },
    ];
    for (const other of others)
      expect(() => taken("f.csv", other))
        .to.throw(OtherBooks)
        .with.property("message")
        .that.matches(/^f\.csv .*DATA_DIR/);
    expect(() => taken("f.csv", { status: 403, body: { code: "forbidden" } })).to.throw("403");
  });
});
