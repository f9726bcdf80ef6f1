// The page for when there is no network: shows the cart as it was last, and goes on when the network is back.

import { elements } from "./markup.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const section = document.getElementById("last-cart");

/** @param {HTMLElement} section */
async function show(section) {
  const kept = await caches.match("/f/cart");
  const at = new Date(kept?.headers.get("date") ?? 0);
  if (!kept || Date.now() - at.getTime() > DAY_MS) return caches.delete("cart");
  const place = /** @type {HTMLElement} */ (section.querySelector("[data-cart]"));
  place.append(...elements(await kept.text()));
  // Nothing can be changed now, and pictures aren't kept.
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("input[type=number]"))) {
    const quantity = document.createElement("p");
    quantity.textContent = (place.dataset.quantity ?? "").replace("{}", field.value);
    field.closest("li")?.querySelector(".meta")?.append(quantity);
  }
  for (const part of place.querySelectorAll("[aria-labelledby=saved-title], form, details, button, input, img, .tile, .act, .held, .notice, .assurance, h1")) part.remove();
  for (const link of place.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  for (const part of place.querySelectorAll("[id], .wrap")) {
    part.removeAttribute("id");
    part.classList.remove("wrap");
  }
  const time = /** @type {HTMLElement} */ (section.querySelector("[data-as-of]"));
  const today = at.toDateString() === new Date().toDateString();
  const shown = at.toLocaleString(document.documentElement.lang, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
  time.textContent = (time.dataset.asOf ?? "").replace("{}", shown);
  section.hidden = false;
}

if (section) show(section).catch(() => undefined);
addEventListener("online", () => location.reload());
