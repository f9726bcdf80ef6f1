// Narrows a list in a real browser: ticks, prices, chips, sorting and the drawer of a phone, with slow, failing and late answers.
// Usage: node facets.mjs BASE CHROMIUM. Prints a line for each problem; exits 1 if there is any.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [base, executablePath] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];
let checks = 0;

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function open(options, check, path = "/search") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  // A page that is left while it fades in is no error of ours.
  page.on("pageerror", (error) => error.message.startsWith("Transition was") || problems.push(`${check.name}: an error on the page: ${error.message}`));
  page.on("console", (message) => { if (message.text().includes("Content Security Policy")) problems.push(message.text()); });
  // A reload would lose the mark. What shifts and what a press takes is added up.
  await page.addInitScript(() => {
    window.shifted = 0;
    window.pressMs = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) window.shifted += one.value; })).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (one.interactionId) window.pressMs = Math.max(window.pressMs, one.duration); })).observe({ type: "event", durationThreshold: 16 });
  });
  await page.goto(base + path);
  if (options.javaScriptEnabled !== false) await page.evaluate(() => { window.mark = true; });
  try {
    await check(page);
  } catch (error) {
    problems.push(`${check.name}: ${error.message}`);
  }
  await context.close();
}

function expect(what, found, wanted) {
  checks += 1;
  if (found !== wanted) problems.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

const box = (page, name, value) => page.locator(`input[name="${name}"][value="${value}"]`);
const count = (page) => page.textContent("#count");
const focused = (page) => page.evaluate(() => { const one = document.activeElement; return (one.id || one.value || one.textContent).trim().slice(0, 60); });
const marked = (page) => page.evaluate(() => window.mark === true);
const search = (page) => new URL(page.url()).search;
const shows = (page, text) => page.waitForFunction((text) => document.querySelector("#count").textContent === text, text);
const frames = (page) => page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));

/** How many products a brand has, as its box says. */
async function counted(page, value) {
  return `${await box(page, "brand", value).locator("xpath=..").locator(".count").textContent()} products`;
}

/** A tick changes list, counts, chips, title and address; Back takes it away; the box keeps the focus, and the page its place. */
async function tick(page) {
  const all = await count(page);
  const [kiln, two] = [await counted(page, "Kiln House"), 26 + 19];
  await page.evaluate(() => scrollTo(0, 120));
  await box(page, "brand", "Kiln House").focus();
  const scrolled = await page.evaluate(() => scrollY);
  await page.keyboard.press("Space");
  await shows(page, kiln);
  expect("the box keeps the focus", await focused(page), "Kiln House");
  expect("the page keeps its place", await page.evaluate(() => scrollY), scrolled);
  expect("the address", search(page), "?brand=Kiln+House");
  expect("a chip", await page.locator(".bar .chip").first().textContent(), "Remove filter: Kiln House");
  expect("it is said", await page.textContent("#announce"), kiln);
  await box(page, "brand", "Ember & Oak").check();
  await shows(page, `${two} products`);
  const order = await page.locator('input[name="brand"]').evaluateAll((all) => all.map((one) => one.value).join());
  await page.locator(".bar .chip", { hasText: "Kiln House" }).click();
  await shows(page, "19 products");
  expect("values keep their place", await page.locator('input[name="brand"]').evaluateAll((all) => all.map((one) => one.value).join()), order);
  expect("the focus goes to the next chip", await focused(page), "Remove filter: Ember & Oak");
  await page.goBack();
  await shows(page, `${two} products`);
  expect("both are ticked again", await page.locator('input[name="brand"]:checked').count(), 2);
  await page.goBack();
  await shows(page, kiln);
  await page.goBack();
  await shows(page, all);
  expect("nothing is ticked", await page.locator('input[name="brand"]:checked').count(), 0);
  await page.goForward();
  await shows(page, kiln);
  await page.selectOption("#sort", "price_asc");
  await page.waitForURL("**/search?**sort=price_asc**");
  await frames(page);
  expect("the order keeps the focus", await focused(page), "sort");
  expect("nothing was loaded anew", await marked(page), true);
  expect("the button isn't needed", await page.locator(".sort .btn").isVisible(), false);
}

/** The first answer is held back until the second has come. */
async function late(page) {
  let release;
  const waits = new Promise((resolve) => { release = resolve; });
  await page.route("**/f/search?brand=Kiln+House", async (route) => {
    const answer = await route.fetch();
    await waits;
    await route.fulfill({ response: answer }).catch(() => {});
  });
  // Without calling off, only the order of the questions protects the list.
  await page.evaluate(() => { AbortController.prototype.abort = () => {}; });
  const asked = page.waitForRequest("**/f/search?brand=Kiln+House");
  await box(page, "brand", "Kiln House").check();
  await asked;
  await page.waitForFunction(() => document.querySelector("#results").getAttribute("aria-busy") === "true");
  expect("old results fade", await page.locator("#results").evaluate((one) => getComputedStyle(one).opacity), "0.6");
  await box(page, "brand", "Ember & Oak").check();
  await shows(page, "45 products");
  const came = page.waitForResponse("**/f/search?brand=Kiln+House");
  release();
  await (await came).finished();
  await frames(page);
  expect("an old answer changes nothing", await count(page), "45 products");
  expect("nor the boxes", await page.locator('input[name="brand"]:checked').count(), 2);
  expect("nor the address", search(page), "?brand=Kiln+House&brand=Ember+%26+Oak");
  expect("nothing is faded", await page.locator("#results").getAttribute("aria-busy"), null);
}

