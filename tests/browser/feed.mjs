// Scrolls through 10,020 products in a real browser, with the script and with a plain one that only appends, and comes back to a card.
// Usage: node feed.mjs BASE CHROMIUM. Prints a line for each problem and the figures; exits 1 if there is any problem.
import { chromium } from "playwright-core";

const [base, executablePath] = process.argv.slice(2);
const problems = [];
let checks = 0;

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const launch = (options) => chromium.launch({ executablePath, args, ...options });

function expect(what, found, wanted) {
  checks += 1;
  if (found !== wanted) problems.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

function atMost(what, found, most) {
  checks += 1;
  console.log(`${what}: ${Math.round(found)}`);
  if (!(found <= most)) problems.push(`${what}: ${found}, more than ${most}`);
}

async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => error.message.startsWith("Transition was") || problems.push(`an error on the page: ${error.message}`));
  page.on("console", (message) => { if (message.text().includes("Content Security Policy")) problems.push(message.text()); });
  await page.addInitScript(() => {
    window.longMs = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.longMs += entry.duration; })).observe({ type: "longtask" });
  });
  return page;
}

/** Scrolls down 700 px a frame until the end, or until long tasks took so long; says what it saw. */
function scrollDown([total, longMsMax]) {
  return new Promise((resolve) => {
    const seen = { elements: 0, frames: 0, longMs: 0, reached: false, frozen: false };
    // On a machine that does a lot else the browser may stop drawing for good: that is none of the page's doing.
    let frames = 0;
    const watch = setInterval(() => {
      seen.frozen = seen.frames === frames;
      frames = seen.frames;
      if (seen.frozen) end();
    }, 30_000);
    function end() { clearInterval(watch); resolve(seen); }
    const all = document.getElementsByTagName("*");
    const started = performance.now();
    function frame() {
      seen.frames += 1;
      seen.elements = Math.max(seen.elements, all.length);
      const before = scrollY;
      scrollBy({ top: 700, behavior: "instant" });
      const text = document.querySelector(".pager .count").textContent;
      seen.reached = text.endsWith(`–${total} of ${total}`) && scrollY === before;
      seen.longMs = window.longMs;
      seen.ms = performance.now() - started;
      if (seen.reached || seen.longMs > longMsMax || seen.ms > 180_000) end();
      else requestAnimationFrame(frame);
    }
    frame();
  });
}

/** Tries again where the browser stopped drawing. */
async function drawn(work) {
  for (let tries = 1; ; tries += 1) {
    const seen = await work();
    if (!seen.frozen || tries === 3) return seen;
    console.log("the browser stopped drawing; once more");
  }
}

async function withScript(browser) {
  const page = await open(browser);
  await page.goto(`${base}/search`);
  const seen = await page.evaluate(scrollDown, ["10,020", Infinity]);
  if (seen.frozen) {
    await page.context().close();
    return seen;
  }
  expect("it comes to the end", seen.reached, true);
  atMost("most elements", seen.elements, 5_000);
  const shown = await page.evaluate(() => [...document.querySelectorAll(".page")].map((one) => Number(one.dataset.page)));
  expect("all pages stand in their order", shown.join(), Array.from({ length: 167 }, (_, n) => n + 1).join());
  await page.waitForURL("**cursor=9960").catch(() => problems.push(`the address isn't that of the last page: ${page.url()}`));
  await page.context().close();
  return seen;
}

/** What a script does that knows no better: every card is appended and stays. */
async function plainly(browser, longMsMax) {
  const page = await open(browser);
  await page.route("**/feed.*.js", (route) => route.abort());
  await page.goto(`${base}/search`);
  await page.evaluate(() => {
    const list = document.querySelector(".page ol");
    let next = document.querySelector("a[rel=next]").href;
    async function more() {
      const url = new URL(next);
      const answer = await fetch(`/f${url.pathname}${url.search}&part=more`);
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.append(...found.querySelectorAll(".page li"));
      document.querySelector(".pager").replaceWith(found.querySelector(".pager"));
      next = document.querySelector("a[rel=next]")?.href;
      wait();
    }
    function wait() {
      if (!next) return;
      if (document.querySelector(".pager").getBoundingClientRect().top < innerHeight + 1500) more();
      else requestAnimationFrame(wait);
    }
    wait();
  });
  const seen = await page.evaluate(scrollDown, ["10,020", longMsMax]);
  await page.context().close();
  return seen;
}

