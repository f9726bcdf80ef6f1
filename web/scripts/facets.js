// Filters, chips and sorting without reloading: a change asks for the parts of the page that it changes and puts them in place.
// Each question has a number, and only the answer to the newest is shown. Where anything fails, the browser goes there plainly.

const WAIT_MS = 150;

/** A part that is always there. @param {string} id @param {Document} [page] */
const part = (id, page = document) => /** @type {HTMLElement} */ (page.getElementById(id));

/** An address without its place in the pages. @param {URL | Location} url */
function bare(url) {
  const filters = [...new URLSearchParams(url.search)].filter(([name, value]) => name !== "cursor" && value);
  return `${url.pathname}?${new URLSearchParams(filters)}`;
}

/** What stays the same when a part is put in anew: an id, a box and its value, a link and its words. @param {Element} element */
const key = (element) => element.id || [element.getAttribute("name"), element.getAttribute("value"), element.firstChild?.textContent].join();

/** The title of a group whose fold this is. @param {Element} fold */
const group = (fold) => fold.closest(".facet")?.firstElementChild?.textContent;

/** @param {HTMLFormElement} form @param {HTMLElement} drawer */
function narrow(form, drawer) {
  let newest = 0;
  let timer = 0;
  let request = new AbortController();
  /** What the open drawer leads to when it closes. @type {{url: URL, found?: Document} | undefined} */
  let pending;
  let shown = bare(location);

  const inDrawer = () => drawer.matches(":popover-open");

  /** Where the form would lead. */
  function chosen() {
    const url = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, String(value));
    return url;
  }

  function forget() {
    clearTimeout(timer);
    newest += 1;
    request.abort();
    pending = undefined;
  }

  /** @param {URL} url @param {boolean} [returning] */
  async function ask(url, returning) {
    forget();
    const mine = newest;
    request = new AbortController();
    const slow = setTimeout(() => inDrawer() || part("results").setAttribute("aria-busy", "true"), WAIT_MS);
    /** @type {Document | undefined} */
    let found;
    try {
      const answer = await fetch(`/f${url.pathname}${url.search}`, { signal: request.signal });
      if (answer.ok) found = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      // Called off, or no connection.
    }
    clearTimeout(slow);
    if (mine !== newest) return;
    pending = { url, found };
    if (!inDrawer()) return show(returning);
    if (!found) return;
    say(found);
    swap(found, ["filter-form"]);
  }

  /** Shows what is pending. @param {boolean} [returning] */
  function show(returning) {
    if (!pending) return;
    const { url, found } = pending;
    pending = undefined;
    if (!found?.getElementById("results")) return returning ? location.reload() : location.assign(url);
    if (!returning && bare(url) !== shown) history.pushState(null, "", url);
    shown = bare(url);
    document.title = found.title;
    say(found);
    swap(found, ["list-top", "filter-form", "bar", "results"]);
    const results = part("results");
    results.removeAttribute("aria-busy");
    dispatchEvent(new Event("shop:list"));
    // Whoever was far down a long list stands below the end of a short one.
    if (!returning && results.getBoundingClientRect().bottom < innerHeight / 2) part("bar").scrollIntoView({ behavior: "instant" });
  }

  /** Has it read out how many there are. @param {Document} found */
  function say(found) {
    part("announce").textContent = part("count", found).textContent;
  }

  /** Puts parts in place; focus, open folds and what is being typed stay. @param {Document} found @param {string[]} parts */
  function swap(found, parts) {
    const focused = /** @type {HTMLInputElement} */ (document.activeElement);
    const typing = focused.form === form && focused.type === "text";
    const open = [...form.querySelectorAll("details[open]")].map(group);
    for (const id of parts) {
      // What the drawer took before isn't there any more.
      const nodes = part(id, found).childNodes;
      if (nodes.length) part(id).replaceChildren(...nodes);
    }
    for (const fold of form.querySelectorAll("details")) fold.open ||= open.includes(group(fold));
    label();
    if (focused.isConnected) return;
    const all = [...document.querySelectorAll(".list :is(a, input, select, button, summary)")];
    const same = all.find((one) => typing ? one.getAttribute("name") === focused.name : key(one) === key(focused));
    const next = /** @type {HTMLInputElement} */ (same ?? document.querySelector(".bar .chip") ?? part("sort"));
    next.focus({ preventScroll: true });
    if (!typing) return;
    next.value = focused.value;
    next.setSelectionRange(focused.selectionStart, focused.selectionEnd);
  }

  /** The button of the drawer says how much there is. */
  function label() {
    const button = /** @type {HTMLElement | null} */ (form.querySelector("[data-live]"));
    if (button) button.textContent = button.dataset.live ?? "";
  }

  label();
  form.closest(".list")?.setAttribute("data-live", "");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (inDrawer()) drawer.hidePopover();
    else ask(chosen());
  });
  drawer.addEventListener("toggle", () => inDrawer() || show());
  document.addEventListener("change", (event) => {
    if (/** @type {HTMLInputElement} */ (event.target).form !== form) return;
    forget();
    timer = setTimeout(() => ask(chosen()), WAIT_MS);
  });
  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest(".list :is(#filters, .bar, .empty) a"));
    if (link?.pathname !== location.pathname || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    ask(new URL(link.href));
  });
  addEventListener("popstate", () => bare(location) === shown || ask(new URL(location.href), true));
}

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("filter-form"));
const drawer = document.getElementById("filters");
if (form && drawer) narrow(form, drawer);