/** Ten ticks within a moment are one question. */
async function hasty(page) {
  let asked = 0;
  await page.route("**/f/search?**", async (route) => { asked += 1; await route.continue(); });
  await page.evaluate(() => {
    for (let time = 0; time < 9; time += 1) document.querySelector('input[value="Kiln House"]').click();
  });
  await shows(page, "26 products");
  expect("one question", asked, 1);
}

/** What is being typed survives an answer; Enter and leaving the field apply it. */
async function price(page) {
  await box(page, "brand", "Kiln House").check();
  await page.locator('[name="price_min"]').pressSequentially("2");
  await shows(page, "26 products");
  expect("what is typed stays", await page.inputValue('[name="price_min"]'), "2");
  expect("and the focus too", await page.evaluate(() => document.activeElement.name), "price_min");
  await page.keyboard.type("0");
  await page.keyboard.press("Enter");
  await page.waitForURL("**price_min=20");
  await page.fill('[name="price_max"]', "30");
  await page.keyboard.press("Tab");
  await page.waitForURL("**price_max=30");
  expect("a chip", (await page.locator(".bar .chip").allTextContents()).includes("Remove filter: $20.00 to $30.00"), true);
  await page.locator(".bar .chip", { hasText: "Clear all" }).click();
  await page.waitForURL("**/search");
  expect("nothing was loaded anew", await marked(page), true);
  await page.locator('[name="rating_min"][value=""]').focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForURL("**rating_min=4");
  await frames(page);
  expect("the stars keep the focus", await focused(page), "4");
  const fold = page.locator(".facet", { hasText: "Brand" }).locator("summary");
  await fold.click();
  await box(page, "brand", "Kiln House").check();
  await page.waitForURL("**brand=Kiln+House**");
  await frames(page);
  expect("an open fold stays open", await page.locator(".facet", { hasText: "Brand" }).locator("details").getAttribute("open"), "");
}

/** Without the network the browser goes there plainly. */
async function broken(page) {
  await page.route("**/f/search?**", (route) => route.fulfill({ status: 503, body: "busy" }));
  await box(page, "brand", "Kiln House").check();
  await page.waitForFunction(() => window.mark === undefined);
  expect("the page itself", `${search(page)} ${await count(page)}`, "?brand=Kiln+House 26 products");
  await page.goBack();
  await shows(page, "209 products");
}

/** The drawer of a phone counts along, and is applied by its button, by Esc, and when it is closed. */
async function phone(page) {
  const button = page.locator(".send button");
  await page.click("#open-filters");
  expect("the button says how many", await button.textContent(), "Show 209 results");
  await box(page, "brand", "Kiln House").focus();
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector(".send button").textContent === "Show 26 results");
  expect("the box keeps the focus", await focused(page), "Kiln House");
  expect("the list waits", await count(page), "209 products");
  expect("the address waits", search(page), "");
  await box(page, "brand", "Ember & Oak").check();
  await page.waitForFunction(() => document.querySelector(".send button").textContent === "Show 45 results");
  await button.click();
  await shows(page, "45 products");
  expect("the drawer is closed", await page.locator("#filters").isVisible(), false);
  expect("one step back", search(page), "?brand=Kiln+House&brand=Ember+%26+Oak");
  await page.click("#open-filters");
  await box(page, "brand", "Ember & Oak").uncheck();
  await page.keyboard.press("Escape");
  await shows(page, "26 products");
  await page.goBack();
  await shows(page, "45 products");
  await page.goBack();
  await shows(page, "209 products");
  expect("nothing was loaded anew", await marked(page), true);
  expect("nothing shifted by itself", await page.evaluate(() => Math.round(window.shifted * 1000)), 0);
}

