// Types into the search field of a real browser: rows come, keys move through them, and a slow old answer changes nothing.
// Usage: node suggest.mjs BASE CHROMIUM. Prints a line for each problem; exits 1 if there is any.
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

async function open(options, check) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => error.message.startsWith("Transition was") || problems.push(`an error on the page: ${error.message}`));
  page.on("console", (message) => { if (message.text().includes("Content Security Policy")) problems.push(message.text()); });
  await page.goto(base);
  await check(page);
  await context.close();
}

function expect(what, found, wanted) {
  checks += 1;
  if (found !== wanted) problems.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id);
const rows = (page) => page.locator("#suggestions a").allTextContents();

async function types(page, text) {
  await page.locator("#q").pressSequentially(text);
  await page.locator("#suggestions:not([hidden]) a").first().waitFor();
}

/** Arrow keys move the focus itself, Esc gives it back, a letter goes on typing. */
async function keys(page) {
  await types(page, "mu");
  const shown = await rows(page);
  expect("rows", shown.length > 2 && shown.length <= 10, true);
  expect("expanded", await page.getAttribute("#q", "aria-expanded"), "true");
  expect("typing keeps the focus", await focused(page), "q");
  await page.keyboard.press("ArrowDown");
  expect("down", await focused(page), shown[0].trim());
  await page.keyboard.press("ArrowDown");
  expect("down again", await focused(page), shown[1].trim());
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  expect("up from the first", await focused(page), "q");
  for (const _ of shown) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  expect("the last stays", await focused(page), shown.at(-1).trim());
  await page.keyboard.press("Escape");
  expect("Esc gives the focus back", await focused(page), "q");
  expect("Esc closes", await page.locator("#suggestions").isHidden(), true);
  expect("not expanded", await page.getAttribute("#q", "aria-expanded"), "false");
  expect("Esc keeps the text", await page.inputValue("#q"), "mu");
  await page.keyboard.press("ArrowDown");
  await page.locator("#suggestions:not([hidden]) a").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("g");
  expect("a letter goes on typing", await page.inputValue("#q"), "mug");
  await page.keyboard.press("Escape");
  await types(page, " ");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  await page.mouse.click(1430, 880);
  expect("leaving closes", await page.locator("#suggestions").isHidden(), true);
}

/** The first answer is held back until the second one has come. */
async function slow(page) {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route("**/f/suggest?q=lin", async (route) => {
    const answer = await route.fetch();
    await held;
    await route.fulfill({ response: answer }).catch(() => {});
  });
  await page.evaluate(() => {
    // Without calling off, only the order of the questions protects the list.
    AbortController.prototype.abort = () => {};
  });
  const asked = page.waitForRequest("**/f/suggest?q=lin");
  await page.locator("#q").fill("lin");
  await asked;
  await page.locator("#q").fill("");
  await types(page, "mug");
  const shown = (await rows(page)).join();
  const late = page.waitForResponse("**/f/suggest?q=lin");
  release();
  await (await late).finished();
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  expect("an old answer changes nothing", (await rows(page)).join(), shown);
  expect("the list is of the new text", shown.toLowerCase().includes("mug"), true);
}

/** Letters that are still being put together ask for nothing. */
async function composing(page) {
  let asked = 0;
  await page.route("**/f/suggest?**", async (route) => { asked += 1; await route.continue(); });
  await page.focus("#q");
  const client = await page.context().newCDPSession(page);
  await client.send("Input.imeSetComposition", { text: "mu", selectionStart: 2, selectionEnd: 2 });
  await page.waitForTimeout(300);
  expect("composing asks for nothing", asked, 0);
  await client.send("Input.insertText", { text: "mug" });
  await page.locator("#suggestions:not([hidden]) a").first().waitFor();
  expect("the finished word asks once", asked, 1);
}

/** A press opens a row; nothing found closes the list. */
async function mouse(page) {
  await types(page, "mug");
  await page.locator("#q").fill("xyzzyplugh");
  await page.locator("#suggestions").waitFor({ state: "hidden" });
  await page.locator("#q").fill("");
  await types(page, "teap");
  await page.locator("#suggestions a[href^='/products/']").first().click();
  await page.waitForURL("**/products/**");
  await page.goBack();
  expect("closed after coming back", await page.locator("#suggestions").isHidden(), true);
}

/** With the list open nothing is out of reach, and nothing is wider than the screen. */
async function looks(page) {
  await types(page, "mu");
  const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect("scrolls sideways", scroll > width, false);
  const box = await page.locator("#suggestions").boundingBox();
  expect("inside the screen", box.x >= 0 && box.x + box.width <= width, true);
  const found = await page.evaluate(async (source) => {
    if (!window.axe) (0, eval)(source);
    return (await window.axe.run()).violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`);
  }, axe);
  checks += 1;
  problems.push(...found);
  if (process.env.SHOP_PICTURES) await page.screenshot({ path: `${process.env.SHOP_PICTURES}/suggest-${width}-${looked++}.png` });
}
let looked = 0;

async function plainForm(page) {
  await page.fill("#q", "teapot");
  expect("no list without scripts", await page.locator("#suggestions").count(), 0);
  await page.press("#q", "Enter");
  await page.waitForURL("**/search?q=teapot");
}

await open({}, keys);
await open({}, slow);
await open({}, composing);
await open({}, mouse);
for (const width of [360, 1440]) {
  for (const colorScheme of ["light", "dark"]) {
    await open({ viewport: { width, height: 800 }, colorScheme, reducedMotion: "reduce", bypassCSP: true }, looks);
  }
}
await open({ javaScriptEnabled: false }, plainForm);
await browser.close();
problems.forEach((problem) => console.log(problem));
console.log(`${checks} checks, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
