// Long lists. The next page comes before its place is reached, pages far away become empty shells of the same height, and Back
// leads to the card that was left. Without this script pages are plain links, and they stay that when the network fails.
// The list lives in the document, so that finding in the page, keyboard and screen readers see what is near.

/** Pages whose HTML is remembered after they were emptied; others are fetched again. */
const KEPT_MAX = 20;
/** Pages that come by themselves in a hybrid list, before a button brings more. */
const BY_THEMSELVES = 3;
const NEAR = "6000px 0px";
const AHEAD = "1500px 0px";

/** Ends what was started for the list before. */
let ending = new AbortController();

/** @param {string} html */
const parse = (html) => new DOMParser().parseFromString(html, "text/html");
/** @param {HTMLElement} place */
const cardsOf = (place) => [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(".card"))];
/** @param {HTMLElement} card */
const idOf = (card) => card.dataset.product ?? "";
/** @param {Element} element */
const topOf = (element) => element.getBoundingClientRect().top;
/** @param {number} top */
const scrollOn = (top) => scrollBy({ top, behavior: "instant" });

/** @param {HTMLElement} feed */
function follow(feed) {
  const { signal } = ending = new AbortController();
  const paging = feed.dataset.paging;
  /** Where the reader was, until they move on. @type {{first: number, anchor: string, offset: number} | undefined} */
  let back = history.state?.anchor && history.state;
  const upTo = back?.first ?? Infinity;
  const free = paging === "auto" ? Infinity : BY_THEMSELVES;
  let left = free;
  let busy = false;
  /** Products of each page that is in the list. @type {Map<HTMLElement, string[]>} */
  const products = new Map();
  /** HTML of emptied pages, the oldest first. @type {Map<HTMLElement, string>} */
  const kept = new Map();
  /** Pages that should be emptied as soon as focus and selection leave them. @type {Set<HTMLElement>} */
  const held = new Set();

  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? fill(target) : held.add(/** @type {HTMLElement} */ (target));
    held.forEach(empty);
  }, { rootMargin: NEAR });
  const ahead = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const link = /** @type {HTMLAnchorElement} */ (target);
      if (isIntersecting && (link.rel === "next" ? left > 0 : upTo < numberOf(pages()[0]))) load(link);
    }
  }, { rootMargin: AHEAD });

  const pages = () => [.../** @type {NodeListOf<HTMLElement>} */ (feed.querySelectorAll(".page"))];
  /** @param {HTMLElement | undefined} page */
  const numberOf = (page) => Number(page?.dataset.page);

  /** The page's own address, and that of its part. @param {string | undefined} cursor */
  function address(cursor) {
    const url = new URL(location.href);
    if (cursor) url.searchParams.set("cursor", cursor);
    else url.searchParams.delete("cursor");
    return url;
  }

  /** @param {URL} url @param {string[]} after */
  async function part(url, after = []) {
    url.searchParams.set("part", "more");
    after.forEach((id) => url.searchParams.append("after", id));
    const answer = await fetch(`/f${url.pathname}${url.search}`, { signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return parse(await answer.text());
  }

  /** Takes a page in: what is shown elsewhere already doesn't come twice. @param {HTMLElement} page @param {HTMLElement} list */
  function adopt(page, list) {
    const elsewhere = new Set([...products].flatMap(([other, ids]) => other === page ? [] : ids));
    cardsOf(list).forEach((card) => elsewhere.has(idOf(card)) && card.remove());
    products.set(page, cardsOf(list).map(idOf));
  }

  /** Says that there are new cards. @param {HTMLElement} page */
  const announce = (page) => page.dispatchEvent(new CustomEvent("shop:added", { bubbles: true }));

  /** Links that a script can do more with say so, and are watched. */
  function watch() {
    feed.querySelectorAll("a[data-live]").forEach((link) => {
      link.textContent = /** @type {HTMLElement} */ (link).dataset.live ?? "";
      ahead.observe(link);
    });
  }

  /** Changes something above or below what is looked at, which stays where it is. @param {() => void} change */
  function steady(change) {
    const page = pages().find((one) => one.getBoundingClientRect().bottom > 0) ?? feed;
    const seen = page.querySelector(".card") ?? page;
    const top = topOf(seen);
    change();
    if (back) place();
    else if (topOf(seen) !== top) scrollOn(topOf(seen) - top);
  }

  /** Brings the next page or the one before. @param {HTMLAnchorElement} link @param {boolean} pressed */
  async function load(link, pressed = false) {
    if (busy) return;
    busy = true;
    link.setAttribute("aria-busy", "true");
    const down = link.rel === "next";
    left = pressed ? free : left - (down ? 1 : 0);
    try {
      const last = pages().at(-1);
      const found = await part(new URL(link.href), down && last ? products.get(last)?.slice(-3) : []);
      put(found, down, pressed && link === document.activeElement);
    } catch {
      // Nothing is lost: the link leads on, also by a press that would have brought the page here.
      if (pressed && !signal.aborted) location.assign(link.href);
      link.removeAttribute("aria-busy");
    } finally {
      busy = false;
    }
  }

  /** @param {Document} found @param {boolean} down @param {boolean} focus */
  function put(found, down, focus) {
    const page = /** @type {HTMLElement | null} */ (found.querySelector(".page"));
    if (!page) throw new Error("no page");
    const beside = pages().at(down ? -1 : 0);
    const pager = feed.querySelector(".pager");
    const count = pager?.querySelector(".count");
    const [from, to] = (count?.textContent ?? "").split("–");
    adopt(page, page);
    // What isn't laid out yet is as high as its neighbour; so is the neighbour itself, which may stop being the first.
    const height = `auto ${beside?.offsetHeight}px`;
    for (const one of [page, beside]) if (one) one.style.containIntrinsicBlockSize = height;
    steady(() => {
      const [newFrom, newTo] = (found.querySelector(".pager .count")?.textContent ?? "").split("–");
      if (down) {
        beside?.after(page);
        pager?.replaceWith(...found.querySelectorAll(".pager"));
      } else {
        feed.querySelector(".earlier")?.remove();
        beside?.before(...found.querySelectorAll(".earlier"), page);
      }
      const now = feed.querySelector(".pager .count");
      if (now) now.textContent = down ? `${from}–${newTo}` : `${newFrom}–${to}`;
    });
    near.observe(page);
    // Watched anew, because an observer only tells of changes: a fast scroll can have gone past in the meantime.
    watch();
    announce(page);
    if (focus) page.querySelector("a")?.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} page */
  function empty(page) {
    const list = page.firstElementChild;
    const range = getSelection();
    if (page.contains(document.activeElement) || range && !range.isCollapsed && range.containsNode(page, true)) return;
    held.delete(page);
    if (!list) return;
    page.style.blockSize = `${page.offsetHeight}px`;
    kept.set(page, list.outerHTML);
    for (const oldest of kept.keys()) if (kept.size > KEPT_MAX) kept.delete(oldest);
    list.remove();
  }

  /** @param {Element} target */
  async function fill(target) {
    const page = /** @type {HTMLElement} */ (target);
    held.delete(page);
    if (page.firstElementChild) return;
    const html = kept.get(page);
    kept.delete(page);
    const found = html ? parse(html) : await part(address(page.dataset.cursor)).catch(() => undefined);
    const list = /** @type {HTMLElement | null | undefined} */ (found?.querySelector("ol"));
    if (!list || page.firstElementChild) return;
    adopt(page, list);
    steady(() => {
      page.style.containIntrinsicBlockSize = `auto ${page.style.blockSize}`;
      page.style.blockSize = "";
      page.replaceChildren(list);
    });
    announce(page);
  }

  /** Writes down where the reader is: the card they press, or the topmost. @param {HTMLElement | null} [pressed] */
  function note(pressed) {
    const seen = pages().find((page) => page.getBoundingClientRect().bottom > 0);
    const card = pressed ?? (seen && cardsOf(seen).find((one) => topOf(one) > 0) || seen?.querySelector(".card"));
    const page = /** @type {HTMLElement | null | undefined} */ (card?.closest(".page"));
    if (!card || !page || back) return;
    const state = { ...history.state, first: numberOf(pages()[0]), anchor: idOf(/** @type {HTMLElement} */ (card)), offset: topOf(card) };
    const url = address(page.dataset.cursor);
    history.replaceState(state, "", new URL(location.href).searchParams.get("cursor") === url.searchParams.get("cursor") ? location.href : url);
  }

  function place() {
    const card = back && feed.querySelector(`[data-product="${CSS.escape(back.anchor)}"]`);
    if (back && card) scrollOn(topOf(card) - back.offset);
  }

  for (const page of pages()) adopt(page, page), near.observe(page);
  history.scrollRestoration = "manual";
  if (back) place();
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, () => { back = undefined; }, { signal, passive: true });
  let timer = 0;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(note, 200);
  }, { signal, passive: true });
  addEventListener("click", (event) => note(/** @type {Element} */ (event.target).closest?.("#results .card")), { signal, capture: true });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    near.disconnect();
    ahead.disconnect();
  });
  if (paging === "pages") return;
  feed.dataset.live = "";
  watch();
  feed.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[data-live]"));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    load(link, true);
  }, { signal });
}

function start() {
  ending.abort();
  const feed = /** @type {HTMLElement | null} */ (document.querySelector("[data-paging]"));
  if (feed) follow(feed);
}

addEventListener("shop:list", start);
start();
