// Fills the places of a page that belong to one browser alone, so that the page itself can be the same for everybody.
// What can't be fetched is left out: nothing on the page depends on it.

import { elements } from "./markup.js";

for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-fragment]"))) {
  const answer = await fetch(place.dataset.fragment ?? "").catch(() => undefined);
  if (answer?.ok) place.replaceChildren(...elements(await answer.text()));
}
