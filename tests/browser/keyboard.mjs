// Buys something with the keyboard alone: from the front page to the order and to tracking it, with the focus always in sight.
// Usage: node keyboard.mjs BASE CHROMIUM SHOP DATA. Prints a line for each problem; exits 1 if there is any.
import { base, end, expect, launch, problems, until, visit } from "./common.mjs";

const TABS_MAX = 120;
const browser = await launch();

/** What has the focus, and whether somebody can see that it does. */
const focus = (page) => page.evaluate(() => {
  const active = document.activeElement;
  if (!active || active === document.body) return undefined;
  const box = active.getBoundingClientRect();
  const middle = [Math.min(Math.max(box.x + Math.min(box.width / 2, 20), 1), innerWidth - 2), Math.min(Math.max(box.y + Math.min(box.height / 2, 10), 1), innerHeight - 2)];
  const top = document.elementFromPoint(...middle);
  const label = active.labels?.[0];
  const near = top && (active.contains(top) || top.contains(active) || label?.contains(top) || active.closest("label")?.contains(top) || active.closest(".card")?.contains(top));
  const rings = (element, pseudo) => { const style = getComputedStyle(element, pseudo); return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2; };
  const ring = active.matches(":focus-visible") && (rings(active) || rings(active, "::after") || (active.closest("label") && rings(active.closest("label"))) || (label && rings(label)) || (active.nextElementSibling && rings(active.nextElementSibling)));
  return {
    name: (active.getAttribute("aria-label") || label?.textContent || active.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60),
    tag: active.tagName, id: active.id, name_attribute: active.getAttribute("name"), href: active.getAttribute("href"), value: active.value,
    seen: near && box.bottom > 0 && box.top < innerHeight, ring: !!ring || /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName) && active.matches(":focus-visible"), html: active.outerHTML.slice(0, 120),
  };
});

/** Goes on with Tab until the wanted thing has the focus; each stop on the way has to be visible. */
async function to(page, what, wanted) {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    await page.keyboard.press("Tab");
    const at = await focus(page);
    if (!at) continue;
    if (!at.seen) problems.push(`on the way to ${what} the focus is covered or out of sight: ${at.html}`);
    if (!at.ring) problems.push(`on the way to ${what} the focus can't be seen: ${at.html}`);
    if (wanted(at)) return at;
  }
  problems.push(`${what} isn't reached in ${TABS_MAX} steps`);
  throw new Error(`lost on the way to ${what}`);
}

const press = async (page, key = "Enter") => {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
  await page.waitForLoadState("load");
};
const named = (text) => ({ name }) => name.startsWith(text);

async function buys(width) {
  const page = await visit(browser, { viewport: { width, height: 800 }, reducedMotion: "reduce" });
  await page.goto(base);
  await page.keyboard.press("Tab");
  expect("the first stop skips to the content", (await focus(page)).name, "Skip to content");
  await page.keyboard.press("Enter");
  await page.goto(base);
  await to(page, "the search field", ({ id }) => id === "q");
  await page.keyboard.type("teapot");
  await press(page);
  expect("results", new URL(page.url()).pathname, "/search");
  if (width < 960) {
    await to(page, "the filters", named("Filters"));
    await page.keyboard.press("Enter");
    await until(page, "the drawer opens", () => document.querySelector("#filters:popover-open"));
  }
  await to(page, "a filter", ({ name_attribute: name }) => name === "in_stock");
  await page.keyboard.press("Space");
  await until(page, "the filter counts", () => location.search.includes("in_stock=true") || document.querySelector("#filters:popover-open .send button"));
  if (width < 960) {
    await page.keyboard.press("Escape");
    await until(page, "the drawer closes and filters", () => !document.querySelector("#filters:popover-open") && location.search.includes("in_stock=true"));
  }
  await to(page, "the product", ({ href }) => href === "/products/sunday-teapot");
  await press(page);
  await to(page, "a picture", named("Look closer"));
  await page.keyboard.press("Enter");
  await until(page, "the picture opens", () => document.querySelector("dialog.closer[open]"));
  await page.keyboard.press("Escape");
  expect("the focus is back at the picture", (await focus(page)).name.startsWith("Look closer"));
  await to(page, "the button", named("Add to cart"));
  await page.keyboard.press("Enter");
  await until(page, "the drawer has it", () => document.querySelector("#cart .line"));
  await to(page, "one more", named("One more"));
  await page.keyboard.press("Enter");
  await until(page, "two of it", () => document.querySelector("#cart [data-quantity='2']") && !document.querySelector("#cart[data-waits]"));
  expect("the focus stays at the stepper", (await focus(page)).name.startsWith("One more"));
  await page.keyboard.press("Escape");
  expect("the focus is back at the button", (await focus(page)).name.startsWith("Add to cart"));
  await page.keyboard.press("Enter");
  await until(page, "the drawer again", () => document.querySelector("#cart-drawer[open] #cart .line"));
  await to(page, "the till", named("Check out"));
  await press(page);
  const mail = `keys${width}@example.com`;
  for (const [field, text] of [["email", mail], ["name", "Ada Byron"], ["line1", "12 Oak Street"], ["city", "Portland"], ["region", "Oregon"], ["postal_code", "97201"]]) {
    await to(page, field, ({ name_attribute: name }) => name === field);
    await page.keyboard.type(text);
  }
  await press(page);
  await to(page, "the way to pay", ({ name_attribute: name, tag }) => tag === "INPUT" && name !== "code");
  await to(page, "on to the review", ({ tag, name }) => tag === "BUTTON" && /Review|Continue/.test(name));
  await press(page);
  await to(page, "to pay", named("Pay "));
  await press(page);
  expect("the order stands", new URL(page.url()).pathname, "/checkout/complete");
  const number = new URL(page.url()).searchParams.get("order");
  await page.goto(`${base}/track`);
  await to(page, "the number", ({ name_attribute: name }) => name === "number");
  await page.keyboard.type(number);
  await to(page, "the address", ({ name_attribute: name }) => name === "email");
  await page.keyboard.type(mail);
  await press(page);
  expect("it is tracked", new URL(page.url()).pathname, `/orders/${number}`);
  await page.context().close();
}

for (const width of [1280, 360]) {
  await buys(width).catch((error) => problems.push(`${width} px: ${error.message.split("\n")[0]}`));
}
await browser.close();
end();
