// What the browser suites share: a browser, a list of what went wrong, and the looks that only a script can have.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The arguments of a suite: the address of the shop, chromium, the shop's binary, its data. */
export const [base, executablePath, shop, data] = process.argv.slice(2);

export const problems = [];
let checks = 0;

export function launch(options = {}) {
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ...options,
  });
}

/** A page in a visit of its own; errors on it are problems. */
export async function visit(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  return page(context);
}

export async function page(context) {
  const page = await context.newPage();
  // The browser says so itself where it gives up fading from page to page.
  page.on("pageerror", (error) => error.message.startsWith("Transition was") || problems.push(`an error on ${page.url()}: ${error.message}`));
  page.on("console", (message) => { if (message.text().includes("Content Security Policy")) problems.push(message.text()); });
  return page;
}

export function expect(what, found, wanted = true) {
  checks += 1;
  if (JSON.stringify(found) !== JSON.stringify(wanted)) problems.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

/** What people with a screen reader, or a narrow screen, would stumble over. */
export async function examine(page, name) {
  const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (scroll > width) problems.push(`${name} scrolls sideways: ${scroll} px in ${width}`);
  const found = await page.evaluate(async (source) => {
    if (!window.axe) (0, eval)(source);
    return (await window.axe.run()).violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`);
  }, axe);
  for (const problem of found) problems.push(`${name}: ${problem}`);
  checks += 1;
}

/** Waits until a question about the page is answered with yes. */
export async function until(page, what, question, argument, timeout = 10_000) {
  checks += 1;
  await page.waitForFunction(question, argument, { timeout }).catch(() => problems.push(`${what}: not within ${timeout} ms`));
}

export function end() {
  for (const problem of problems) console.log(problem);
  console.log(`${checks} checks, ${problems.length} problems`);
  process.exit(problems.length > 0 ? 1 : 0);
}
