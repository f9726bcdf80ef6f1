// Fills the places of a page that belong to one browser alone, so that the page itself can be the same for everybody.
// What can't be fetched is left out: nothing on the page depends on it.

for (const place of document.querySelectorAll("[data-fragment]")) {
  const answer = await fetch(place.dataset.fragment, { credentials: "same-origin" }).catch(() => undefined);
  if (answer?.ok) {
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...parsed.body.childNodes);
  }
}
