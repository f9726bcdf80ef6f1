// The pages on every screen, with text twice as large, with forced colours, without motion, and on paper; and nothing from elsewhere.
// Usage: node sizes.mjs BASE CHROMIUM SHOP DATA. Prints a line for each problem; exits 1 if there is any.
import { base, end, expect, launch, problems, visit } from "./common.mjs";

const browser = await launch();
const PAGES = ["/", "/search", "/search?q=mug", "/collections/kitchen", "/products/sunday-teapot", "/products/sunday-teapot/reviews", "/cart", "/checkout?step=shipping", "/track", "/account/login", "/account/register", "/pages/about", "/offline", "/nowhere", "/dev/storybook"];

/** Who has something in the cart. */
async function shopper(options) {
  const page = await visit(browser, options);
  await page.request.post(`${base}/api/cart/items`, { data: { sku: await sku(page), quantity: 1 } });
  return page;
}
const sku = async (page) => (await (await page.request.get(`${base}/api/products/sunday-teapot`)).json()).variants.find(({ available }) => available > 9).sku;

async function open(page, path) {
  await page.goto(base + path);
  await page.waitForLoadState("load");
}

/** Nothing is wider than the screen, and nothing lies outside of it. */
async function fits(page, name) {
  const [scroll, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (scroll > width) problems.push(`${name} scrolls sideways: ${scroll} px in ${width}`);
  expect(`${name} was looked at`, true);
}

for (const [width, height] of [[320, 640], [768, 1024], [1440, 900], [3840, 2160]]) {
  const page = await shopper({ viewport: { width, height } });
  for (const path of PAGES) {
    await open(page, path);
    await fits(page, `${path} at ${width} px`);
  }
  await page.context().close();
}

// Text twice as large, as somebody sets it in the browser; 400 % zoom of a desk is the screen of a phone.
for (const width of [640, 1280]) {
  const page = await shopper({ viewport: { width, height: 900 } });
  for (const path of PAGES) {
    await open(page, path);
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await fits(page, `${path} at ${width} px with text twice as large`);
    const cut = await page.evaluate(() => [...document.querySelectorAll("button, .btn, label, h1, h2, .price")]
      .filter((one) => getComputedStyle(one).clipPath === "none" && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "hidden").map((one) => one.outerHTML.slice(0, 100)));
    for (const one of cut.slice(0, 2)) problems.push(`${path} at ${width} px with text twice as large cuts off: ${one}`);
  }
  await page.context().close();
}

// Forced colours keep what is chosen, focused and pressed apart; reduced motion has nothing that moves.
{
  const page = await shopper({ viewport: { width: 1280, height: 900 }, forcedColors: "active", reducedMotion: "reduce", bypassCSP: true });
  for (const path of ["/", "/products/sunday-teapot", "/search?q=mug&in_stock=true", "/cart", "/dev/storybook"]) {
    await open(page, path);
    await fits(page, `${path} in forced colours`);
    const bare = await page.evaluate(() => [...document.querySelectorAll(".btn, .chip, .variants a, .qty, input, select")].filter((one) => {
      const style = getComputedStyle(one);
      return one.getClientRects().length > 0 && style.borderStyle === "none" && !one.closest(".qty, .search") && !/hidden|radio|checkbox/.test(one.type ?? "");
    }).map((one) => one.outerHTML.slice(0, 100)));
    for (const one of bare.slice(0, 2)) problems.push(`${path} in forced colours has no edge: ${one}`);
    const moving = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running" && one.effect?.getComputedTiming().duration > 1).length);
    expect(`nothing moves on ${path}`, moving, 0);
  }
  await page.context().close();
}

// Nothing comes from elsewhere.
{
  const page = await shopper({});
  const foreign = [];
  page.on("request", (request) => { if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url())) foreign.push(request.url()); });
  for (const path of PAGES) await open(page, path);
  expect("requests to others", foreign, []);
  await page.context().close();
}

// On paper an order has one page, without what only a screen needs.
{
  const page = await shopper({});
  const order = await page.request.post(`${base}/api/orders`, {
    headers: { "Idempotency-Key": `paper-${Date.now()}-0000000` },
    data: { shipping_address: { email: "paper@example.com", name: "Ada Byron", line1: "12 Oak Street", city: "Portland", region: "OR", postal_code: "97201", country: "US" }, payment: { provider: "practice", token: "pm_card_visa" } },
  });
  const { number } = await order.json();
  await open(page, `/orders/${number}`);
  await page.emulateMedia({ media: "print" });
  const shown = await page.evaluate(() => ["header.top", ".foot", ".shelf", "#cart-drawer", "form"].filter((one) => [...document.querySelectorAll(one)].some((element) => element.getClientRects().length > 0)));
  expect("what paper has no use for", shown, []);
  const pdf = await page.pdf({ format: "A4" });
  expect("pages of paper", (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length, 1);
  await page.context().close();
}

await browser.close();
end();
