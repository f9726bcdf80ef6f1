// What can be bought, and the cart, as they change: over a WebSocket while the page is shown, and asked for where none opens.
// The words come with the page. The socket is closed when the page is left, so that going back shows it as it was.

import { toast } from "./toast.js";

const POLL_MS = 30_000;
const WAIT_MS = 1_000;
const WAIT_MAX_MS = 60_000;
/** After so many failures in a row the page asks. */
const FAILURES_MAX = 2;
const SKUS_MAX = 100;

/** @typedef {(available: number, sku: string) => void} Heard */
/** @typedef {{version: number, item_count: number, unavailable: {sku: string, title: string, available: number, detail: string}[]}} CartNews */

/** @type {Map<string, Set<Heard>>} */
const watched = new Map();
/** @type {Map<string, number>} */
const known = new Map();
/** @type {WebSocket | undefined} */
let socket;
let shown = false;
let failures = 0;
let timer = 0;
let polling = 0;

/**
 * Calls back with what can be bought of these, as soon as it is known and whenever it changes.
 * @param {string[]} skus
 * @param {Heard} heard
 */
export function watch(skus, heard) {
  /** @type {string[]} */
  const fresh = [];
  for (const sku of skus) {
    const others = watched.get(sku);
    const available = known.get(sku);
    if (others) others.add(heard);
    else if (watched.size < SKUS_MAX) {
      watched.set(sku, new Set([heard]));
      fresh.push(sku);
    }
    if (available !== undefined) heard(available, sku);
  }
  if (fresh.length > 0) subscribe(fresh);
}

/** Opens the socket anew: the browser has become somebody, so it has a cart to hear of. */
export function reopen() {
  close();
  open();
}

/** @param {Iterable<string>} skus */
function subscribe(skus) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ subscribe: [...skus] }));
  else open();
}

function open() {
  clearTimeout(timer);
  if (!shown || socket || watched.size === 0) return;
  const mine = new WebSocket(`${location.origin.replace("http", "ws")}/api/live`);
  socket = mine;
  mine.onopen = () => subscribe(watched.keys());
  mine.onmessage = ({ data }) => {
    failures = 0;
    clearInterval(polling);
    polling = 0;
    const news = JSON.parse(data);
    if (news.type === "inventory") hear(news);
    else if (news.type === "cart") hearCart(news);
  };
  mine.onclose = () => {
    if (socket !== mine) return;
    socket = undefined;
    failures += 1;
    if (failures >= FAILURES_MAX && !polling) {
      polling = window.setInterval(ask, POLL_MS);
      ask();
    }
    timer = window.setTimeout(open, Math.min(WAIT_MAX_MS, WAIT_MS * 2 ** failures) * (0.5 + Math.random() / 2));
  };
}

function close() {
  const last = socket;
  socket = undefined;
  last?.close();
  clearTimeout(timer);
  clearInterval(polling);
  polling = 0;
}

async function ask() {
  const query = new URLSearchParams([...watched.keys()].map((sku) => ["sku", sku]));
  const answer = await fetch(`/api/availability?${query}`).catch(() => undefined);
  if (answer?.ok) (await answer.json()).inventory.forEach(hear);
}

/** @param {{sku: string, available: number}} stock */
function hear({ sku, available }) {
  if (known.get(sku) === available) return;
  known.set(sku, available);
  watched.get(sku)?.forEach((heard) => heard(available, sku));
  document.dispatchEvent(new CustomEvent("shop:inventory", { detail: { sku, available } }));
}

/** @param {CartNews} news */
function hearCart(news) {
  document.dispatchEvent(new CustomEvent("shop:cart", { detail: news }));
  // Said once in this tab; the cart itself says it for as long as it is so.
  const lost = news.unavailable.map(({ sku }) => sku);
  const said = JSON.parse(sessionStorage.getItem("lost") ?? "[]");
  sessionStorage.setItem("lost", JSON.stringify(lost));
  if (location.pathname === "/cart") return;
  for (const { sku, detail } of news.unavailable) if (!said.includes(sku)) toast(detail);
}

const words = document.getElementById("stock-words")?.dataset ?? {};

/** @param {number} available */
function level(available) {
  if (available === 0) return "out";
  return available <= Number(words.fewMax) ? "low" : "";
}

/**
 * Keeps the marks of stock below an element true; for parts that came after the page, too.
 * @param {ParentNode} root
 */
export function mark(root) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-stock]"))) {
    watch([part.dataset.stock ?? ""], (available) => {
      const now = level(available);
      const moved = now !== (part.dataset.level ?? "");
      part.textContent = (words[now || "in"] ?? "").replace("{}", String(available));
      if (now) part.dataset.level = now;
      else delete part.dataset.level;
      const announce = document.getElementById("announce");
      if (moved && announce && part.closest("#stock")) announce.textContent = part.textContent;
    });
  }
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (root.querySelectorAll("form[data-buy]"))) {
    watch([form.dataset.buy ?? ""], (available) => {
      for (const field of form.querySelectorAll("button, [type=number]")) field.toggleAttribute("disabled", available === 0);
      for (const field of form.querySelectorAll("[data-max]")) field.setAttribute("max", String(Math.max(1, Math.min(available, Number(field.getAttribute("data-max"))))));
      for (const when of form.querySelectorAll("[data-when]")) when.toggleAttribute("hidden", (when.getAttribute("data-when") === "out") !== (available === 0));
    });
  }
  for (const option of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("a[data-skus]"))) {
    /** @type {string[]} */
    const skus = JSON.parse(option.dataset.skus ?? "[]");
    watch(skus, () => {
      if (!skus.every((sku) => known.has(sku))) return;
      const out = skus.every((sku) => known.get(sku) === 0);
      option.toggleAttribute("data-out", out);
      option.querySelector(".vh")?.toggleAttribute("hidden", !out);
    });
  }
}

mark(document);
// Cards that a list brings later.
for (const kind of ["shop:added", "shop:list"]) addEventListener(kind, ({ target }) => mark(target instanceof Element ? target : document));
addEventListener("pageshow", () => {
  shown = true;
  // The page itself goes first.
  (window.requestIdleCallback ?? setTimeout)(open);
});
addEventListener("pagehide", () => {
  shown = false;
  close();
});
