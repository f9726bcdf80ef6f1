// Looks at every kind of page in a language that says more than English, or runs the other way: nothing may run out of a narrow
// screen, and what points or slides does so the other way around.
// Usage: node languages.mjs BASE CHROMIUM SHOP DATA. Prints a line for each problem; exits 1 if there is any.
import { base, end, examine, expect, launch, problems, visit } from "./common.mjs";

const browser = await launch();

/** Who has something in the cart, so that all pages have something to say. */
async function shopper(width) {
  const page = await visit(browser, { viewport: { width, height: 800 } });
  await page.goto(`${base}/search`);
  const product = await page.locator(".card h3 a").first().getAttribute("href");
  const sku = await page.locator(".card [name=sku]").first().inputValue();
  await page.request.post(`${base}/cart/items`, { form: { sku, quantity: "2" } });
  return { page, product };
}

const sideways = (page) => page.evaluate(() => {
  const wide = [...document.querySelectorAll("main *, header *, footer *")].find((one) => {
    const box = one.getBoundingClientRect();
    const within = one.closest(".strip, .tiles, .thumbs, .frames, .chips, .shelf, .vh, .prose table, dialog, [popover]");
    return !within && box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
  });
  const scroll = document.documentElement.scrollWidth;
  return scroll > innerWidth || wide ? `${scroll} px, ${wide?.outerHTML.slice(0, 120)}` : "";
});

for (const width of [320, 1280]) {
  const { page, product } = await shopper(width);
  const paths = ["/", "/search", "/search?q=zzqx", product, `${product}/reviews`, "/cart", "/checkout", "/account/login", "/account/register", "/track", "/pages/privacy", "/nowhere", "/offline", "/dev/storybook"];
  for (const path of paths) {
    await page.goto(base + path);
    expect(`${path} runs out of ${width} px`, await sideways(page), "");
  }
  await page.goto(`${base}/checkout`);
  await page.locator("form#address button.primary").click();
  await page.locator("#error-summary").waitFor();
  expect(`a form with errors runs out of ${width} px`, await sideways(page), "");
  for (const path of ["/", "/cart", product]) {
    await page.goto(base + path);
    await examine(page, `${path} at ${width}`);
  }
  await page.context().close();
}

/** Where an element stands: on the left or on the right half of the screen. */
const side = (page, selector) => page.locator(selector).first().evaluate((one) => {
  const box = one.getBoundingClientRect();
  return box.left + box.right < innerWidth ? "left" : "right";
});

const { page, product } = await shopper(1280);
const rtl = await page.evaluate(() => document.documentElement.dir === "rtl");
const [start, far] = rtl ? ["right", "left"] : ["left", "right"];
const mirrored = (selector) => page.locator(selector).first().evaluate((one) => getComputedStyle(one, one.matches(".stars") ? "::before" : null).scale === "-1 1");
await page.goto(`${base}/search`);
expect("the shop's name is where reading starts", await side(page, ".logo"), start);
expect("so are the filters", await side(page, "#filters"), start);
expect("stars fill the way of reading", await mirrored(".stars"), rtl);
await page.locator(".cart-link").click();
await page.locator("#cart-drawer[open] #cart").waitFor();
await page.waitForFunction(() => document.getAnimations().every((one) => one.playState === "finished"));
expect("the cart slides in from the far side", await page.locator("#cart-drawer").evaluate((one) => {
  const box = one.getBoundingClientRect();
  return box.left === 0 ? "left" : Math.abs(box.right - innerWidth) < 1 ? "right" : `${box.left} to ${box.right}`;
}), far);
await page.goto(base + product);
expect("a truck drives the way of reading", await mirrored(".arrival .icon"), rtl);
expect("an arrow back points there", await mirrored(".facts-list li:last-child .icon"), rtl);
await page.goto(`${base}/dev/storybook`);
const steps = await page.locator(".steps li").evaluateAll((all) => all.slice(0, 2).map((one) => one.getBoundingClientRect().left));
expect("steps go the way of reading", steps[0] > steps[1], rtl);

const phone = (await shopper(320)).page;
await phone.goto(`${base}/search`);
await phone.locator("#open-filters").click();
await phone.waitForTimeout(400);
expect("the drawer of the filters runs out of a phone", await sideways(phone), "");
const box = await phone.locator("#filters").boundingBox();
if (!box || box.x < -1 || box.x + box.width > 321) problems.push(`the drawer of the filters stands at ${JSON.stringify(box)}`);

await browser.close();
end();
