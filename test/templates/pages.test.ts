import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { loadCatalogue } from "../../src/platform/words.ts";
import { renderPage, words } from "../support/pages.ts";
import { samples } from "../support/sample-pages.ts";

const templates = join(import.meta.dirname, "../../templates");
const LANGS = ["zh-CN", "en"] as const;

describe("pages", () => {
  it("has a sample of every template", () => {
    const found = readdirSync(templates, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".eta") && path.includes("/") && !path.startsWith("partials/"))
      .map((path) => path.replace(/\.eta$/, ""))
      .sort();
    expect(found.length).to.be.greaterThan(20);
    expect([...new Set(samples.map((sample) => sample.template))].sort()).to.deep.equal(found);
  });

  for (const sample of samples) {
    for (const lang of LANGS) {
      it(`prints ${sample.name} in ${lang} with every value and no inline style or script`, () => {
        const html = renderPage(sample.template, sample.view(words(lang)), { ...sample, lang });
        expect(html).to.include(`<html lang="${lang}">`).and.include("</html>");
        expect(html).not.to.match(/undefined|\bnull\b|NaN|\[object|\{\w+\}/);
        expect(html.replace(/<script type="module" src="\/assets\/[a-z-]+\.mjs"><\/script>/, "")).not.to.match(
          /<script|<style|\sstyle=|\son[a-z]+=|javascript:/i,
        );
        expect(html.match(/<h1[\s>]/g)).to.have.length(1);
        expect(sealedButtons(html), "red buttons").to.be.at.most(1);
        expect(unlabelled(html), "controls without a label").to.deep.equal([]);
        expect(twice(idsOf(html)), "ids given twice").to.deep.equal([]);
      });
    }
  }

  it("puts the session's token into every form of a signed-in person, and a key into every form that writes", () => {
    for (const sample of samples.filter((each) => each.signedIn)) {
      const html = renderPage(sample.template, sample.view(words("zh-CN")), sample);
      for (const form of html.match(/<form[^>]*method="post"[\s\S]*?<\/form>/g) ?? []) {
        expect(form, sample.name).to.include('name="_csrf" value="token-of-the-session"');
        if (!form.includes("/sign-out")) expect(form, sample.name).to.include('name="idempotency_key"');
      }
    }
  });

  it("says in a sentence why each disabled button is disabled (UI-15)", () => {
    let seen = 0;
    for (const sample of samples) {
      const html = renderPage(sample.template, sample.view(words("zh-CN")), sample);
      for (const button of html.match(/<button[^>]*\sdisabled[^>]*>/g) ?? []) {
        const id = /aria-describedby="([^"]+)"/.exec(button)?.[1] ?? "";
        expect(idsOf(html), `${sample.name}: ${button}`).to.include(id);
        seen += 1;
      }
    }
    expect(seen).to.be.greaterThan(3);
  });

  it("keeps the two style files below 20,000 bytes", () => {
    const bytes = ["tokens.css", "page.css"].map((name) => statSync(join(templates, "assets", name)).size);
    expect(bytes.reduce((a, b) => a + b, 0)).to.be.lessThan(20_000);
  });

  it("has the same words in both languages, and asks for no word that is missing", () => {
    const catalogue = loadCatalogue(join(templates, "locales"));
    expect(catalogue.keys("en")).to.deep.equal(catalogue.keys("zh-CN"));
    const asked = readdirSync(templates, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".eta"))
      .flatMap((path) => [...readFileSync(join(templates, path), "utf8").matchAll(/\bt\("([a-z_.A-Z0-9]+)"[,)]/g)])
      .map((match) => match[1] ?? "");
    expect(asked.length).to.be.greaterThan(300);
    expect(asked.filter((key) => !catalogue.has(key))).to.deep.equal([]);
  });

  it("writes full-width punctuation in Chinese sentences and a space between Chinese and figures", () => {
    const zh = JSON.parse(readFileSync(join(templates, "locales/pages.zh.json"), "utf8")) as { [key: string]: string };
    const faulty = Object.entries(zh).filter(([, text]) =>
      /[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]|[\u4e00-\u9fff]\d|\d[\u4e00-\u9fff]/.test(text),
    );
    expect(Object.keys(zh).length).to.be.greaterThan(500);
    expect(faulty).to.deep.equal([]);
  });
});

const sealedButtons = (html: string): number => (html.match(/class="button seal-it"/g) ?? []).length;
const idsOf = (html: string): string[] => [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1] ?? "");
const twice = (ids: readonly string[]): string[] => ids.filter((id, i) => ids.indexOf(id) !== i);

/** Inputs, selects and text areas that people see must have a label or a name of their own. */
const unlabelled = (html: string): string[] => {
  const labelled = new Set([...html.matchAll(/<label for="([^"]+)"/g)].map((match) => match[1]));
  return (html.match(/<(?:input|select|textarea)[^>]*>/g) ?? []).filter(
    (control) =>
      !control.includes('type="hidden"') &&
      !control.includes("aria-label=") &&
      !labelled.has(/\sid="([^"]+)"/.exec(control)?.[1]),
  );
};
