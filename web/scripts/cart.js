// The cart on this page: forms that change it are answered in the same frame, the drawer and the count follow, totals wait
// for the server. What is shown is the server's own markup, with the quantities of the overlay written over it.

import { mark, reopen } from "./live.js";
import { elements } from "./markup.js";
import { Overlay } from "./overlay.js";
import { toast } from "./toast.js";

const PATIENCE_MS = 15_000;
const SOON_MS = 600_000;
const LAST_CALL_MS = 120_000;

/** @typedef {{path: string, body: URLSearchParams, title: string, picture?: Node | undefined}} Note  what a form says beside SKU and quantity */
/** @typedef {import("./overlay.js").Pending<Note>} Pending */

/** Where changes of quantities go; the others know it themselves. */
const PATHS = { add: "/cart/items", set: "/cart/items/set", clear: "/cart/clear", save: "/cart/saved", move: "/cart/saved/move" };

/** The cart's own page has it in its middle; elsewhere it is in the drawer. */
const drawer = /** @type {HTMLDialogElement | null} */ (document.getElementById("cart-drawer"));
const badge = document.getElementById("cart-count");
const words = document.getElementById("words")?.dataset ?? {};
const tabs = new BroadcastChannel("cart");

let root = document.getElementById("cart");
const arrivals = document.createElement("ul");
arrivals.className = "arrivals";
(root ?? drawer?.querySelector(".cart-wait"))?.before(arrivals);
/** How far this clock is behind the server's. */
let behind_ms = 0;
let called = false;

/** @param {string | undefined} word @param {string | number} value */
const say = (word, value = "") => (word ?? "").replace("{}", String(value));

/** @param {HTMLElement} shown */
function read(shown) {
  const { cart = "", version, count, now } = shown.dataset;
  behind_ms = Number(now) - Date.now();
  return { id: cart, version: Number(version), count: Number(count), quantities: new Map(lines(shown).map((line) => [line.dataset.sku ?? "", Number(line.dataset.quantity)])) };
}

/** @param {HTMLElement} shown */
function lines(shown) {
  return /** @type {HTMLElement[]} */ ([...shown.querySelectorAll(".line[data-quantity]")]);
}

/** @param {string} path @param {RequestInit} [request] */
async function fetched(path, request) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS), ...request }).catch(() => undefined);
  if (!answer || answer.status >= 500 || answer.status === 429) return undefined;
  const found = elements(await answer.text().catch(() => "")).find((node) => node instanceof HTMLElement && node.id === "cart");
  return { taken: answer.ok, shown: /** @type {HTMLElement | undefined} */ (found) };
}

/** @param {Pending} change */
async function send({ kind, sku, quantity, key, note }) {
  const path = kind === "other" ? note.path : PATHS[kind];
  const body = kind === "other" ? note.body : new URLSearchParams({ sku, quantity: String(quantity) });
  const answer = await fetched(`/f${path}`, { method: "POST", body, headers: { "Idempotency-Key": key }, keepalive: true });
  if (!answer?.shown) return answer && { taken: answer.taken };
  const refused = answer.shown.querySelector("[data-refused]");
  const said = take(answer.shown);
  if (refused) toast(refused);
  tabs.postMessage(said);
  return { taken: answer.taken, cart: said };
}

async function ask() {
  const answer = await fetched("/f/cart");
  return answer?.shown && take(answer.shown);
}

/**
 * Puts the server's markup in the place of the one before, unless that one is newer.
 * @param {HTMLElement} shown
 */
function take(shown) {
  const said = read(shown);
  if (said.id === cart.said.id && said.version < cart.said.version) return said;
  // Whoever had no cart before has one to hear of now.
  if (said.id !== cart.said.id) reopen();
  const focus = root?.contains(document.activeElement) ? focused() : undefined;
  if (root) root.replaceWith(shown);
  else drawer?.querySelector(".cart-wait")?.replaceWith(shown);
  root = shown;
  mark(shown);
  if (focus) refocus(focus);
  called = false;
  return said;
}

/** What has the focus, so that the same thing has it in the next markup. */
function focused() {
  const active = /** @type {HTMLElement} */ (document.activeElement);
  return { id: active.id, name: active.dataset.focus, sku: active.closest(".line")?.getAttribute("data-sku") };
}