/** A page that holds the focus stays whole however far away it is; one without comes back as it was. */
async function held(browser) {
  const page = await open(browser);
  await page.goto(`${base}/search`);
  const first = () => page.locator(".page[data-page='1'] li").count();
  const down = async () => {
    for (let tries = 0; tries < 200 && (await page.locator(".page").count()) < 5; tries += 1) {
      await page.evaluate(() => scrollBy({ top: 3_000, behavior: "instant" }));
      await page.waitForTimeout(50);
    }
    await page.evaluate(() => scrollTo({ top: 1e6, behavior: "instant" }));
    await settled(page);
  };
  await page.locator(".page[data-page='1'] h3 a").nth(3).evaluate((link) => link.focus());
  await down();
  expect("the page with the focus stays", await first(), 60);
  await page.evaluate(() => document.activeElement.blur());
  await page.evaluate(() => scrollBy({ top: -8_000, behavior: "instant" }));
  await settled(page);
  expect("without the focus it is emptied", await first(), 0);
  const height = await page.locator(".page[data-page='1']").evaluate((one) => one.offsetHeight);
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  await page.locator(".page[data-page='1'] li").nth(59).waitFor();
  expect("and comes back as high as it was", await page.locator(".page[data-page='1']").evaluate((one) => one.offsetHeight), height);
  await page.context().close();
}

/** The frame in which nothing moves any more. */
async function settled(page) {
  let before;
  for (let same = 0; same < 5;) {
    const now = await page.evaluate(() => new Promise((resolve) => {
      const seen = () => resolve([scrollY, document.querySelectorAll(".card").length].join());
      requestAnimationFrame(seen);
      setTimeout(seen, 5_000);
    }));
    same = now === before ? same + 1 : 0;
    before = now;
    await page.waitForTimeout(50);
  }
}

/** Opens the 200th card's product and comes back. */
async function back(browser, kind, options) {
  const page = await open(browser, options);
  await page.goto(`${base}/search?sort=price_asc`);
  const card = async () => page.evaluate(() => {
    const one = document.querySelector(`[data-product="${window.name}"]`);
    return one && { top: one.getBoundingClientRect().top, title: one.querySelector("h3").textContent };
  });
  for (let tries = 0; tries < 60 && (await page.locator(".page[data-page='4'] li").count()) < 20; tries += 1) {
    await page.mouse.move(800, 400);
    await page.mouse.wheel(0, 1_500);
    await page.waitForTimeout(60);
  }
  // 20th of the fourth page.
  const chosen = page.locator(".page[data-page='4'] li").nth(19);
  await chosen.evaluate((one) => { window.name = one.dataset.product; one.scrollIntoView({ block: "center", behavior: "instant" }); });
  await settled(page);
  const left = await card();
  await Promise.all([page.waitForURL("**/products/**"), chosen.locator("h3 a").click()]);
  await page.waitForLoadState();
  await page.evaluate(() => { window.kept = true; });
  const started = Date.now();
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => document.querySelector(`[data-product="${window.name}"]`));
  const there = Date.now() - started;
  await settled(page);
  const now = await card();
  const [persisted] = await page.evaluate(() => [performance.getEntriesByType("navigation")[0].type !== "back_forward"]);
  expect(`${kind}: kept by the browser`, persisted, kind === "bfcache");
  expect(`${kind}: the card`, now?.title, left.title);
  atMost(`${kind}: off by so many px`, Math.abs((now?.top ?? Infinity) - left.top), 8);
  console.log(`${kind}: ${there} ms`);
  // Further up is what was there before.
  for (let tries = 0; tries < 60 && (await page.locator(".page[data-page='1'] li").count()) === 0; tries += 1) {
    await page.mouse.move(800, 400);
    await page.mouse.wheel(0, -1_500);
    await page.waitForTimeout(60);
  }
  expect(`${kind}: back up to the first page`, await page.locator(".page[data-page='1'] li").count(), 60);
  const ids = await page.evaluate(() => [...document.querySelectorAll(".card")].map((one) => one.dataset.product));
  expect(`${kind}: no card twice`, new Set(ids).size, ids.length);
  await page.context().close();
}

const browser = await launch({});
const own = await drawn(() => withScript(browser));
console.log(`with the script: ${Math.round(own.ms)} ms, ${own.frames} frames, long tasks ${Math.round(own.longMs)} ms`);
// It is stopped as soon as it needed four and a half times as much: on all pages it needs minutes.
const plain = await drawn(() => plainly(browser, Math.max(4.5 * own.longMs, 1_000)));
console.log(`plainly: ${Math.round(plain.ms)} ms, ${plain.frames} frames, long tasks ${Math.round(plain.longMs)} ms, ${plain.elements} elements, ${plain.reached ? "all" : "stopped before the end"}`);
expect("the browser draws", own.frozen || plain.frozen, false);
atMost("long tasks in % of appending plainly", (100 * own.longMs) / plain.longMs, 25);
await held(browser);
await back(browser, "cold");
await browser.close();
const keeping = await launch({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
await back(keeping, "bfcache");
await keeping.close();
problems.forEach((problem) => console.log(problem));
console.log(`${checks} checks, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
