import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { renderPage, words } from "./pages.ts";
import type { Sample } from "./pages.ts";
import { samples } from "./sample-pages.ts";

/**
 * Looks at every sample page in a real browser under the policy of production: axe-core, sideways scroll, refusals of
 * the policy, and a picture of each in .local/pages. Run by hand, because a CI machine need not have a browser:
 * `npx tsx test/support/axe.ts [names…]`. Exits with 1 on any finding.
 */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; script-src 'self'; connect-src 'self'";
const ASSETS = join(import.meta.dirname, "../../templates/assets");
const OUT = join(import.meta.dirname, "../../.local/pages");
const WIDTHS = [320, 390, 640, 768, 1024, 1280, 1440];
const PICTURES = new Set([390, 1280]);
const chosen = process.argv.slice(2);
const findings: string[] = [];

const pages = new Map<string, string>();
for (const sample of samples) {
  if (chosen.length > 0 && !chosen.some((name) => sample.name.startsWith(name))) continue;
  for (const lang of ["zh-CN", "en"] as const) {
    pages.set(`/${nameOf(sample, lang)}`, renderPage(sample.template, sample.view(words(lang)), { ...sample, lang }));
  }
}

const typeOf = (asset: string | undefined): string => {
  if (asset === undefined) return "text/html; charset=utf-8";
  if (asset.endsWith(".svg")) return "image/svg+xml";
  return asset.endsWith(".css") ? "text/css" : "text/javascript";
};

const server = createServer((request, response) => {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  // No journal stands behind the sample pages.
  if (path.startsWith("/.well-known/")) return void response.writeHead(204).end();
  const asset = /^\/assets\/([a-z-]+\.(?:css|mjs|svg))$/.exec(path)?.[1];
  const body = asset === undefined ? pages.get(path) : readFileSync(join(ASSETS, asset), "utf8");
  response.writeHead(body === undefined ? 404 : 200, {
    "Content-Type": typeOf(asset),
    "Content-Security-Policy": POLICY,
  });
  response.end(body ?? "");
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const address = server.address();
const origin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;

mkdirSync(OUT, { recursive: true });
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
for (const path of pages.keys()) await look(browser, path);
await browser.close();
server.close();
writeFileSync(join(OUT, "findings.txt"), findings.join("\n"));
console.log(findings.length === 0 ? `${pages.size} pages, no finding` : findings.join("\n"));
process.exitCode = findings.length === 0 ? 0 : 1;

function nameOf(sample: Sample, lang: string): string {
  return lang === "en" ? `${sample.name}.en` : sample.name;
}

async function look(browser: Browser, path: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") findings.push(`${path}: ${message.text()}`);
  });
  await page.goto(origin + path);
  for (const width of WIDTHS) await measure(page, { path, width });
  await context.close();
}

async function measure(page: Page, { path, width }: { path: string; width: number }): Promise<void> {
  await page.setViewportSize({ width, height: width < 800 ? 844 : 900 });
  const over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  if (Number(over) > 0) findings.push(`${path} at ${width}: sideways scroll of ${String(over)} px`);
  if (!PICTURES.has(width)) return;
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  for (const violation of violations) {
    findings.push(
      `${path} at ${width}: ${violation.id}: ${violation.nodes
        .map((node) => node.html.slice(0, 160))
        .slice(0, 3)
        .join(" ¦ ")}`,
    );
  }
  const height = await page.evaluate("document.documentElement.scrollHeight");
  await page.setViewportSize({ width, height: Number(height) });
  await page.screenshot({ path: join(OUT, `${path.slice(1)}-${width}.png`), fullPage: true });
}
