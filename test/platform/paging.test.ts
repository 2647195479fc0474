import { expect } from "chai";
import { mapPage, pageLinks, pageOf } from "../../src/platform/paging.ts";
import { words } from "../support/pages.ts";

const LIST = Array.from({ length: 101 }, (_, i) => i + 1);

describe("pages of a list", () => {
  it("loses no row and shows none twice", () => {
    const pages = ["1", "2", "3"].map((asked) => pageOf(LIST, asked, 50));
    expect(pages.flatMap(({ rows }) => rows)).to.deep.equal(LIST);
    expect(pages.map(({ before, count }) => [before, count])).to.deep.equal([
      [0, 101],
      [50, 101],
      [100, 101],
    ]);
  });

  it("an address that asks for no page gets the first, one beyond the end the last", () => {
    for (const asked of [undefined, "", "0", "-1", "x", ["2"], "1e3"]) expect(pageOf(LIST, asked, 50).page).to.equal(1);
    expect(pageOf(LIST, "999", 50).rows).to.deep.equal([101]);
    expect(pageOf([], "2").rows).to.deep.equal([]);
  });

  it("tells where it stands, and links to its neighbours only", () => {
    const links = (asked: string) => pageLinks(pageOf(LIST, asked, 50), (at) => `/desk?decide=${at}`, words("en"));
    expect(links("1")).to.deep.equal({ place: "1 to 50 of 101", previous: "", next: "/desk?decide=2" });
    expect(links("3")).to.deep.equal({ place: "101 to 101 of 101", previous: "/desk?decide=2", next: "" });
    expect(pageLinks(pageOf(LIST, "1", 200), String, words("en"))).to.equal(false);
    expect(mapPage(pageOf(LIST, "3", 50), String)).to.deep.include({ rows: ["101"], page: 3, count: 101 });
  });
});
