// 20,000 shoppers press 6 times in a hurry on the real module of the cart, over a line that loses and delays answers, with
// another tab on the same cart: in the end what is shown must be what the server has, and where nobody and nothing stood in the
// way, what the shopper meant.
// Usage: node overlay.mjs [BURSTS [SEED]]. Prints a line for each kind of shop; exits 1 if anything differs.
import { Overlay } from "../../web/scripts/overlay.js";

const bursts = Number(process.argv[2] ?? 20_000);
const SKUS = ["a", "b", "c"];
const AMPLE = 99;

/** Numbers that come again with the same seed. */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A cart as the shop keeps it: whole changes or none, a version that rises, and keys that are answered once. */
class Server {
  constructor(stock) {
    this.stock = stock;
    this.lines = new Map();
    this.saved = new Map();
    this.version = 1;
    this.keys = new Map();
    this.doubled = 0;
  }
  said() {
    const quantities = new Map(this.lines);
    return { saved: new Map(this.saved), id: "cart", version: this.version, count: [...quantities.values()].reduce((sum, q) => sum + q, 0), quantities };
  }
  take({ key, kind, sku, quantity }) {
    const asked = JSON.stringify([kind, sku, quantity]);
    if (this.keys.has(key)) {
      if (this.keys.get(key) !== asked) this.doubled += 1;
      return { taken: true, cart: this.said() };
    }
    if (kind === "clear") this.lines.clear();
    else {
      const [before, saved] = [this.lines.get(sku) ?? 0, this.saved.get(sku) ?? 0];
      const moved = kind === "save" ? -before : kind === "move" ? Math.min(quantity, saved) : 0;
      const after = kind === "add" ? before + quantity : kind === "set" ? quantity : before + moved;
      if (after > this.stock || (kind !== "add" && kind !== "move" && before === 0) || (kind === "move" && saved === 0)) return { taken: false, cart: this.said() };
      if (saved === moved) this.saved.delete(sku);
      else this.saved.set(sku, saved - moved);
      if (after === 0) this.lines.delete(sku);
      else this.lines.set(sku, after);
    }
    this.keys.set(key, asked);
    this.version += 1;
    return { taken: true, cart: this.said() };
  }
}

/** How often something was put aside and brought back. */
const presses = { save: 0, move: 0 };

