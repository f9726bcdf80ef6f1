// Installs the shop in a real browser, takes the network away, brings a shop back that wants no worker, and looks at what is kept.
// Usage: node pwa.mjs BASE CHROMIUM SHOP DATA. Prints a line for each problem; exits 1 if there is any.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [, executablePath, shop, data] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];
let checks = 0;

function expect(what, found, wanted) {
  checks += 1;
  if (JSON.stringify(found) !== JSON.stringify(wanted)) problems.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

async function soon(what, look, wanted) {
  let found;
  for (let tries = 0; tries < 100; tries += 1) {
    found = await look();
    if (JSON.stringify(found) === JSON.stringify(wanted)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(what, found, wanted);
}

/** A shop of our own, which can be taken off the network. */
async function opens(listen, settings = {}) {
  const env = { ...process.env, SHOP_LIMITS__ENABLED: "false", ...settings };
  const server = spawn(shop, ["serve", "--demo", "--listen", listen, "--data", `${data}/pwa`], { env, stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface(server.stdout)) {
    const address = line.match(/^listening on (.*)/)?.[1];
    if (address) return { base: address, closes: () => new Promise((ended) => { server.on("exit", ended); server.kill(); }) };
  }
  throw new Error("the shop doesn't open");
}

/** Everything that is kept, by the name of its cache. */
const kept = (page) => page.evaluate(async () => {
  const all = {};
  for (const name of await caches.keys()) all[name.replace(/-.*/, "")] = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
  return all;
});
const keepsCart = (page) => page.evaluate(() => caches.has("cart"));
const workers = (page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

const adds = () => Promise.all([page.waitForResponse((answer) => answer.url().endsWith("/cart/items")), page.locator("form.add button").click()]);

async function looks(page, name) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate(async (source) => {
        if (!window.axe) (0, eval)(source);
        return (await window.axe.run()).violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`);
      }, axe);
      expect(`${name}, ${colorScheme}, ${width} px`, found, []);
      expect(`${name} scrolls sideways at ${width} px`, await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    }
  }
}

const first = await opens("127.0.0.1:0");
const { base } = first;
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ bypassCSP: false });
context.setDefaultTimeout(15_000);
const page = await context.newPage();
page.on("pageerror", (error) => error.message.startsWith("Transition was") || problems.push(`an error on the page: ${error.message}`));

// Installed: the manifest holds what a browser asks for, and its pictures are there.
await page.goto(base);
const manifest = await page.evaluate(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
expect("the manifest", [manifest.display, manifest.start_url, manifest.id, manifest.icons.length], ["standalone", "/", "/", 4]);
for (const { src, sizes, type } of manifest.icons) {
  const size = await page.evaluate(async (src) => { const image = await createImageBitmap(await (await fetch(src)).blob()); return `${image.width}x${image.height}`; }, src);
  expect(`${src} (${type})`, size, sizes);
}
const session = await context.newCDPSession(page);
await soon("a worker", () => workers(page), 1);
await page.evaluate(() => navigator.serviceWorker.ready);
const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
expect("what keeps it from being installed", installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
expect("no cart is kept", await keepsCart(page), false);

// A cart, and pages that are looked at: only files with a digest, the offline page and the cart are kept.
await page.goto(`${base}/products/sunday-teapot`);
await adds();
await page.goto(`${base}/cart`);
await page.goto(`${base}/search?q=mug`);
await soon("the cart is kept", () => keepsCart(page), true);
const all = await kept(page);
expect("the caches", Object.keys(all).sort(), ["cart", "files"]);
expect("the cart's", all.cart, ["/f/cart"]);
expect("other pages", all.files.filter((path) => !path.startsWith("/assets/") && path !== "/offline"), []);
expect("more than the first", all.files.length > 3, true);

// Without a network.
await first.closes();
await page.goto(`${base}/products/sunday-teapot`).catch(() => undefined);
expect("the heading", await page.locator("h1").innerText(), "You are offline");
expect("its address stays", page.url(), `${base}/products/sunday-teapot`);
await page.locator("#last-cart").waitFor();
const shown = await page.locator("#last-cart").innerText();
for (const part of ["Sunday teapot", "As of ", "Quantity: 1", "Total"]) expect(`${part} is shown`, shown.includes(part), true);
expect("nothing to press in it", await page.locator("#last-cart :is(a, button, form, input, img)").count(), 0);
await looks(page, "offline");

// The network comes back.
const second = await opens(base.replace("http://", ""));
await page.getByText("Try again").click();
await page.locator("form.add").waitFor();
expect("the page that was asked for", await page.locator("h1").innerText(), "Sunday teapot");

// An empty cart isn't kept, nor one whose owner left.
await page.goto(`${base}/cart`);
await page.getByText("Empty the cart").click();
await soon("an empty cart is forgotten", () => keepsCart(page), false);
await page.goto(`${base}/products/sunday-teapot`);
await adds();
await page.goto(`${base}/cart`);
await soon("it is kept again", () => keepsCart(page), true);
await page.evaluate(() => fetch("/api/account/logout", { method: "POST" }));
await soon("who signs out leaves no cart", () => keepsCart(page), false);

// The switch: at the next visit nothing is left.
await second.closes();
const third = await opens(base.replace("http://", ""), { SHOP_PWA__ENABLED: "false" });
await page.goto(base);
await soon("no worker remains", () => workers(page), 0);
expect("nothing is kept", await kept(page), {});
await page.goto(`${base}/search?q=mug`);
await page.waitForTimeout(1500);
expect("and none comes", await workers(page), 0);
await third.closes();

await browser.close();
console.log(`${checks} checks, ${problems.length} problems`);
problems.forEach((problem) => console.log(problem));
process.exit(problems.length > 0 ? 1 : 0);
