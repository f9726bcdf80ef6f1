// Texts that want to become scripts, through every door there is: files, reviews, names, searches, addresses, collections, pages.
// The browser's content security policy is switched off, so that nothing but what the shop writes stands between them and the page.
// Usage: node hostile.mjs BASE CHROMIUM SHOP DATA. Prints a line for each problem; exits 1 if there is any.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { base, data, end, expect, launch, page as another, problems, shop } from "./common.mjs";

/** Ways out of where a text stands. */
const WAYS_OUT = ["", "\">", "'>", "</title></textarea></style></script>", "\" autofocus x=\"", "--><!-->", "\\\">", "]]>"];
/** What wants to run. */
const VECTORS = [
  "<script>ran(1)</script>",
  "<img src=x onerror=ran(1)>",
  "<svg onload=ran(1)>",
  "<svg><script>ran(1)</script></svg>",
  "<svg><animate onbegin=ran(1) attributeName=x dur=1s>",
  "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=ran(1)&gt;\">",
  "<iframe srcdoc=\"<script>parent.ran(1)</script>\"></iframe>",
  "<details open ontoggle=ran(1)><summary>x</summary></details>",
  "<input autofocus onfocus=ran(1)>",
  "<a href=\"javascript:ran(1)\">x</a>",
  "<form action=\"javascript:ran(1)\"><button>x</button></form>",
  "<body onload=ran(1)>",
  "<video><source onerror=ran(1)></video>",
  "<object data=\"javascript:ran(1)\"></object>",
  "<template><img src=x onerror=ran(1)></template>",
  "<noscript><p title=\"</noscript><img src=x onerror=ran(1)>\">",
];
const PAYLOADS = WAYS_OUT.flatMap((way) => VECTORS.map((vector) => way + vector));
expect("at least 100 texts", PAYLOADS.length >= 100);

const products = PAYLOADS.map((text, number) => ({
  handle: `hostile-${number}`, title: `${text} ${number}`, description: `<p>${text}</p>`, brand: text.slice(0, 100), category: `Hostile > ${text.replaceAll(">", "›").slice(0, 60)}`,
  tags: [text], options: [text.slice(0, 60)], attributes: { [text.slice(0, 60)]: text, Material: text }, images: [{ src: "demo:mug:petrol:0", alt: text }, { src: text, alt: text }],
  rating: { average: 4.5, count: 3 },
  variants: [1, 2].map((variant) => ({ sku: `X${number}-${variant}-${text.slice(0, 30)}`, options: { [text.slice(0, 60)]: `${text.slice(0, 60)} ${variant}` }, price: "10.00", stock: 50, barcode: text.slice(0, 40), mpn: text.slice(0, 40) })),
}));
writeFileSync(`${data}/hostile.jsonl`, products.map((product) => JSON.stringify(product)).join("\n"));
const commands = [
  ["import", `${data}/hostile.jsonl`],
  ...PAYLOADS.slice(0, 16).map((text, number) => ["collection", "add", `hostile-${number}`, "--title", text, "--description", text, "--query", "q=ran", "--home"]),
];
for (const command of commands) {
  try {
    execFileSync(shop, ["--data", data, ...command], { stdio: "pipe" });
  } catch (error) {
    // A row that can't be taken is refused; the rest stands.
    if (!String(error.stderr).trim()) problems.push(`${command[0]}: ${error.message}`);
  }
}
for (const [number, text] of PAYLOADS.slice(0, 16).entries()) {
  writeFileSync(`${data}/hostile.md`, `# ${text}\n\n${text}\n\n[x](javascript:ran(1)) ![x](javascript:ran(1))`);
  execFileSync(shop, ["--data", data, "page", "set", `hostile-${number}`, `${data}/hostile.md`, "--title", text, "--description", text, ...(number < 4 ? ["--foot"] : [])], { stdio: "pipe" });
}

const browser = await launch();
const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce" });
context.setDefaultTimeout(20_000);
const ran = [];
await context.exposeFunction("ran", (where) => { ran.push(where); });
let page = await another(context);
page.on("dialog", (dialog) => { ran.push("a dialog"); void dialog.dismiss(); });