/** Nothing in the open drawer is out of reach, and nothing is wider than the screen. */
async function looks(page) {
  const narrow = page.viewportSize().width < 960;
  if (narrow) await page.click("#open-filters");
  await box(page, "brand", "Kiln House").check();
  await page.waitForFunction(() => document.querySelector(".send button").textContent === "Show 26 results");
  await frames(page);
  const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect("scrolls sideways", scroll > width, false);
  const found = await page.evaluate(async (source) => {
    if (!window.axe) (0, eval)(source);
    return (await window.axe.run()).violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`);
  }, axe);
  checks += 1;
  problems.push(...found);
  if (process.env.SHOP_PICTURES) await page.screenshot({ path: `${process.env.SHOP_PICTURES}/facets-${width}-${looked++}.png` });
}
let looked = 0;

/** A press is answered within a tenth of a second, on a machine half as fast. */
async function quick(page) {
  const shifted = await page.evaluate(() => Math.round(window.shifted * 1000));
  expect("nothing shifts while the page opens", shifted, 0);
  const client = await page.context().newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: 2 });
  let ms = Infinity;
  // The slowest of three presses; others on the machine can only make it slower, so the best of some rounds counts.
  for (let round = 0; round < 4 && ms > 100; round += 1) {
    await page.evaluate(() => { window.pressMs = 0; });
    for (const brand of ["Kiln House", "Ember & Oak", "Wren & Loom"]) {
      await box(page, "brand", brand).click();
      await page.waitForTimeout(400);
    }
    ms = Math.min(ms, await page.evaluate(() => window.pressMs || Infinity));
  }
  console.log(`a press on a facet: ${ms} ms`);
  checks += 1;
  if (!(ms > 0 && ms <= 100)) problems.push(`a press took ${ms} ms`);
}

/** Three pages come by themselves, then a button: by mouse and by keys, which go on at the first new card. */
async function paging(page) {
  const pages = () => page.locator(".page").count();
  const button = page.locator(".pager [rel=next]");
  const down = async () => {
    for (let time = 0; time < 12; time += 1) {
      await page.evaluate(() => scrollTo({ top: 1e6, behavior: "instant" }));
      await page.waitForTimeout(80);
    }
  };
  await down();
  expect("three more pages, then no more", await pages(), 4);
  expect("the foot is within reach", await page.locator("footer").evaluate((one) => one.getBoundingClientRect().top < innerHeight), true);
  expect("how far", await page.textContent(".pager .count"), "1–80 of 209");
  expect("the button", await button.textContent(), "Show more products");
  await button.focus();
  await page.keyboard.press("Enter");
  await page.locator(".page[data-page='5']").waitFor();
  await frames(page);
  expect("the first new card has the focus", await page.evaluate(() => document.activeElement.closest("li") === document.querySelector(".page[data-page='5'] li")), true);
  await down();
  expect("and three again", await pages(), 8);
  await button.click();
  await down();
  expect("to the end", await page.textContent(".pager .count"), "1–209 of 209");
  const ids = await page.evaluate(() => [...document.querySelectorAll(".page")].map((one) => Number(one.dataset.page)).join());
  expect("in their order", ids, "1,2,3,4,5,6,7,8,9,10,11");
  await page.waitForURL("**cursor=**");
  expect("no step in the history for it", await page.evaluate(() => history.length), 2);
}

/** In the middle of a list: what comes before is a press away, and nothing jumps. */
async function middle(page) {
  const card = page.locator(".page[data-page='3'] li").first();
  const handle = await card.evaluate((one) => { window.seen = one; return one.getBoundingClientRect().top; });
  await page.locator(".earlier").click();
  await page.locator(".page[data-page='2']").waitFor();
  const now = await page.evaluate(() => window.seen.getBoundingClientRect().top);
  expect("what is seen stays in its place", Math.abs(now - handle) <= 1, true);
  expect("how far", (await page.textContent(".pager .count")).startsWith("21–"), true);
}

async function plain(page) {
  expect("no button before it is needed", await page.locator(".sort .btn").isVisible(), false);
  await page.selectOption("#sort", "price_asc");
  await page.locator(".sort .btn").click();
  await page.waitForURL("**sort=price_asc**");
  await box(page, "brand", "Kiln House").check();
  await page.locator(".send button").click();
  await page.waitForURL("**brand=Kiln+House**");
  expect("filtered", (await page.locator("#count").textContent()), "26 products");
  await page.goto(`${base}/search?limit=20`);
  await page.locator(".pager [rel=next]").click();
  await page.waitForURL("**cursor=20");
  await page.locator(".pager [rel=prev]").click();
  await page.waitForURL((url) => !url.searchParams.has("cursor"));
}

await open({}, tick);
await open({}, late);
await open({}, hasty);
await open({}, price);
await open({}, broken);
await open({}, quick);
await open({ viewport: { width: 360, height: 780 }, hasTouch: true }, phone);
await open({}, paging, "/search?limit=20");
await open({}, middle, "/search?limit=20&cursor=40");
for (const width of [360, 1440]) {
  for (const colorScheme of ["light", "dark"]) {
    await open({ viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce", bypassCSP: true }, looks);
  }
}
await open({ javaScriptEnabled: false }, plain);
await browser.close();
problems.forEach((problem) => console.log(problem));
console.log(`${checks} checks, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
