// Modules that wait until somebody needs them: suggestions for who goes to the search field, a list that goes on for who scrolls.

/**
 * Runs once: at the first of these events, or now.
 * @param {EventTarget | null} place
 * @param {string[]} kinds
 * @param {boolean} now
 * @param {() => Promise<unknown>} load
 */
function when(place, kinds, now, load) {
  const ending = new AbortController();
  const start = () => {
    ending.abort();
    // Without it the page is plain; on a page that is being left it doesn't come any more.
    load().catch(() => undefined);
  };
  if (now) start();
  else for (const kind of kinds) place?.addEventListener(kind, start, { signal: ending.signal, passive: true });
}

const field = /** @type {HTMLInputElement | null} */ (document.querySelector("form.search input"));
for (const kind of ["compositionstart", "compositionend"]) field?.addEventListener(kind, () => field.toggleAttribute("data-composing", kind === "compositionstart"));
when(field, ["focus", "input"], !!field && document.activeElement === field, () => import("./suggest.js"));
if (document.querySelector("[data-paging]")) {
  // Who comes back finds the card that was left; who stands in the middle has pages on both sides.
  when(window, ["scroll", "pointerdown", "keydown", "touchstart"], !!history.state?.anchor || location.search.includes("cursor="), () => import("./feed.js"));
}
