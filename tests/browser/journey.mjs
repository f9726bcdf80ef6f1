// Buys something in a real browser: without scripts, and at every size in both schemes with a close look at each page.
// Usage: node journey.mjs BASE CHROMIUM. Prints a line for each problem; exits 1 if there is any.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [base, executablePath] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];
let looks = 0;

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** Looks at the page that is open. */
async function look(page, name, { status = 200, response }) {
  looks += 1;
  const say = (problem) => problems.push(`${name} (${page.context().label}): ${problem}`);
  if (response && response.status() !== status) say(`answered ${response.status()}, not ${status}`);
  if (page.context().scripts) await examine(page, say);
}

/** What only a script can see. */
async function examine(page, say) {
  const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (scroll > width) say(`scrolls sideways: ${scroll} px in ${width}`);
  const headings = await page.locator("h1").count();
  if (headings !== 1) say(`${headings} first headings`);
  const broken = await page.evaluate(() => [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src));
  if (broken.length > 0) say(`pictures that don't show: ${broken.join(", ")}`);
  const found = await page.evaluate(async (source) => {
    if (!window.axe) (0, eval)(source);
    return (await window.axe.run()).violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`);
  }, axe);
  found.forEach(say);
}

/** Presses the last button of a form and waits for the page it leads to. */
async function send(page, action, button = `form[action="${action}"] button`) {
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.status() !== 303),
    page.locator(button).last().click(),
  ]);
  await page.waitForLoadState();
  return response;
}

async function expectPath(page, path, name) {
  if (new URL(page.url()).pathname !== path) problems.push(`${name} (${page.context().label}): stands at ${page.url()}, not ${path}`);
}

async function journey(context) {
  const page = await context.newPage();
  const open = async (path) => page.goto(base + path);
  for (const [name, path] of [["front page", "/"], ["category", "/collections/kitchen"], ["search", "/search?q=linen+lamp"], ["nothing found", "/search?q=xyzzyplugh"], ["text", "/pages/shipping"], ["track", "/track"]]) {
    await look(page, name, { response: await open(path) });
  }
  await look(page, "unknown page", { status: 404, response: await open("/nowhere") });
  await look(page, "empty cart", { response: await open("/cart") });
  await look(page, "product", { response: await open("/products/sunday-teapot") });
  await look(page, "cart", { response: await send(page, "/cart/items") });
  await look(page, "address", { response: await send(page, "/checkout") });
  await look(page, "address with mistakes", { status: 422, response: await send(page, "/checkout/shipping") });
  const typed = { email: "ada@example.com", name: "Ada Byron", line1: "12 Oak Street", city: "Portland", postal_code: "97201" };
  for (const [name, value] of Object.entries(typed)) await page.fill(`[name=${name}]`, value);
  await page.selectOption("[name=country]", "GB");
  await look(page, "address elsewhere", { response: await send(page, "/checkout/shipping", "[name=update]") });
  await page.selectOption("[name=country]", "US");
  await send(page, "/checkout/shipping", "[name=update]");
  await page.selectOption("[name=region]", "OR");
  await look(page, "payment", { response: await send(page, "/checkout/shipping") });
  await page.click("details summary");
  await page.check('[value="practice/pm_card_chargeDeclined"]');
  await look(page, "review", { response: await send(page, "/checkout/payment") });
  await look(page, "declined", { response: await send(page, "/checkout/place") });
  await page.check('[value="practice/pm_card_visa"]');
  await send(page, "/checkout/payment");
  const order = await send(page, "/checkout/place");
  await expectPath(page, "/checkout/complete", "thank you");
  await look(page, "thank you", { response: order });
  const link = page.url().replace("/checkout/complete?order=", "/orders/").replace("&token=", "?token=");
  await look(page, "order", { response: await page.goto(link) });
  await page.goBack();
  await page.reload();
  await expectPath(page, "/checkout/complete", "reloaded");
  await look(page, "cart afterwards", { response: await open("/cart") });
  await page.close();
}

async function visit(width, colorScheme, scripts) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce", javaScriptEnabled: scripts, bypassCSP: scripts });
  context.setDefaultTimeout(15_000);
  context.label = `${width} px, ${colorScheme}, ${scripts ? "examined" : "no scripts"}`;
  context.scripts = scripts;
  await journey(context);
  await context.close();
}

await visit(1440, "light", false);
for (const width of [320, 1440]) {
  for (const colorScheme of ["light", "dark"]) await visit(width, colorScheme, true);
}
await browser.close();
problems.forEach((problem) => console.log(problem));
console.log(`${looks} looks, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
