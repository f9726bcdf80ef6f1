// Stripe's form on our own page: loads it, shows it, and sends the shopper back when it is done.
// What a payment is worth is decided by the server alone; this page is asked again whatever happens here.

const LIBRARY = "https://js.stripe.com/v3/";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-pay]"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const problem = /** @type {HTMLElement} */ (form.querySelector("[role=alert]"));

/** @returns {Promise<any>}  Stripe's own library, which brings no types along. */
function load() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = LIBRARY;
    script.onload = () => resolve(/** @type {any} */ (window).Stripe(form.dataset.key));
    script.onerror = () => reject(new Error(form.dataset.trouble));
    document.head.append(script);
  });
}

/** @param {string} message */
function say(message) {
  problem.textContent = message;
}

/** @param {boolean} busy */
function wait(busy) {
  button.disabled = busy;
  button.setAttribute("aria-busy", String(busy));
}

function colours() {
  const style = getComputedStyle(document.body);
  return { theme: "stripe", variables: { colorText: style.color, colorBackground: style.backgroundColor, fontFamily: style.fontFamily } };
}

/**
 * Goes on with a payment that the bank wants confirmed; true when nothing is left to fill in.
 * @param {any} stripe
 * @param {string} clientSecret
 * @param {string} back
 */
async function goOn(stripe, clientSecret, back) {
  const { paymentIntent } = await stripe.retrievePaymentIntent(clientSecret);
  if (paymentIntent?.status === "requires_action") {
    const { error } = await stripe.handleNextAction({ clientSecret });
    if (error) {
      say(error.message);
      return false;
    }
  }
  const open = ["requires_payment_method", "requires_confirmation"].includes(paymentIntent?.status ?? "requires_payment_method");
  if (!open) window.location.assign(back);
  return !open;
}

async function start() {
  const { secret: clientSecret = "", back = "" } = form.dataset;
  wait(true);
  const stripe = await load();
  if (await goOn(stripe, clientSecret, back)) return;
  const elements = stripe.elements({ clientSecret, appearance: colours() });
  const fields = elements.create("payment");
  fields.on("ready", () => wait(false));
  fields.on("loaderror", (/** @type {any} */ { error }) => say(error.message));
  fields.mount(form.querySelector("[data-fields]"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    wait(true);
    // Comes back only when it failed: otherwise the browser is on its way to `back`.
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: back } });
    say(error?.message ?? "");
    wait(false);
  });
}

start().catch((error) => say(error.message));
