import { expect } from "chai";
import { readArguments } from "../../src/exports/arguments.ts";

describe("exports: arguments of the command", () => {
  it("reads format, month, language and folder", () => {
    expect(readArguments(["--format", "xlsx", "--period=2026-09", "--out", "a b"])).to.deep.equal({
      format: "xlsx",
      period: "2026-09",
      out: "a b",
      lang: "zh-CN",
    });
    expect(readArguments(["--format", "jsonl", "--out", "x", "--lang", "en"])).to.deep.equal({
      format: "jsonl",
      out: "x",
      lang: "en",
    });
  });

  it("tells all that is wrong at once", () => {
    const faultsOf = (...args: string[]) => {
      const read = readArguments(args);
      return "faults" in read ? read.faults : [];
    };
    expect(faultsOf()).to.have.length(2);
    expect(faultsOf("--format", "pdf", "--period", "2026-13", "--lang", "de", "--x", "word", "--out")).to.deep.equal([
      "--x is not known",
      "--out needs a value",
      "word belongs to no option",
      "--format must be one of xlsx, csv, hledger, beancount, audit-xml, jsonl",
      "--period must be a month such as 2026-09, not 2026-13",
      "--lang must be zh-CN or en, not de",
    ]);
    expect(faultsOf("--format", "csv", "--format", "csv", "--out", "x")).to.deep.equal(["--format stands twice"]);
    expect(faultsOf("--format", "jsonl", "--period", "2026-09", "--out", "x")).to.deep.equal([
      "--period does not go with jsonl, which is the whole journal",
    ]);
  });
});
