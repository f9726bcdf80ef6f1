// The cart under the hands of somebody in a hurry: shown at once while the server takes its time, never wrong in the end.
// Usage: node cart.mjs BASE CHROMIUM SHOP DATA. Prints a line for each problem; exits 1 if there is any.
import { base, end, examine, expect, launch, page as another, problems, until, visit } from "./common.mjs";

const browser = await launch();
const kept = (page) => page.evaluate(async () => {
  const { lines, item_count: count } = await (await fetch("/api/cart")).json();
  return { count, lines: lines.map(({ sku, quantity }) => [sku, quantity]) };
});
const shown = (page) => page.evaluate(() => ({
  count: Number(document.getElementById("cart-count").textContent),
  lines: [...document.querySelectorAll("#cart .line[data-quantity]:not([hidden])")].map((line) => [line.dataset.sku, Number(line.querySelector("[data-focus=quantity]").value)]),
}));
const settled = (page) => until(page, "the cart settles", () => !document.querySelector("#cart[data-waits], .arrivals li"));
const slow = (page, ms) => page.route("**/f/cart**", async (route) => {
  await new Promise((done) => setTimeout(done, ms));
  await route.continue().catch(() => {});
});

/** The time from a press to the frame that shows what came of it. */
async function pressed(page, button, question) {
  await page.evaluate(([button, question]) => {
    const shows = new Function(`return ${question}`);
    addEventListener("click", () => {
      const began = performance.now();
      const look = () => {
        if (shows()) window.painted = performance.now() - began;
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
    window.painted = undefined;
    document.querySelector(button).click();
  }, [button, question]);
  await page.waitForFunction(() => window.painted !== undefined, undefined, { timeout: 10_000 }).catch(() => {});
  return page.evaluate(() => window.painted ?? Infinity);
}

async function shownAtOnce(tries = 3) {
  const page = await visit(browser);
  await page.goto(`${base}/products/sunday-teapot`);
  await page.waitForLoadState("networkidle");
  await slow(page, 2000);
  const times = [];
  times.push(await pressed(page, "form.add button", "document.getElementById('cart-count').textContent === '1' && document.querySelector('.arrivals li img') !== null && document.getElementById('cart-drawer').open"));
  await until(page, "the server's cart comes", () => document.querySelector("#cart .line"));
  times.push(await pressed(page, "#cart [data-focus=more]", "document.querySelector('#cart [data-focus=quantity]').value === '2' && document.querySelector('#cart[data-waits]') !== null"));
  times.push(await pressed(page, "#cart [data-focus=more]", "document.getElementById('cart-count').textContent === '3'"));
  console.log(`from the press to the frame, with the server 2 s away: ${times.map((ms) => ms.toFixed(1)).join(", ")} ms`);
  // Others on the machine can only make it slower, so the best of some tries counts.
  if (tries > 1 && times.some((ms) => ms > 50)) {
    await page.context().close();
    return shownAtOnce(tries - 1);
  }
  expect("shown within 50 ms", times.every((ms) => ms <= 50), true);
  const before = await page.locator("#cart .totals .sum").last().textContent();
  expect("sums wait for the server", before, "$73.44");
  await settled(page);
  expect("the sum is the server's", await page.locator("#cart .totals .sum").last().textContent(), "$220.32");
  expect("the cart is the server's", await shown(page), await kept(page));
  await page.context().close();
}

async function refusals() {
  const page = await visit(browser);
  await page.goto(`${base}/cart`);
  const scarce = await page.evaluate(async () => {
    for (let cursor = ""; ;) {
      const { products, next_cursor: next } = await (await fetch(`/api/search?in_stock=true&limit=100&cursor=${cursor}`)).json();
      const found = products.find(({ available }) => available > 1 && available < 6);
      if (found || !next) return found && (await (await fetch(`/api/products/${found.handle}`)).json());
      cursor = next;
    }
  });
  const variant = scarce.variants.find(({ available }) => available > 1 && available < 6);
  await page.goto(`${base}/products/${scarce.handle}?variant=${encodeURIComponent(variant.sku)}`);
  await page.click("form.add button");
  await until(page, "the drawer has the line", () => document.querySelector("#cart .line"));
  await page.locator("#cart [data-focus=quantity]").evaluate((field) => { field.max = ""; });
  await page.fill("#cart [data-focus=quantity]", "50");
  await page.press("#cart [data-focus=quantity]", "Enter");
  await page.locator(".toast [data-refused]").waitFor();
  expect("the toast says how many there are", await page.locator(".toast strong").textContent(), `Only ${variant.available} available.`);
  expect("only the refused change is undone", await shown(page), { count: 1, lines: [[variant.sku, 1]] });
  await examine(page, "the drawer with a toast");
  await page.click(".toast button");
  await settled(page);
  await until(page, "the toast's button does it", (wanted) => document.querySelector("#cart [data-focus=quantity]").value === wanted, String(variant.available));
  expect("all of them are in the cart", (await kept(page)).count, variant.available);
  await page.context().close();
}

async function removedAndUndone() {
  const page = await visit(browser, { colorScheme: "dark", viewport: { width: 320, height: 640 } });
  await page.goto(`${base}/products/sunday-teapot`);
  await page.click("form.add button");
  await until(page, "the drawer has the line", () => document.querySelector("#cart .line"));
  await examine(page, "the drawer at 320 px, dark");
  await slow(page, 300);
  await page.click("#cart [data-focus=remove]");
  expect("the line is gone at once", (await shown(page)).lines, []);
  await page.click(".toast button");
  await settled(page);
  expect("undo brings it back", (await kept(page)).count, 1);
  await page.keyboard.press("Escape");
  expect("Esc closes the drawer", await page.evaluate(() => document.getElementById("cart-drawer").open), false);
  expect("the focus is where it was", await page.evaluate(() => document.activeElement.closest("form.add") !== null));
  await page.context().close();
}

/** What stands in the list below the cart, as it is shown and as the server has it. */
const aside = (page) => page.evaluate(async () => [
  [...document.querySelectorAll("#cart [data-saved]:not([hidden])")].map((line) => [line.dataset.sku, Number(line.dataset.saved)]),
  (await (await fetch("/api/cart")).json()).saved.map(({ sku, quantity }) => [sku, quantity]),
]);

/** Something else that there is. */
const lamp = (page) => page.evaluate(async () => {
  const { products } = await (await fetch("/api/search?q=lamp&in_stock=true")).json();
  return (await (await fetch(`/api/products/${products[0].handle}`)).json()).variants.find(({ available }) => available > 2).sku;
});

async function savedForLater() {
  const page = await visit(browser, { colorScheme: "dark", viewport: { width: 320, height: 640 } });
  await page.goto(`${base}/products/sunday-teapot`);
  await page.click("form.add button");
  await until(page, "the drawer has the line", () => document.querySelector("#cart .line"));
  await page.click("#cart [data-focus=more]");
  await settled(page);
  const [[sku]] = (await shown(page)).lines;
  const other = await another(page.context());
  await other.goto(`${base}/cart`);
  await slow(page, 600);
  const atOnce = await pressed(page, '#cart [action="/cart/saved"] button', "document.querySelector('#cart [data-quantity]').hidden && document.getElementById('cart-count').textContent === '0'");
  expect("a saved line leaves at once", atOnce < 300);
  await settled(page);
  await until(page, "it stands in the list", () => document.querySelector("#cart [data-saved]"));
  expect("with its units", await aside(page), [[[sku, 2]], [[sku, 2]]]);
  expect("nothing else is in the cart", await kept(page), { count: 0, lines: [] });
  await examine(page, "the drawer with a saved thing at 320 px, dark");
  await until(other, "the other tab has it, too", () => document.querySelector("#cart [data-saved]") && !document.querySelector("#cart [data-quantity]"), undefined, 2_500);
  await page.locator(".toast", { hasText: "Saved for later" }).locator("button").click();
  expect("undo shows at once", (await shown(page)).count, 2);
  await settled(page);
  expect("undo brings all units back", [await shown(page), await aside(page)], [await kept(page), [[], []]]);
  await page.click('#cart [action="/cart/saved"] button');
  await settled(page);
  await page.click("#cart [data-saved] [action='/cart/saved/move'] button");
  expect("what moves back is in the cart at once and not in the list", [(await shown(page)).count, (await aside(page))[0]], [2, []]);
  await settled(page);
  expect("and held", [await shown(page), await page.locator("#cart .held").count()], [await kept(page), 1]);
  await page.click('#cart [action="/cart/saved"] button');
  await settled(page);
  await page.click("#cart [data-saved] [action='/cart/saved/set'] button");
  expect("what is taken out is gone at once", (await aside(page))[0], []);
  await page.locator(".toast", { hasText: "Removed" }).locator("button").click();
  await settled(page);
  await until(page, "and can be had back", () => document.querySelector("#cart [data-saved='2']"));
  // By keys, from line to line.
  await page.request.post(`${base}/api/cart/items`, { data: { sku: await lamp(page), quantity: 1 } });
  await page.goto(`${base}/cart`);
  await page.click("#cart [action='/cart/saved/move'] button");
  await settled(page);
  const focus = () => page.evaluate(() => [document.activeElement.tagName, document.activeElement.closest(".line")?.dataset.sku]);
  await page.locator('#cart [action="/cart/saved"] button').first().press("Enter");
  expect("the focus is in the next line at once", await focus(), ["A", sku]);
  await settled(page);
  expect("and stays there", await focus(), ["A", sku]);
  await page.locator('#cart [action="/cart/saved"] button').press("Enter");
  await settled(page);
  await page.click("#cart [data-saved]:nth-child(2) [action='/cart/saved/set'] button");
  await settled(page);
  // Somebody else takes all but one of them.
  const stranger = await visit(browser);
  await stranger.goto(`${base}/cart`);
  const { available } = await page.evaluate(async (sku) => (await (await fetch(`/api/availability?sku=${sku}`)).json()).inventory[0], sku);
  const taken = await stranger.request.post(`${base}/api/cart/items`, { data: { sku, quantity: available - 1 } });
  expect("somebody takes nearly all", taken.status(), 201);
  await until(page, "the list says how many are left", () => document.querySelector("#cart [data-saved] .stock")?.textContent === "Only 1 left");
  await page.click("#cart [data-saved] [action='/cart/saved/move'] button");
  await page.locator(".toast [data-refused]").waitFor();
  expect("the toast says how many there are", await page.locator(".toast strong").textContent(), "Only 1 available.");
  expect("nothing moved", [(await shown(page)).lines, await aside(page)], [[], [[[sku, 2]], [[sku, 2]]]]);
  await page.click(".toast [data-refused] button");
  await settled(page);
  await until(page, "the toast's button does it", () => document.querySelector("#cart [data-quantity='1']"));
  expect("the other one stays saved", [await shown(page), await aside(page)], [await kept(page), [[[sku, 1]], [[sku, 1]]]]);
  await until(page, "sold out, it can't be moved", () => document.querySelector("#cart [data-saved] [action='/cart/saved/move'] button:disabled"));
  await stranger.request.delete(`${base}/api/cart`);
  await until(page, "until there are some again", () => document.querySelector("#cart [data-saved] [action='/cart/saved/move'] button:enabled"));
  await stranger.context().close();
  await page.context().close();
}

/** The list as people meet it without scripts, and what there is to stumble over in it. */
async function savedPages() {
  for (const options of [{ javaScriptEnabled: false }, { viewport: { width: 320, height: 640 } }, { colorScheme: "dark" }]) {
    const page = await visit(browser, options);
    await page.goto(`${base}/products/sunday-teapot`);
    await page.click("form.add button");
    if (options.javaScriptEnabled !== false) await until(page, "the drawer has the line", () => document.querySelector("#cart .line"));
    await page.goto(`${base}/cart`);
    await page.click('#cart [action="/cart/saved"] button');
    await page.locator("#cart [data-saved]").waitFor();
    if (options.javaScriptEnabled !== false) {
      await settled(page);
      await examine(page, `a cart with nothing but saved things, ${JSON.stringify(options)}`);
    }
    await page.click("#cart [action='/cart/saved/move'] button");
    await page.locator("#cart [data-quantity]").waitFor();
    expect("it is back in the cart", await page.locator("#cart [data-saved]").count(), 0);
    await page.context().close();
  }
}

async function inAHurry() {
  const page = await visit(browser);
  await page.goto(`${base}/search?in_stock=true`);
  let number = 0;
  // Every third answer is lost after the server did what was asked.
  await page.route("**/f/cart/**", async (route) => {
    number += 1;
    const answer = await route.fetch();
    await new Promise((done) => setTimeout(done, 40 + (number * 37) % 90));
    await (number % 3 === 0 ? route.abort() : route.fulfill({ response: answer })).catch(() => {});
  });
  // Chosen once: what is shown of their stock changes with each press.
  await page.locator(".card:has(.stock:not([data-level])) form button").evaluateAll((buttons) => buttons.forEach((button, place) => button.setAttribute("data-ample", place)));
  for (let press = 0; press < 24; press += 1) {
    await page.click(`[data-ample="${press % 8}"]`);
    expect("the count follows each press", (await shown(page)).count, press + 1);
  }
  await until(page, "all is settled", async () => (await (await fetch("/api/cart")).json()).item_count === 24, undefined, 60_000);
  await page.click("a.cart-link");
  await until(page, "the drawer shows it", () => document.querySelectorAll("#cart .line").length === 8);
  await settled(page);
  expect("nothing lost, nothing doubled", [await shown(page), (await kept(page)).count], [await kept(page), 24]);
  await page.context().close();
}

async function twoTabs() {
  const page = await visit(browser);
  await page.goto(`${base}/products/sunday-teapot`);
  const other = await another(page.context());
  await other.goto(`${base}/cart`);
  await page.click("form.add button");
  await until(other, "the other tab follows within a second", () => document.getElementById("cart-count").textContent === "1" && document.querySelector("#cart .line"), undefined, 1_000 + 500);
  await other.click("#cart [data-focus=more]");
  await until(page, "and the other way round", () => document.getElementById("cart-count").textContent === "2", undefined, 1_500);
  expect("both show the server's", [await shown(page), await shown(other)], [await kept(page), await kept(page)]);
  // What waits isn't lost when the page is left.
  await slow(page, 200);
  for (let press = 0; press < 3; press += 1) await page.click("#cart [data-focus=more]");
  await page.goto(`${base}/pages/about`);
  await until(page, "what waited for its turn arrives", async () => (await (await fetch("/api/cart")).json()).item_count === 5);
  await page.context().close();
}

async function heldAndLost() {
  const page = await visit(browser);
  await page.goto(`${base}/products/sunday-teapot`);
  await page.click("form.add button");
  await until(page, "the line says how long it is held", () => /Reserved until \d/.test(document.querySelector("#cart .held")?.textContent));
  const ends = (ms) => page.evaluate((ms) => {
    for (const line of document.querySelectorAll("#cart .line")) line.dataset.until = String(Number(document.getElementById("cart").dataset.now) + ms);
  }, ms);
  expect("nothing counts down while there is time", await page.locator("#cart .keep").isVisible(), false);
  await ends(9 * 60_000);
  await until(page, "the last ten minutes are counted", () => /Held for 8:\d\d/.test(document.querySelector("#cart .held").textContent));
  expect("it can be kept", await page.locator("#cart .keep").isVisible(), true);
  await ends(110_000);
  await page.locator(".toast", { hasText: "two more minutes" }).waitFor();
  await page.locator(".toast button").click();
  await settled(page);
  expect("a kept cart is held for its whole time again", await page.locator("#cart .keep").isVisible(), false);
  await ends(500);
  await page.locator(".toast", { hasText: "Expired, try again" }).waitFor();
  await page.locator(".toast button", { hasText: "Hold them again" }).click();
  await settled(page);
  expect("still one", await shown(page), await kept(page));
  await page.context().close();
}

async function offline() {
  const page = await visit(browser);
  await page.goto(`${base}/products/sunday-teapot`);
  await page.waitForLoadState("networkidle");
  await page.route("**/f/cart**", (route) => route.abort());
  await page.evaluate(() => { const wait = window.setTimeout; window.setTimeout = (run, ms, ...rest) => wait(run, ms > 300 && ms < 5000 ? 20 : ms, ...rest); });
  await page.click("form.add button");
  await page.locator(".toast", { hasText: "Failed, try again" }).waitFor();
  expect("nothing is shown that isn't there", (await shown(page)).count, 0);
  await page.unroute("**/f/cart**");
  await page.locator(".toast button").click();
  await until(page, "trying again does it", () => document.querySelector("#cart .line"));
  expect("once", (await kept(page)).count, 1);
  await page.context().close();
}

/** Each press and each letter is answered within a tenth of a second, on a machine half as fast. */
async function quick() {
  const page = await visit(browser, { viewport: { width: 800, height: 900 } });
  await page.goto(`${base}/search?in_stock=true`);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => {
    window.slowest = {};
    window.doing = "";
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries()) {
        if (interactionId) window.slowest[window.doing] = Math.max(window.slowest[window.doing] ?? 0, duration);
      }
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
  });
  const client = await page.context().newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: 2 });
  const best = {};
  // Others on the machine can only make it slower, so the best of some rounds counts.
  for (let round = 0; round < 12 && !Object.values(best).every((ms) => ms <= 100) || round === 0; round += 1) {
    const does = async (name, act) => {
      await page.evaluate((name) => { window.doing = name; delete window.slowest[name]; }, name);
      await act();
      await page.waitForTimeout(300);
      best[name] = Math.min(best[name] ?? Infinity, await page.evaluate((name) => window.slowest[name] ?? 16, name));
    };
    await does("adding", () => page.locator(".card form button").nth(round % 2).click());
    await does("opening the cart", () => page.click("a.cart-link"));
    await page.keyboard.press("Escape");
    await does("opening the filters", () => page.click(".open-filters"));
    await page.keyboard.press("Escape");
    await does("typing", () => page.locator("#q").pressSequentially("teapot", { delay: 60 }));
    await page.fill("#q", "");
    // A suite beside this one is busy for a while.
    if (round > 0) await page.waitForTimeout(1_000);
  }
  console.log(`the slowest answer: ${Object.entries(best).map(([name, ms]) => `${name} ${ms} ms`).join(", ")}`);
  for (const [name, ms] of Object.entries(best)) expect(`${name} within 100 ms`, ms <= 100);
  await page.context().close();
}

for (const story of [quick, shownAtOnce, refusals, removedAndUndone, savedForLater, savedPages, inAHurry, twoTabs, heldAndLost, offline]) {
  await story().catch((error) => problems.push(`${story.name}: ${error.message.split("\n")[0]}`));
}
await browser.close();
end();
