// Suggestions under the search field. Without this script the field is a plain form, and stays one with it.
// What is shown is HTML of our own server, read as a document of its own: nothing in it runs, and no text becomes markup here.

import { elements } from "./markup.js";

const WAIT_MS = 120;
const LENGTH_MIN = 1;
const words = document.getElementById("words")?.dataset ?? {};

/**
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} input
 */
function start(form, input) {
  const list = document.createElement("div");
  list.className = "suggest";
  list.id = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "dialog");
  list.setAttribute("aria-label", words.suggestions ?? "");
  form.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-haspopup", "dialog");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const status = document.getElementById("announce");
  let timer = 0;
  /** Each question has a number; only the answer to the newest is shown. */
  let newest = 0;
  /** @type {AbortController | undefined} */
  let request;

  function forget() {
    clearTimeout(timer);
    newest += 1;
    request?.abort();
  }

  function close() {
    forget();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    if (status) status.textContent = "";
  }

  async function ask() {
    forget();
    const text = input.value.trim();
    if (text.length < LENGTH_MIN) return close();
    const mine = newest;
    request = new AbortController();
    try {
      const answer = await fetch(`/f/suggest?q=${encodeURIComponent(text)}`, { signal: request.signal });
      const html = answer.ok ? await answer.text() : "";
      if (mine === newest) show(html);
    } catch {
      // Called off, or no connection: the form works without suggestions.
      if (mine === newest) close();
    }
  }

  /** @param {string} html */
  function show(html) {
    if (!html || !form.contains(document.activeElement) && !list.contains(document.activeElement)) return close();
    list.replaceChildren(...elements(html));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    const count = links().length;
    if (status) status.textContent = (words.found ?? "").replace("{}", String(count));
  }

  function links() {
    return [...list.querySelectorAll("a")];
  }

  function later() {
    forget();
    timer = setTimeout(ask, WAIT_MS);
  }

  input.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) later();
  });
  input.addEventListener("compositionend", later);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      links()[0]?.focus();
    } else if (event.key === "ArrowDown") {
      ask();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("keydown", (event) => {
    const all = links();
    const place = all.findIndex((link) => link === document.activeElement);
    const typing = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = event.key === "ArrowDown" ? Math.min(place + 1, all.length - 1) : place - 1;
      (all[next] ?? input).focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
      input.focus();
    } else if (typing) {
      // The letter lands in the field.
      input.focus();
    }
  });
  const leave = (/** @type {FocusEvent} */ { relatedTarget: next }) => {
    if (!(next instanceof Node && (form.contains(next) || list.contains(next)))) close();
  };
  form.addEventListener("focusout", leave);
  list.addEventListener("focusout", leave);
  // Keeps the focus where it is, so that the list stays open until the press has become a click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  form.addEventListener("submit", close);
  addEventListener("pageshow", close);
  // What was typed while this module was on its way.
  if (input.value !== input.defaultValue && !("composing" in input.dataset)) later();
}

const form = document.querySelector("form.search");
const input = form?.querySelector("input");
if (form instanceof HTMLFormElement && input) start(form, input);
