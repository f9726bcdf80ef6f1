// Lets the browser install the shop, and keeps the last cart for when there is no network.

const CART = "cart";
const ADDRESS = "/f/cart";

/**
 * Keeps the cart as it is now; nothing where nothing is in it.
 * @param {boolean} empty
 */
async function keep(empty) {
  if (empty) return caches.delete(CART);
  const answer = await fetch(ADDRESS, { cache: "no-store" });
  if (answer.ok) await (await caches.open(CART)).put(ADDRESS, answer);
}

async function start() {
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const empty = document.getElementById("cart-count")?.hasAttribute("data-empty") ?? true;
  if (empty || location.pathname === "/cart" || !(await caches.match(ADDRESS))) await keep(empty);
}

// Without a network, or where the browser keeps nothing, the page is the same.
const failed = () => undefined;
let timer = 0;

/**
 * @param {number} version
 * @param {number} items
 */
function moved(version, items) {
  clearTimeout(timer);
  timer = window.setTimeout(async () => {
    const kept = await caches.match(ADDRESS);
    if (items === 0 || kept?.headers.get("x-cart-version") !== String(version)) keep(items === 0).catch(failed);
  }, 500);
}

if ("serviceWorker" in navigator) {
  addEventListener("load", () => setTimeout(() => start().catch(failed), 1000));
  document.addEventListener("shop:cart", (event) => {
    const { version, item_count: items } = /** @type {CustomEvent} */ (event).detail;
    moved(version, items);
  });
  // What this page's own presses did.
  new BroadcastChannel("cart").addEventListener("message", ({ data }) => moved(data.version, data.count));
}