/** One burst; true when the page shows the server's cart afterwards. */
async function burst(random, stock, lost) {
  const server = new Server(stock);
  for (const sku of SKUS) if (random() < 0.5) server.saved.set(sku, 1 + Math.floor(random() * 2));
  let now = 0;
  let number = 0;
  const timers = [];
  const sleep = (ms) => new Promise((done) => timers.push({ at: now + ms, done }));
  let under = 0;
  let together = 0;
  const send = async (change) => {
    under += 1;
    together = Math.max(together, under);
    await sleep(random() * 80);
    const answer = random() < lost / 2 ? undefined : server.take(change);
    await sleep(random() * 80);
    under -= 1;
    return random() < lost / 2 ? undefined : answer;
  };
  const ask = async () => {
    await sleep(20);
    return server.said();
  };
  let alone = stock === AMPLE;
  const door = { send, ask, changed: () => {}, failed: () => { alone = false; }, wait: sleep, key: () => `key-${number += 1}` };
  const page = new Overlay(server.said(), door);
  const [meant, aside] = [new Map(), new Map(server.saved)];
  for (let press = 0; press < 6; press += 1) {
    const sku = SKUS[Math.floor(random() * SKUS.length)];
    let kind = ["add", "add", "set", "set", "set", "clear", "save", "save", "move", "move"][Math.floor(random() * 10)];
    // Buttons are there for lines that are shown, and for what the page was told is saved and isn't on its way.
    const shows = page.view().quantities.get(sku) ?? 0;
    const saved = page.pending.some((change) => change.kind === "move" && change.sku === sku) ? 0 : (page.said.saved.get(sku) ?? 0);
    if ((kind === "save" && shows === 0) || (kind === "move" && saved === 0)) kind = "add";
    if (kind === "save" || kind === "move") presses[kind] += 1;
    const quantity = { add: 1 + Math.floor(random() * 2), save: 0, move: saved }[kind] ?? Math.floor(random() * 4);
    page.change({ kind, sku: kind === "clear" ? "" : sku, quantity, note: undefined });
    if (kind === "clear") meant.clear();
    else meant.set(sku, kind === "add" || kind === "move" ? (meant.get(sku) ?? 0) + quantity : quantity);
    if (kind === "save") aside.set(sku, (aside.get(sku) ?? 0) + shows);
    if (kind === "move") aside.set(sku, aside.get(sku) - quantity);
    if (random() < 0.5) await run(random() * 120);
    if (random() < 0.2) {
      alone = false;
      // Another tab, which tells what it heard after a while, perhaps when something newer is known.
      const heard = server.take({ key: `other-${press}`, kind: "add", sku, quantity: 1 }).cart;
      timers.push({ at: now + random() * 200, done: () => page.accept(heard) });
    }
  }
  await run(Infinity);
  const plain = (quantities) => JSON.stringify([...quantities].filter(([, quantity]) => quantity > 0).sort());
  const shown = plain(page.view().quantities);
  const settled = page.pending.length === 0 && server.doubled === 0 && together <= 1;
  const asMeant = !alone || (shown === plain(meant) && plain(aside) === plain(server.saved));
  return settled && asMeant && shown === plain(server.lines) && plain(page.said.saved) === plain(server.saved) && page.view().count === server.said().count;

  /** Lets time pass. */
  async function run(ms) {
    const end = now + ms;
    for (;;) {
      await flush();
      timers.sort((a, b) => a.at - b.at);
      if (!timers[0] || timers[0].at > end) break;
      const next = timers.shift();
      now = next.at;
      next.done();
    }
    now = Number.isFinite(end) ? end : now;
  }
}

async function flush() {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

/** Every press counts exactly once where stock is ample and nothing else changes the cart. */
async function counted() {
  for (const lost of [0, 0.3]) {
    const random = dice(7);
    const server = new Server(AMPLE);
    let number = 0;
    const send = async (change) => {
      if (random() < lost) return undefined;
      const answer = server.take(change);
      return random() < lost ? undefined : answer;
    };
    const page = new Overlay(server.said(), { send, ask: async () => server.said(), changed: () => {}, failed: () => {}, wait: async () => {}, key: () => `key-${number += 1}` });
    for (let press = 0; press < 40; press += 1) {
      page.change({ kind: "add", sku: "a", quantity: 1, note: undefined });
      if (page.view().count !== press + 1) return `after ${press + 1} presses ${page.view().count} are shown`;
      if (press % 3 === 0) await flush();
    }
    while (page.pending.length > 0) await flush();
    if (lost === 0 && server.lines.get("a") !== 40) return `40 presses, ${server.lines.get("a")} in the cart`;
    if (page.view().count !== server.said().count) return "the count differs";
  }
  return undefined;
}

let bad = 0;
const wrong = await counted();
if (wrong) {
  bad += 1;
  console.log(wrong);
}
for (const [name, stock, lost] of [["2 of each, 3 % lost", 2, 0.03], ["2 of each, none lost", 2, 0], ["ample, 3 % lost", AMPLE, 0.03], ["ample, 40 % lost", AMPLE, 0.4]]) {
  const random = dice(Number(process.argv[3] ?? 1));
  let differs = 0;
  for (let number = 0; number < bursts / 4; number += 1) {
    if (!(await burst(random, stock, lost))) differs += 1;
  }
  console.log(`${name}: ${differs} of ${bursts / 4} bursts end in another cart than the server's`);
  bad += differs;
}
console.log(`put aside ${presses.save} times, brought back ${presses.move} times`);
if (Math.min(presses.save, presses.move) < bursts / 4) bad += 1;
process.exit(bad > 0 ? 1 : 0);
