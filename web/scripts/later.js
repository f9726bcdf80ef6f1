// Modules that wait until somebody needs them: suggestions for who goes to the search field, a list that goes on for who scrolls.

/**
 * Runs once: at the first of these events, or now.
 * @param {EventTarget | null} place
 * @param {string[]} kinds
 * @param {boolean} now
 * @param {() => void} load
 */
function when(place, kinds, now, load) {
  const ending = new AbortController();
  const start = () => { ending.abort(); load(); };
  if (now) start();
  else for (const kind of kinds) place?.addEventListener(kind, start, { signal: ending.signal, passive: true });
}

const field = document.querySelector("form.search input");
when(field, ["focus", "input"], !!field && document.activeElement === field, () => import("./suggest.js"));
if (document.querySelector("[data-paging]")) {
  // Who comes back finds the card that was left.
  when(window, ["scroll", "pointerdown", "keydown", "touchstart"], !!history.state?.anchor || scrollY > 0, () => import("./feed.js"));
}