/** @param {ReturnType<typeof focused>} was */
function refocus({ id, name, sku }) {
  const line = [...(root?.querySelectorAll(".line") ?? [])].find((line) => line.getAttribute("data-sku") === sku);
  const found = line?.querySelector(`[data-focus="${name}"]`) || (id && document.getElementById(id)) || (line ?? root)?.querySelector("a, button:not([disabled])");
  if (found instanceof HTMLElement) found.focus({ preventScroll: true });
}

const cart = new Overlay(root ? read(root) : { id: "", version: -1, count: Number(badge?.textContent), quantities: new Map() }, {
  send,
  ask,
  changed: show,
  failed: ({ note, kind, sku, quantity }) => toast(say(words.failed), { label: say(words.again), run: () => cart.change({ kind, sku, quantity, note }) }),
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  key: () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
});

/** Writes the quantities of the overlay over the markup. */
function show() {
  const { quantities, count } = cart.view();
  if (badge) {
    badge.textContent = String(Math.max(0, count));
    badge.toggleAttribute("data-empty", count <= 0);
  }
  const shown = root ? lines(root) : [];
  for (const line of shown) {
    const quantity = quantities.get(line.dataset.sku ?? "") ?? 0;
    hide(line, quantity === 0);
    line.toggleAttribute("data-waits", quantity !== Number(line.dataset.quantity));
    const [less, field, more] = ["less", "quantity", "more"].map((name) => line.querySelector(`[data-focus=${name}]`));
    if (less instanceof HTMLButtonElement) less.value = String(quantity - 1);
    if (field instanceof HTMLInputElement && field !== document.activeElement) field.value = String(quantity);
    if (more instanceof HTMLButtonElement && field instanceof HTMLInputElement) {
      more.value = String(quantity + 1);
      more.disabled = quantity >= Number(field.max);
    }
  }
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (root?.querySelectorAll("[data-saved]") ?? [])) {
    hide(line, cart.pending.some(({ sku, note }) => sku === line.dataset.sku && note.path.startsWith("/cart/saved/")));
  }
  root?.toggleAttribute("data-waits", cart.pending.length > 0);
  for (const time of root?.querySelectorAll("time") ?? []) time.textContent = new Date(time.dateTime).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const known = new Set(shown.map((line) => line.dataset.sku));
  const coming = new Map(cart.pending.filter(({ sku, note }) => note.title && quantities.get(sku) && !known.has(sku)).map(({ sku, note }) => [sku, note]));
  arrivals.replaceChildren(...[...coming].map(([sku, note]) => arrival(note, quantities.get(sku) ?? 0)));
}

/**
 * The focus goes to the next line, so that nobody begins anew at the top.
 * @param {HTMLElement} line
 * @param {boolean} hidden
 */
function hide(line, hidden) {
  line.hidden = hidden;
  if (hidden && line.contains(document.activeElement)) (line.nextElementSibling ?? line.previousElementSibling)?.querySelector("a")?.focus();
}

/**
 * A line that the server hasn't shown yet.
 * @param {Note} note
 * @param {number} quantity
 */
function arrival({ title, picture }, quantity) {
  const line = document.createElement("li");
  if (picture) line.append(picture);
  line.append(`${quantity} × ${title}`);
  return line;
}

function open() {
  if (!drawer || drawer.open) return;
  drawer.showModal();
  if (cart.pending.length === 0) void ask().then((said) => said && cart.accept(said));
}

/**
 * What a form asks for.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function asked(form, submitter) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) body.append(name, String(value));
  const box = form.closest("[data-product], .line");
  const path = new URL(form.action).pathname;
  const sku = body.get("sku") ?? "";
  const number = body.get("quantity");
  const [kind = path === "/cart/items/remove" ? "set" : "other"] = Object.entries(PATHS).find(([, to]) => to === path) ?? [];
  const quantity = /remove|saved$/.test(path) ? 0 : number === null ? 1 : Number(number);
  const note = { path, body, title: box?.querySelector("h1, h3")?.textContent ?? "", picture: box?.querySelector("img")?.cloneNode() };
  return { kind: /** @type {Pending["kind"]} */ (kind), sku, quantity, note };
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
  const path = new URL(form.action).pathname;
  if (path === "/checkout" && cart.pending.length > 0) return later(event, form);
  if (!path.startsWith("/cart/") || !drawer && !root) return;
  const change = asked(form, event.submitter);
  if (!Number.isInteger(change.quantity) || change.quantity < 0) return;
  event.preventDefault();
  const before = cart.view().quantities.get(change.sku) ?? 0;
  // Enter says it twice: that the field changed, and that it's sent.
  if (form.closest(".qty") && change.quantity === before) return;
  cart.change(change);
  if (change.kind === "add" && drawer && !root?.contains(form)) added(form, change);
  const units = change.kind === "other" ? Number(form.closest("[data-saved]")?.getAttribute("data-saved")) : before;
  if (change.quantity === 0 && units > 0) gone(change, units);
});

