// `npm run bench:compose URL`: how long each shipped melody network takes, in Chromium, from the click
// to its first answer of four bars standing in the piece, once its weights are there.

import { chromium, type Page } from "@playwright/test";
import { findChromium } from "@/tests/e2e/chromium";

const TUNE = "asdfghjkjhgfdsas";
const TIMES = 3;

const address = process.argv[2];
if (!address) throw new Error("expected the address of a running site, got none");

const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
page.setDefaultTimeout(300_000);
await page.goto(`${address}/compose?lang=en`);
await page.locator("[data-ready=true]").waitFor();
for (const key of TUNE) await page.keyboard.press(key);
const networks = await page.locator("[data-model] option").evaluateAll((options) =>
  options.map((option) => ({
    value: (option as HTMLOptionElement).value,
    name: option.textContent?.split(" ")[0] ?? "",
  })),
);
for (const { value, name } of networks) await measure(page, value, name);
await browser.close();

async function measure(on: Page, value: string, name: string): Promise<void> {
  await on.locator("[data-model]").selectOption(value);
  const loading = performance.now();
  await on.locator("[data-load]").click();
  await on.locator("[data-model-state=ready]").waitFor();
  const loaded = (performance.now() - loading) / 1000;
  const times: string[] = [];
  for (let i = 0; i < TIMES; i++) {
    const before = performance.now();
    await on.locator("[data-answer]").click();
    await on.locator("[data-turn=model]").waitFor();
    times.push(`${((performance.now() - before) / 1000).toFixed(2)} s`);
    await on.locator("[data-undo]").click();
    await on.locator("[data-turn=model]").waitFor({ state: "detached" });
  }
  process.stdout.write(`${name}: loaded in ${loaded.toFixed(1)} s, answers ${times.join(", ")}\n`);
}
