// The cart as it is shown: what the server said last, and over it what was asked for since and isn't answered yet.
//
// Requests go one at a time, in order, and are repeated under their own key until an answer comes, so none counts twice.
// Of the server's carts the one with the highest version wins. A refused request is taken away alone; the others stay.
// No rule and no sum is here: quantities are added up for the eye, money never.

/**
 * @typedef {object} Said  A cart as the server told it.
 * @property {string} id  whose cart; versions of two carts can't be compared
 * @property {number} version
 * @property {number} count
 * @property {ReadonlyMap<string, number>} quantities  by SKU
 */

/**
 * @template N
 * @typedef {object} Change  One request.
 * @property {"add" | "set" | "clear" | "save" | "move" | "other"} kind  "save" puts a line aside, "move" brings units back, "other"
 *   changes no quantity
 * @property {string} sku  empty where all of the cart is meant
 * @property {number} quantity
 * @property {N} note  what the page wants to know again with the answer
 */

/**
 * @template N
 * @typedef {Change<N> & {key: string, sent: boolean}} Pending
 */

/**
 * @template N
 * @typedef {object} Door  How the cart reaches the server and its page.
 * @property {(change: Pending<N>) => Promise<{taken: boolean, cart?: Said} | undefined>} send  nothing when no answer came
 * @property {() => Promise<Said | undefined>} ask  the cart as it is now
 * @property {() => void} changed  something else is to be shown
 * @property {(change: Pending<N>) => void} failed  no answer came to any try
 * @property {(ms: number) => Promise<void>} wait
 * @property {() => string} key  a new one
 */

/** How long to wait before each further try. */
const WAITS_MS = [400, 1500, 4000];

/** @template N */
export class Overlay {
  /** @type {Pending<N>[]} */
  pending = [];
  #busy = false;

  /**
   * @param {Said} said
   * @param {Door<N>} door
   */
  constructor(said, door) {
    this.said = said;
    this.door = door;
  }

  /** Quantities by SKU and the count, as they will be when everything is granted. */
  view() {
    const quantities = new Map(this.said.quantities);
    let count = this.said.count;
    for (const change of this.pending) {
      if (change.kind === "clear") {
        quantities.clear();
        count = 0;
      } else if (change.kind !== "other") {
        const before = quantities.get(change.sku) ?? 0;
        const after = /add|move/.test(change.kind) ? before + change.quantity : change.quantity;
        quantities.set(change.sku, after);
        count += after - before;
      }
    }
    return { quantities, count };
  }

  /**
   * Asks for a change; it is in the view at once.
   * @param {Change<N>} change
   */
  change(change) {
    if (!this.#joined(change)) this.pending.push({ ...change, key: this.door.key(), sent: false });
    this.door.changed();
    void this.#run();
  }

  /**
   * Takes what the server says, unless something newer is known.
   * @param {Said} said
   */
  accept(said) {
    if (said.id === this.said.id && said.version < this.said.version) return;
    this.said = said;
    this.door.changed();
  }

  /**
   * Lets a change of a line become part of one that waits for its turn.
   * @param {Change<N>} change
   */
  #joined(change) {
    const last = this.pending.at(-1);
    const quantity = change.kind === "add" ? this.#last(change.sku) + change.quantity : change.quantity;
    if (!last || last.sent || last.sku !== change.sku || !/add|set/.test(last.kind) || !/add|set/.test(change.kind)) return false;
    if (last.kind === "set") {
      last.quantity = quantity;
    } else {
      const before = this.#last(change.sku) - last.quantity;
      if (quantity > before) last.quantity = quantity - before;
      else if (before === 0) this.pending.pop();
      else Object.assign(last, { kind: "set", quantity });
    }
    last.note = change.note;
    return true;
  }

  /** @param {string} sku */
  #last(sku) {
    return this.view().quantities.get(sku) ?? 0;
  }

  async #run() {
    if (this.#busy) return;
    this.#busy = true;
    for (let change = this.pending[0]; change; change = this.pending[0]) {
      change.sent = true;
      // What another tab took out is put in anew.
      if (change.kind === "set" && change.quantity > 0 && !this.said.quantities.has(change.sku)) change.kind = "add";
      const answer = await this.#answer(change);
      this.pending.shift();
      if (answer?.cart) this.accept(answer.cart);
      if (!answer) this.door.failed(change);
      this.door.changed();
    }
    this.#busy = false;
  }

  /**
   * @param {Pending<N>} change
   * @returns {Promise<{taken: boolean, cart?: Said} | undefined>}
   */
  async #answer(change) {
    for (const ms of WAITS_MS) {
      const answer = await this.door.send(change);
      if (answer) return answer;
      await this.door.wait(ms);
    }
    const last = await this.door.send(change);
    if (last) return last;
    // Nobody knows whether it counted; the cart itself does.
    const cart = await this.door.ask();
    if (cart) this.accept(cart);
    return undefined;
  }
}