/** @param {HTMLFormElement} form @param {ReturnType<typeof asked>} change */
function added(form, change) {
  if (form.closest(".buy")) open();
  else if (change.note.title) toast(say(words.added, change.note.title), { label: say(words.see), run: open });
}

/** @param {ReturnType<typeof asked>} change @param {number} quantity */
function gone({ kind, sku, note }, quantity) {
  const back = { ...note, body: new URLSearchParams({ sku, quantity: String(quantity) }) };
  const run = () => cart.change({ kind: kind === "set" ? "add" : kind === "save" ? "move" : kind, sku, quantity, note: back });
  toast(say(kind === "save" ? words.saved : words.removed, note.title), { label: say(words.undo), run });
}

/**
 * The till shows what was asked for, so it comes after it.
 * @param {SubmitEvent} event
 * @param {HTMLFormElement} form
 */
function later(event, form) {
  event.preventDefault();
  event.submitter?.setAttribute("aria-busy", "true");
  const wait = setInterval(() => {
    if (cart.pending.length > 0) return;
    clearInterval(wait);
    form.submit();
  }, 50);
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field instanceof HTMLInputElement && field.dataset.focus === "quantity" && field.checkValidity()) field.form?.requestSubmit();
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a.cart-link");
  if (!link || !drawer || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  open();
});

// Other tabs of this browser, and other devices of the same account.
const elsewhere = () => void ask().then((said) => said && cart.accept(said));
tabs.addEventListener("message", ({ data }) => {
  if (data.id !== cart.said.id || data.version > cart.said.version) elsewhere();
});
let lost = "[]";
document.addEventListener("shop:cart", (event) => {
  const { version, item_count: count, unavailable } = /** @type {CustomEvent<import("./live.js").CartNews>} */ (event).detail;
  const before = lost;
  lost = JSON.stringify(unavailable);
  if (cart.pending.length > 0) return;
  if (!root) cart.accept({ ...cart.said, version, count });
  else if (version > cart.said.version || lost !== before) elsewhere();
});
// A page that comes back, or was fetched ahead, may be older than the cart.
const [arrived] = /** @type {(PerformanceEntry & {deliveryType?: string})[]} */ (performance.getEntriesByType("navigation"));
addEventListener("pageshow", (event) => {
  if (event.persisted || arrived?.deliveryType === "navigational-prefetch") elsewhere();
});
// What waits for its turn isn't lost with the page.
addEventListener("pagehide", () => {
  for (const change of cart.pending) if (!change.sent) void send(change);
});

/** Counts down the last minutes of a hold, in the server's time. */
function tick() {
  if (!root || document.hidden) return;
  const now = Date.now() + behind_ms;
  let first = Infinity;
  for (const line of lines(root)) {
    const left = Number(line.dataset.until ?? Infinity) - now;
    const place = line.querySelector(".held span");
    if (place && left < SOON_MS && left > 0) place.textContent = say(words.left, clock(left));
    first = Math.min(first, left);
  }
  const keep = /** @type {HTMLElement | null} */ (root.querySelector(".keep"));
  if (keep && first < SOON_MS) keep.hidden = false;
  if (first <= 0) expired();
  else if (keep && first < LAST_CALL_MS && !called) {
    called = true;
    toast(say(words.soon), { label: say(words.keep), run: hold });
  }
}

/** @param {number} ms */
function clock(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function hold() {
  cart.change({ kind: "other", sku: "", quantity: 0, note: { path: "/cart/keep", body: new URLSearchParams(), title: "" } });
}

function expired() {
  for (const line of root ? lines(root) : []) delete line.dataset.until;
  toast(say(words.expired), { label: say(words.hold), run: hold });
  setTimeout(elsewhere, 1500);
}

setInterval(tick, 1000);
show();
