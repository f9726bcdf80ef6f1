// Buys something in a real browser and opens an account: without scripts, and at every size in both schemes with a close look at
// each page and each letter. The first order is shipped and partly paid back by the merchant's commands, for the others to look at.
// Usage: node journey.mjs BASE CHROMIUM SHOP DATA. Prints a line for each problem; exits 1 if there is any.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [base, executablePath, shop, data] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];
let looks = 0;
let visits = 0;
let shipped;

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** Looks at the page that is open. */
async function look(page, name, { status = 200, response, rules = {} }) {
  looks += 1;
  const say = (problem) => problems.push(`${name} (${page.context().label}): ${problem}`);
  if (response && response.status() !== status) say(`answered ${response.status()}, not ${status}`);
  if (page.context().scripts) await examine(page, say, rules);
}

/** What only a script can see. */
async function examine(page, say, rules) {
  const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (scroll > width) say(`scrolls sideways: ${scroll} px in ${width}`);
  const headings = await page.locator("h1").count();
  if (headings !== 1) say(`${headings} first headings`);
  const broken = await page.evaluate(() => [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src));
  if (broken.length > 0) say(`pictures that don't show: ${broken.join(", ")}`);
  const found = await page.evaluate(async ([source, rules]) => {
    if (!window.axe) (0, eval)(source);
    return (await window.axe.run({ rules })).violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`);
  }, [axe, rules]);
  found.forEach(say);
}

/** Fills in fields by their names. */
async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.fill(`main [name=${name}]`, value);
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

/** Sends a form of the cart: scripts show what came of it on the same page. */
async function change(page, action) {
  if (!page.context().scripts) return send(page, action);
  const [response] = await Promise.all([
    page.waitForResponse((answer) => new URL(answer.url()).pathname === `/f${action}`),
    page.locator(`form[action="${action}"] button`).last().click(),
  ]);
  await page.waitForFunction(() => !document.querySelector("#cart[data-waits], .arrivals li"));
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
  await look(page, "product in the cart", { response: await change(page, "/cart/items") });
  await look(page, "cart", { response: await open("/cart") });
  if (await page.locator("details:not([open]) [name=code]").count()) await page.locator("details:has([name=code]) summary").click();
  await fill(page, { code: "NOTACODE" });
  await look(page, "wrong code", { status: 422, response: await change(page, "/cart/coupon") });
  await fill(page, { code: "WELCOME10" });
  await look(page, "cart with a code", { response: await change(page, "/cart/coupon") });
  await look(page, "address", { response: await send(page, "/checkout") });
  await look(page, "address with mistakes", { status: 422, response: await send(page, "/checkout/shipping") });
  const email = `ada${visits}@example.com`;
  const typed = { email, name: "Ada Byron", line1: "12 Oak Street", city: "Portland", postal_code: "97201" };
  await fill(page, typed);
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
  await page.check('[value="practice/pm_card_authenticationRequired"]');
  await send(page, "/checkout/payment");
  await look(page, "practice bank", { response: await send(page, "/checkout/place") });
  const order = await send(page, "/checkout/practice", "[name=answer][value=yes]");
  await expectPath(page, "/checkout/complete", "thank you");
  await look(page, "thank you", { response: order });
  const link = page.url().replace("/checkout/complete?order=", "/orders/").replace("&token=", "?token=");
  await look(page, "order", { response: await page.goto(link) });
  await page.goBack();
  await page.reload();
  await expectPath(page, "/checkout/complete", "reloaded");
  await look(page, "cart afterwards", { response: await open("/cart") });
  await look(page, "order nobody placed", { status: 404, response: await open("/orders/999999") });
  await look(page, "track without an order", { response: await open("/track") });
  const number = new URL(link).pathname.split("/").pop();
  await fill(page, { number, email: "eve@example.com" });
  await look(page, "tracked by a stranger", { status: 404, response: await send(page, "/track", "main form button") });
  await fill(page, { number, email });
  await send(page, "/track", "main form button");
  await expectPath(page, `/orders/${number}`, "tracked");
  shipped ??= await ship(number, link);
  await look(page, "order on its way", { response: await page.goto(shipped) });
  await sendBack(page);
  await account(page, email, open);
  await page.close();
}

/** What the merchant does with an order; the link to it. */
async function ship(number, link) {
  const steps = [["pack"], ["ship", "--tracking", "1Z999", "--url", "https://parcels.example/1Z999"], ["refund", "--amount", "5.00", "--reason", "A scratch"]];
  for (const [step, ...more] of steps) execFileSync(shop, ["--data", data, "order", step, number, ...more]);
  return link;
}

/** Asking for a return of what is on its way, and keeping it after all. */
async function sendBack(page) {
  const form = new URL(shipped).pathname + "/return";
  const [response] = await Promise.all([page.waitForNavigation(), page.locator(`a[href^="${form}"]`).click()]);
  await look(page, "return", { response });
  await look(page, "return with mistakes", { status: 422, response: await send(page, form) });
  await page.selectOption("[name=reason]", "damaged");
  await fill(page, { comment: "The spout has a crack." });
  await look(page, "order with a return", { response: await send(page, form) });
  if (!(await page.locator("#returns").innerText()).includes("The spout has a crack.")) problems.push("order with a return: isn't on the page");
  await look(page, "return withdrawn", { response: await send(page, `${form}/withdraw`) });
}

/** From registering to a new password by a letter. */
async function account(page, email, open) {
  const password = "rain on tuesday";
  await look(page, "register", { response: await open("/account/register") });
  await look(page, "register with mistakes", { status: 422, response: await send(page, "/account/register") });
  await fill(page, { email, name: "Ada Byron", password });
  await look(page, "account", { response: await send(page, "/account/register") });
  await look(page, "orders", { response: await open("/account/orders") });
  await look(page, "addresses", { response: await open("/account/addresses") });
  await look(page, "addresses with mistakes", { status: 422, response: await send(page, "/account/addresses", "#address button.primary") });
  await fill(page, { name: "Ada Byron", line1: "12 Oak Street", city: "Portland", postal_code: "97201" });
  await page.selectOption("[name=region]", "OR");
  await look(page, "addresses with one", { response: await send(page, "/account/addresses", "#address button.primary") });
  await reviews(page, open);
  await open("/products/sunday-teapot");
  await change(page, "/cart/items");
  await open("/cart");
  await look(page, "address of the book", { response: await send(page, "/checkout") });
  await open("/account");
  await send(page, "/account/logout");
  await look(page, "login", { response: await open("/account/login?next=/cart") });
  await fill(page, { email, password: "not her password" });
  await look(page, "wrong password", { status: 401, response: await send(page, "/account/login") });
  await look(page, "reset", { response: await open("/account/reset") });
  await fill(page, { email });
  await look(page, "reset sent", { response: await send(page, "/account/reset") });
  await look(page, "new password", { response: await open("/account/reset/confirm?token=00") });
  await fill(page, { password });
  await look(page, "used link", { status: 422, response: await send(page, "/account/reset/confirm") });
  await open("/account/login?next=/account/data");
  await fill(page, { email, password });
  await look(page, "your data", { response: await send(page, "/account/login") });
  await fill(page, { password: "not her password" });
  await look(page, "your data, wrong password", { status: 422, response: await send(page, "/account/erase") });
  await fill(page, { password });
  await look(page, "account deleted", { response: await send(page, "/account/erase") });
  await expectPath(page, "/account/login", "account deleted");
}

/** Reading, writing and voting; by keys where the page is examined. */
async function reviews(page, open) {
  const form = "/products/sunday-teapot/reviews#write";
  await look(page, "reviews", { response: await open("/products/sunday-teapot/reviews") });
  await look(page, "review with mistakes", { status: 422, response: await send(page, form) });
  await page.focus("#rating");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await fill(page, { title: "Pours well", body: "To the last drop.\n\nThe lid is loose." });
  await look(page, "own review", { response: await send(page, form) });
  if (!(await page.locator("#your-review .review").innerText()).includes("The lid is loose.")) problems.push("own review: isn't on the page");
  if ((await page.locator("#your-review .stars").first().getAttribute("aria-label")) !== "4 stars out of 5") problems.push("own review: the keys chose other stars");
  await look(page, "helpful", { response: await send(page, "", ".review button[value=yes]") });
  await look(page, "reviews with 5 stars", { response: await open("/products/sunday-teapot/reviews?stars=5&sort=newest") });
}

/** Letters are read on phones too, in the dark too. */
async function letters(page) {
  const folder = `${data}/mail`;
  const kinds = new Map(readdirSync(folder).map((name) => [name.replace(/^[^-]*-[^-]*-/, ""), name]));
  if (kinds.size < 2) problems.push(`only ${kinds.size} kinds of letters were written`);
  for (const [kind, name] of kinds) {
    const part = readFileSync(`${folder}/${name}`, "utf8").split(/^content-type: text\/html/im)[1].split(/^--/m)[0];
    const [head, ...body] = part.split("\r\n\r\n");
    const coded = body.join("\r\n\r\n");
    const bytes = /base64/i.test(head) ? Buffer.from(coded, "base64") : Buffer.from(unquoted(coded), "latin1");
    await page.setContent(/quoted-printable|base64/i.test(head) ? bytes.toString("utf8") : coded);
    // A letter stands inside somebody else's page, which has the landmarks.
    await look(page, `letter ${kind}`, { rules: { region: { enabled: false }, "landmark-one-main": { enabled: false } } });
  }
}

/** Quoted-printable text (RFC 2045, 6.7) as bytes. */
function unquoted(text) {
  return text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** The header of a small phone has everything, and nothing sticks out. */
async function header(width) {
  const context = await browser.newContext({ viewport: { width, height: 740 } });
  const page = await context.newPage();
  for (const path of ["/", "/cart", "/account/login", "/products/sunday-teapot"]) {
    looks += 1;
    await page.goto(base + path);
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    if (scroll > width) problems.push(`${path} (${width} px): scrolls sideways: ${scroll} px`);
    for (const name of ["Sign in", "Track order", "Cart"]) {
      const link = page.locator("header").getByRole("link", { name }).first();
      const box = (await link.count()) === 1 ? await link.boundingBox() : null;
      if (!box || box.x < 0 || box.x + box.width > width || box.height < 24) problems.push(`${path} (${width} px): no room for "${name}"`);
    }
  }
  await context.close();
}

async function visit(width, colorScheme, scripts) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce", javaScriptEnabled: scripts, bypassCSP: scripts });
  context.setDefaultTimeout(15_000);
  context.label = `${width} px, ${colorScheme}, ${scripts ? "examined" : "no scripts"}`;
  context.scripts = scripts;
  visits += 1;
  await journey(context);
  if (scripts) await letters(await context.newPage());
  await context.close();
}

await visit(1440, "light", false);
for (const width of [320, 1440]) {
  for (const colorScheme of ["light", "dark"]) await visit(width, colorScheme, true);
}
for (const width of [320, 360]) await header(width);
await browser.close();
problems.forEach((problem) => console.log(problem));
console.log(`${looks} looks, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
