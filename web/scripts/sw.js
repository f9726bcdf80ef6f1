// Keeps the shop's own files, and a page for when there is no network. Nothing else: every other page comes from the shop.
// The server puts a line before this file that says `SHOP`: what this version is called, and which files its offline page needs.

const FILES = `files-${SHOP.version}`;
const CART = "cart";

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));

async function install() {
  const cache = await caches.open(FILES);
  await cache.addAll([new Request("/offline", { cache: "reload" }), ...SHOP.files]);
  await skipWaiting();
}

/** Drops what older versions kept. */
async function activate() {
  for (const name of await caches.keys()) if (name !== FILES && name !== CART) await caches.delete(name);
  await registration.navigationPreload?.enable();
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  // Somebody signs in or out: the cart that is kept is another's from now on.
  if (request.method !== "GET" && /^(\/api)?\/account\//.test(pathname)) event.waitUntil(caches.delete(CART));
  if (request.method !== "GET") return;
  if (pathname.startsWith("/assets/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

/** Its address says what is in it, so what was kept is never old. */
async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(FILES)).put(request, answer.clone());
  return answer;
}

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match("/offline")) ?? Response.error();
  }
}
