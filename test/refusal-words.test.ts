import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { REFUSALS } from "../src/refusals.ts";
import { loadCatalogue } from "../src/platform/words.ts";
import { readSources } from "./support/source-files.ts";

const LOCALES = join(import.meta.dirname, "../templates/locales");

/** Every text as it stands in a file, by its key; a text with a plural is several. */
const texts = readdirSync(LOCALES).flatMap((name) =>
  Object.entries(JSON.parse(readFileSync(join(LOCALES, name), "utf8")) as { [key: string]: unknown }).map(
    ([key, text]) => ({ name, key, text: typeof text === "string" ? text : JSON.stringify(text) }),
  ),
);
const ofRefusals = texts.filter(({ key }) => Object.values(REFUSALS).some((refusal) => refusal.key === key));

/** What variables of refusals hold, by their name, and the format that says it to people. */
const FORMATS: { readonly [format: string]: readonly string[] } = {
  money: "available amount balance credited difference expected funds held orders owed paid promised rest stated".split(
    " ",
  ),
  day: ["on", "until"],
  number: ["head", "lines", "most", "rows", "size"],
  "name.fund": ["from", "fund", "to"],
  "name.purpose": ["purpose"],
};
/** Nothing has the code that they tell. */
const UNKNOWN = ["error.fund_unknown", "error.purpose_unknown"];
/** Told as it was typed: it is no month. */
const AS_TYPED = "error.bad_period";
/** The months, or none, that an export was asked for. */
const AS_ASKED = "error.export_empty";

describe("Words of refusals", () => {
  it("show amounts, numbers, days, months and states as people write them", () => {
    expect(ofRefusals.length).to.be.above(200);
    const found = ofRefusals.flatMap(({ name, key, text }) =>
      [...text.matchAll(/\{(\w+)(?::([\w.]+))?\}/g)].map(([all, variable = "", format]) => {
        const wanted = Object.keys(FORMATS).find((known) => FORMATS[known]?.includes(variable));
        const isMonth = variable === "period" && key !== AS_TYPED && key !== AS_ASKED;
        if (UNKNOWN.includes(key)) return { at: `${name} ${key} ${all}`, format, isRight: format === undefined };
        const isRight = variable === "state" ? format !== undefined : format === (isMonth ? "month" : wanted);
        return { at: `${name} ${key} ${all}`, format, isRight };
      }),
    );
    expect(found.filter(({ isRight }) => !isRight).map(({ at }) => at)).to.deep.equal([]);
    expect(found.filter(({ format }) => format !== undefined).length).to.be.above(60);
  });

  it("have every variable wherever the refusal is given", () => {
    const words = new Map(ofRefusals.map(({ key, text }) => [key, text]));
    const given = readSources("src").flatMap(({ path, text }) =>
      [...text.matchAll(/\brefuse\(\s*"(\w+)"(?:,\s*\{([^{}]*)\},?)?\s*\)/g)]
        .filter(([, , details = ""]) => !details.includes("..."))
        .map(([, code = "", details = ""]) => ({ path, code, details })),
    );
    expect(given.length).to.be.above(200);
    const lacking = given.flatMap(({ path, code, details }) => {
      const has = [...details.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(([, name]) => name);
      const text = words.get(REFUSALS[code as keyof typeof REFUSALS].key) ?? "";
      const needs = [...text.matchAll(/\{(\w+)[:}]/g)].map(([, name]) => name);
      return needs.filter((name) => !has.includes(name)).map((name) => `${path} ${code} ${name}`);
    });
    expect(lacking).to.deep.equal([]);
  });

  it("have words for every state of a request and of an order to pay money of others", () => {
    const { has } = loadCatalogue(LOCALES);
    const states = {
      state:
        "filed returned_for_details checked approved rejected refused ordered released paid returned confirmed withdrawn",
      "agency.order.state": "ordered released paid bounced withdrawn",
    };
    const keys = Object.entries(states).flatMap(([group, names]) => names.split(" ").map((name) => `${group}.${name}`));
    expect(keys.filter((key) => !has(key))).to.deep.equal([]);
  });
});