/** Anything on the page that isn't ours and could run, now or when it's touched. */
async function look(name) {
  const found = await page.evaluate(() => {
    const ours = (script) => ["importmap", "application/ld+json"].includes(script.type) || new URL(script.src, location.href).pathname.startsWith("/assets/");
    const all = [...document.querySelectorAll("*")];
    for (const template of document.querySelectorAll("template")) all.push(...template.content.querySelectorAll("*"));
    const bad = [];
    for (const element of all) {
      if (element instanceof HTMLScriptElement && !ours(element)) bad.push(element.outerHTML.slice(0, 120));
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name) || (/^(href|src|action|formaction|data|srcdoc|xlink:href)$/i.test(name) && /^\s*(javascript|data:text|vbscript):?/i.test(value)) || name === "srcdoc") bad.push(element.outerHTML.slice(0, 160));
      }
    }
    for (const block of document.querySelectorAll("[type='application/ld+json']")) {
      try { JSON.parse(block.textContent); } catch { bad.push(`JSON-LD that can't be read: ${block.textContent.slice(0, 120)}`); }
    }
    return bad;
  });
  for (const one of found.slice(0, 3)) problems.push(`${name}: ${one}`);
  if (ran.length > 0) problems.push(`${name}: a script ran`);
  ran.length = 0;
  expect(`${name} was looked at`, true);
}

async function open(path, name = path) {
  const answer = await page.goto(base + path, { waitUntil: "load" });
  if (answer.status() >= 500) problems.push(`${name} answered ${answer.status()}`);
  await look(name);
}

// What the shop shows of its products, everywhere it does.
const taken = { products: 0, reviews: 0, orders: 0 };
for (let tries = 0; tries < 50 && taken.products <= 100; tries += 1) {
  await page.waitForTimeout(200);
  taken.products = (await (await page.request.get(`${base}/api/search?category=hostile`)).json()).total_count;
}
for (const number of PAYLOADS.keys()) await open(`/products/hostile-${number}`);
for (const path of ["/", "/search?q=ran", "/search?q=hostile&sort=newest", "/collections/hostile"]) await open(path);
for (let number = 0; number < 16; number += 1) {
  await open(`/collections/hostile-${number}`);
  await open(`/pages/hostile-${number}`);
}
// What is searched for, and what is suggested.
for (const text of PAYLOADS) await open(`/search?q=${encodeURIComponent(text)}&brand=${encodeURIComponent(text)}&attr=${encodeURIComponent(`Material:${text}`)}`, `search for ${text}`);
await page.goto(base);
for (const text of ["scr", "onerror", "\"><svg", "ran"]) {
  await page.fill("#q", "");
  await page.locator("#q").pressSequentially(text);
  await page.waitForTimeout(500);
  await look(`suggestions for ${text}`);
}
// Names, addresses and reviews of somebody who means harm.
for (const [number, text] of PAYLOADS.slice(0, 24).entries()) {
  const mail = `eve${number}@example.com`;
  await page.goto(`${base}/account/register`);
  const answer = await page.request.post(`${base}/api/account/register`, { data: { email: mail, password: "rain on tuesday", name: text } });
  if (!answer.ok() && answer.status() !== 422) problems.push(`register answered ${answer.status()}`);
  const review = await page.request.post(`${base}/api/products/hostile-${number}/reviews`, { data: { rating: 1 + (number % 5), title: text, body: `${text}\n\n${text}` } });
  if (review.ok()) taken.reviews += 1;
  await open("/account", `account of ${text}`);
  await open(`/products/hostile-${number}/reviews`, `reviews by ${text}`);
  await open(`/products/hostile-${number}`, `a product with a review by ${text}`);
  if (number % 6 === 0) await buy(number, text, mail);
  await context.clearCookies();
}
// The order, with everything that can be typed on the way.
async function buy(number, text, mail) {
  const product = await (await page.request.get(`${base}/api/products/hostile-${number}`)).json();
  await page.request.post(`${base}/api/cart/items`, { data: { sku: product.variants[0].sku, quantity: 1 } });
  await open("/cart", `cart with ${text}`);
  const shipping_address = { email: mail, name: text.slice(0, 100), line1: text.slice(0, 100), line2: text.slice(0, 100), city: text.slice(0, 80), region: "OR", postal_code: "97201", country: "US", phone: "" };
  const placed = await page.request.post(`${base}/api/orders`, { data: { shipping_address, payment: { provider: "practice", token: "pm_card_visa" } }, headers: { "Idempotency-Key": `hostile-order-${number}-${Date.now()}` } });
  if (!placed.ok()) return expect(`an address that can't be one: ${text}`, placed.status(), 422);
  taken.orders += 1;
  const { number: order } = await placed.json();
  await open(`/orders/${order}`, `an order to ${text}`);
  await open("/account/orders", `orders of ${text}`);
  await open("/account/addresses", `addresses of ${text}`);
}
// Nothing is shown by accident: most of it was taken as it is.
expect(`enough was taken: ${JSON.stringify(taken)}`, taken.products > 100 && taken.reviews > 15 && taken.orders > 1);
await browser.close();
end();
