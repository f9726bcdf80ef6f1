// Watches stock in two real browsers: what one buys the other sees without reloading, and the socket never outlives its page.
// Usage: node live.mjs BASE CHROMIUM SHOP DATA. Prints a line for each problem; exits 1 if there is any.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, executablePath, shop, data] = process.argv.slice(2);
const problems = [];
let checks = 0;

const browser = await chromium.launch({
  executablePath,
  // Playwright keeps pages from being shown again as they were, unless told otherwise.
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A browser of its own. */
async function visitor() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => error.message.startsWith("Transition was") || problems.push(`an error on the page: ${error.message}`));
  page.on("console", (message) => { if (message.text().includes("Content Security Policy")) problems.push(message.text()); });
  return page;
}

function expect(what, found, wanted) {
  checks += 1;
  if (found !== wanted) problems.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

/** Waits until a look shows what is wanted. */
async function soon(what, look, wanted) {
  let found;
  for (let tries = 0; tries < 100; tries += 1) {
    found = await look();
    if (found === wanted) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(what, found, wanted);
}

/** The merchant's next file. */
function lists(red, blue, status = "active") {
  const variant = (sku, color, stock) => ({ sku, options: { Color: color }, price: "30.00", stock });
  const lamp = { title: "Last lamp", handle: "last-lamp", status, options: ["Color"], variants: [variant("LAMP-RED", "Red", red), variant("LAMP-BLUE", "Blue", blue)] };
  writeFileSync(`${data}/lamp.jsonl`, `${JSON.stringify(lamp)}\n`);
  execFileSync(shop, ["import", `${data}/lamp.jsonl`, "--data", data], { stdio: "ignore" });
}

const text = (page, selector) => page.locator(selector).innerText();

/** How many the shop counts; a browser doesn't tell of sockets whose page it has put aside. */
const listeners = async () => Number((await (await fetch(`${base}/metrics`)).text()).match(/^shop_live_listeners (\d+)/m)[1]);
const listens = () => soon("a socket is open", listeners, 1);

const adds = (page) => Promise.all([page.waitForResponse((answer) => answer.url().endsWith("/cart/items")), page.locator("form.add button").click()]);

/** Everything the page shows of the red lamp. */
async function shows(page, stock, button, out) {
  await soon("the stock", () => text(page, "#stock"), stock);
  expect(`the button of ${stock}`, await text(page, "form.add button"), button);
  expect(`disabled at ${stock}`, await page.locator("form.add button").isDisabled(), out);
  expect(`the quantity at ${stock}`, await page.locator("#quantity").isDisabled(), out);
  expect(`the mark at ${stock}`, await page.locator(".variants a", { hasText: "Red" }).getAttribute("data-out") !== null, out);
}

async function theLastOne() {
  const [ada, ben] = [await visitor(), await visitor()];
  await ada.goto(`${base}/products/last-lamp?variant=LAMP-RED`);
  await ada.evaluate(() => {
    window.stayed = true;
    window.shifts = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts += entry.value; }).observe({ type: "layout-shift" });
  });
  await listens();
  await shows(ada, "Only 1 left", "Add to cart", false);
  await ben.goto(`${base}/products/last-lamp?variant=LAMP-RED`);
  await adds(ben);
  await shows(ada, "Sold out", "Sold out", true);
  expect("it is said", await text(ada, "#announce"), "Sold out");
  expect("the blue one", await ada.locator(".variants a", { hasText: "Blue" }).getAttribute("data-out"), null);
  const bought = await ben.evaluate(async () => {
    const address = { email: "ben@example.com", name: "Ben", line1: "1 Main St", city: "Oakville", region: "CA", postal_code: "94103", country: "US", phone: "" };
    const body = JSON.stringify({ shipping_address: address, payment: { provider: "practice", token: "pm_card_visa" } });
    const headers = { "content-type": "application/json", "idempotency-key": "ben-buys-the-last-lamp" };
    return (await fetch("/api/orders", { method: "POST", headers, body })).status;
  });
  expect("Ben's order", bought, 201);
  await shows(ada, "Sold out", "Sold out", true);
  lists(9, 7);
  await shows(ada, "In stock", "Add to cart", false);
  lists(2, 7);
  await shows(ada, "Only 2 left", "Add to cart", false);
  expect("no more than there are", await ada.getAttribute("#quantity", "max"), "2");
  expect("without reloading", await ada.evaluate(() => window.stayed), true);
  expect("nothing moved", await ada.evaluate(() => window.shifts), 0);
  await ada.reload();
  await shows(ada, "Only 2 left", "Add to cart", false);
  await Promise.all([ada.context().close(), ben.context().close()]);
}

/** A socket would keep the page from being shown again as it was. */
async function leavingAndComingBack() {
  const page = await visitor();
  await page.goto(`${base}/products/last-lamp?variant=LAMP-RED`);
  await listens();
  await page.evaluate(() => addEventListener("pageshow", (event) => { window.persisted = event.persisted; }));
  await page.goto(`${base}/pages/about`);
  await soon("the socket is closed", listeners, 0);
  lists(5, 7);
  await page.goBack({ waitUntil: "commit" });
  await soon("shown as it was", () => page.evaluate(() => window.persisted), true);
  await soon("and true again", () => text(page, "#stock"), "Only 5 left");
  await page.context().close();
}

/** Where no socket opens, the page asks. */
async function withoutSockets() {
  const page = await visitor();
  let tries = 0;
  await page.routeWebSocket("**/api/live", (socket) => { tries += 1; socket.close(); });
  const asked = [];
  page.on("request", (request) => { if (request.url().includes("/api/availability")) asked.push(tries); });
  await page.clock.install();
  await page.goto(`${base}/products/last-lamp?variant=LAMP-RED`);
  lists(4, 7);
  await soon("it asks", () => text(page, "#stock"), "Only 4 left");
  expect("after two failures", asked[0], 2);
  lists(3, 7);
  await page.clock.fastForward(31_000);
  await soon("it asks again", () => text(page, "#stock"), "Only 3 left");
  await page.context().close();
}

/** What can't be bought any more is said wherever one is. */
async function aLostLine() {
  const page = await visitor();
  await page.goto(`${base}/products/last-lamp?variant=LAMP-BLUE`);
  await adds(page);
  await page.goto(`${base}/search?q=mug`);
  await listens();
  lists(3, 7, "draft");
  await soon("a toast", () => page.locator(".toast").allInnerTexts().then((texts) => texts.join()), "Last lamp, in your cart, is no longer sold");
  await page.goto(`${base}/search?q=teapot`);
  await listens();
  await page.waitForTimeout(500);
  expect("once", await page.locator(".toast").count(), 0);
  await page.context().close();
}

lists(1, 7);
await theLastOne();
await leavingAndComingBack();
await withoutSockets();
await aLostLine();
await browser.close();
console.log(`${checks} checks, ${problems.length} problems`);
problems.forEach((problem) => console.log(problem));
process.exit(problems.length > 0 ? 1 : 0);
