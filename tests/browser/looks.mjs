// Every page in every state, with made-up data, narrow and wide, light and dark, with what can be opened on it open: nothing to stumble
// over for who can't see, and nothing wider than the screen.
// Usage: node looks.mjs BASE CHROMIUM. Prints a line for each problem; exits 1 if there is any.
import { base, end, examine, expect, launch, visit } from "./common.mjs";

const browser = await launch();
/** What each button opens. */
const OPENED = { "[popovertarget]:not([popovertargetaction])": "popover", "[command=show-modal]": "dialog" };

async function addresses() {
  const page = await visit(browser);
  await page.goto(`${base}/dev/storybook`);
  const addresses = await page.locator("a[href^='/dev/storybook/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await page.context().close();
  return [...addresses, "/dev/storybook"];
}

const all = await addresses();
expect("there are many pages", all.length > 60);
let opened = 0;
for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1440]) {
    const page = await visit(browser, { viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce", bypassCSP: true });
    for (const address of all) {
      await page.goto(base + address);
      const name = `${address} at ${width} px, ${colorScheme}`;
      await examine(page, name);
      for (const [opener, kind] of Object.entries(OPENED)) {
        const button = page.locator(`${opener}:visible`).first();
        if (await button.count() === 0) continue;
        await button.click();
        await examine(page, `${name}, with a ${kind} open`);
        opened += 1;
      }
    }
    await page.context().close();
  }
}
expect("drawers and dialogs were opened", opened > 15);
await browser.close();
end();
