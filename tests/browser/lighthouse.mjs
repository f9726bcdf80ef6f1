// What Lighthouse says of the pages that count, as on a phone and as on a desk: each page up to five times, the median counts.
// Usage: node lighthouse.mjs BASE CHROMIUM SHOP DATA. Prints a line for each page; exits 1 where one is below the mark.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { base, end, executablePath, problems } from "./common.mjs";

const RUNS = 5;
const page = await (await fetch(`${base}/products/sunday-teapot`)).text();
const [, sku] = page.match(/name="sku" value="([^"]+)"/);
const added = await fetch(`${base}/cart/items`, { method: "POST", headers: { Origin: base }, body: new URLSearchParams({ sku, quantity: "1" }), redirect: "manual" });
/** A shopper with something in the cart. */
const Cookie = added.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");

/** Pages that must not be indexed fail one audit by design. */
const PRIVATE = ["cart", "checkout"];
const PAGES = { home: "/", search: "/search", product: "/products/sunday-teapot", cart: "/cart", checkout: "/checkout?step=shipping" };
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function once(url, config, skipAudits) {
  // A browser of its own for each run: what the one before left in it would be measured too.
  const browser = await launch({ chromePath: executablePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"] });
  const flags = { port: browser.port, output: "json", logLevel: "silent", extraHeaders: { Cookie }, skipAudits };
  const { lhr } = await lighthouse(url, flags, config).finally(() => browser.kill());
  const score = (name) => Math.round((lhr.categories[name]?.score ?? 0) * 100);
  const value = (name) => lhr.audits[name]?.numericValue ?? Infinity;
  return {
    performance: score("performance"), accessibility: score("accessibility"), practices: score("best-practices"), seo: score("seo"),
    lcp: value("largest-contentful-paint"), tti: value("interactive"), tbt: value("total-blocking-time"), cls: value("cumulative-layout-shift"),
    speed: lhr.environment.benchmarkIndex,
    failed: Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode === "binary").map(({ id }) => id),
  };
}

/** The marks that aren't reached, by their names. */
function below(seen, wanted) {
  return Object.entries(wanted).filter(([name, [least, most]]) => seen[name] < least || seen[name] > most).map(([name]) => name);
}

const PHONE = { performance: [95, 100], accessibility: [100, 100], practices: [100, 100], seo: [100, 100], tbt: [0, 50], cls: [0, 0.01] };
const DESK = { lcp: [0, 1000], tti: [0, 1000], tbt: [0, 50], cls: [0, 0.01] };

for (const [kind, config, wanted] of [["phone", undefined, PHONE], ["desk", desktopConfig, DESK]]) {
  for (const [name, path] of Object.entries(PAGES)) {
    const runs = [];
    // Three that are good make the median of five good.
    while (runs.length < RUNS && runs.filter((run) => below(run, wanted).length === 0).length <= RUNS / 2) {
      runs.push(await once(base + path, config, PRIVATE.includes(name) ? ["is-crawlable"] : []));
    }
    const seen = Object.fromEntries(Object.keys(runs[0]).filter((key) => key !== "failed").map((key) => [key, median(runs.map((run) => run[key]))]));
    const round = (number) => Math.round(number * 1000) / 1000;
    console.log(`${kind} ${name}: ${Object.entries(seen).map(([key, value]) => `${key} ${round(value)}`).join(", ")} (${runs.length} runs)`);
    const missed = below(seen, wanted);
    if (missed.length > 0) problems.push(`${kind} ${name}: ${missed.join(", ")} not reached; failed audits: ${[...new Set(runs.flatMap((run) => run.failed))].join(", ")}`);
  }
}
end();
