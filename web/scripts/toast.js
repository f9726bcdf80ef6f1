// A word about what just happened, above everything for a while. It is never the only place where something is said.

const SHOWN_MS = 8000;

/** Where toasts stand: in an open dialog, because the rest of the page can't be reached then. */
function place() {
  const over = document.querySelector("dialog[open]") ?? document.body;
  const known = over.querySelector(":scope > .toasts");
  if (known) return known;
  const made = document.createElement("div");
  made.className = "toasts";
  made.setAttribute("role", "status");
  over.append(made);
  return made;
}

/**
 * Shows a text, or a notice of the server's, for some seconds; while somebody points at it or is inside, it stays.
 * @param {string | Element} said
 * @param {{label: string, run: () => void}} [action]  a button that does something about it
 */
export function toast(said, action) {
  const box = document.createElement("div");
  box.className = "toast";
  box.append(said);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn quiet";
    button.textContent = action.label;
    button.addEventListener("click", action.run);
    box.append(button);
  }
  let timer = 0;
  const leave = () => { timer = window.setTimeout(() => box.remove(), SHOWN_MS); };
  const stay = () => clearTimeout(timer);
  for (const kind of ["pointerenter", "focusin"]) box.addEventListener(kind, stay);
  for (const kind of ["pointerleave", "focusout"]) box.addEventListener(kind, leave);
  // Whatever is pressed in it has been answered, once its form is sent.
  box.addEventListener("click", (event) => { if (event.target instanceof Element && event.target.closest("button, a")) setTimeout(() => box.remove()); });
  place().append(box);
  leave();
}
