// `npm run bench:cold`: how soon a trial's clip can be played where nothing is cached, at 9 Mbit/s,
// 60 ms round trip and a processor four times slower; and how soon the next trial's. Needs a quiet
// machine: the load is printed beside the figures.

import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { stopServer } from "@/db/embedded/server";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl, embeddedFolder } from "@/db/url";
import { closeDatabase } from "@/lib/services/database";
import { findChromium } from "@/tests/e2e/chromium";
import { BUILD_FOLDER, buildSite, Site } from "@/tests/e2e/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";

/** Openings measured; one more warms the server up. */
const RUNS = Number(process.argv[2] ?? 6);
const NETWORK = {
  offline: false,
  latency: 60,
  downloadThroughput: 9e6 / 8,
  uploadThroughput: 9e6 / 8,
};
const CPU_RATE = 4;

/** One cold opening; all times in milliseconds. */
interface Opening {
  /** From the address being opened to the first content. */
  content: number;
  /** To the clip's last byte. */
  clip: number;
  /** To the play button being ready. */
  ready: number;
  /** Bytes of script as sent. */
  script: number;
  /** From Next to the next clip being ready. */
  later: number;
}

async function toFirstTrial(page: Page, address: string): Promise<void> {
  await page.goto(`${address}?lang=en`);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("radio", { name: /^Yes/ }).check();
  await page.getByRole("checkbox", { name: /at least/ }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.locator("[data-play]").waitFor();
}

/** Lets the page note the first moment at which its clip can be played. */
async function watchReady(context: BrowserContext): Promise<void> {
  // The program that runs this file marks functions by this name, also those sent to the page.
  await context.addInitScript({ content: "globalThis.__name = (marked) => marked;" });
  await context.addInitScript(() => {
    const look = () => {
      if (document.querySelector("[data-play][data-status=ready]")) performance.mark("ready");
      else requestAnimationFrame(look);
    };
    look();
  });
}

async function slowedDown(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", NETWORK);
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_RATE });
  return page;
}

function timesOf(page: Page): Promise<Omit<Opening, "later">> {
  return page.evaluate(() => {
    const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const scripts = files.filter(({ name }) => name.includes("/_next/") && name.endsWith(".js"));
    const clip = files.find(({ name }) => name.includes("/api/clips/"));
    return {
      content: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      clip: clip?.responseEnd ?? Number.NaN,
      ready: performance.getEntriesByName("ready")[0]?.startTime ?? Number.NaN,
      script: scripts.reduce((sum, file) => sum + file.encodedBodySize, 0),
    };
  });
}

/** Hears and rates the trial, goes on, and measures how long the next clip takes to be ready. */
async function goOn(page: Page): Promise<number> {
  await page.locator("[data-play]").click();
  const scales = page.locator("fieldset[data-dimension]");
  await scales.first().locator("input").first().isEnabled();
  for (const scale of await scales.all()) {
    await scale
      .locator("label")
      .nth(2)
      .evaluate((label) => (label as HTMLElement).click());
  }
  const next = page.getByRole("button", { name: "Next" });
  return next.evaluate(async (button) => {
    const before = document.querySelector("h1")?.textContent;
    const started = performance.now();
    (button as HTMLButtonElement).click();
    const there = () =>
      document.querySelector("h1")?.textContent !== before &&
      document.querySelector("[data-play][data-status=ready]") !== null;
    while (!there()) await new Promise(requestAnimationFrame);
    return performance.now() - started;
  });
}

async function open(browser: Browser, address: string): Promise<Opening> {
  const before = await browser.newContext({ locale: "en-GB" });
  await toFirstTrial(await before.newPage(), address);
  const cold = await browser.newContext({ locale: "en-GB" });
  await cold.addCookies(await before.cookies());
  await before.close();
  await watchReady(cold);
  const page = await slowedDown(cold);
  await page.goto(`${address}?lang=en`);
  await page.locator("[data-play][data-status=ready]").waitFor();
  const times = await timesOf(page);
  const later = await goOn(page);
  await cold.close();
  return { ...times, later };
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function tell(openings: readonly Opening[]): void {
  const line = (name: string, key: keyof Opening) => {
    const values = openings.map((opening) => Math.round(opening[key]));
    const [least, most] = [Math.min(...values), Math.max(...values)];
    console.log(`${name.padEnd(34)} median ${middle(values)}, ${least} to ${most}`);
  };
  line("first content, ms", "content");
  line("clip arrived, ms", "clip");
  line("play possible, ms (goal: 2000)", "ready");
  line("next trial playable, ms", "later");
  line("script, bytes", "script");
  console.log(
    `load of the machine: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(", ")}`,
  );
}

const executablePath = findChromium();
if (!executablePath) throw new Error("expected a Chromium, found none");
process.env.STUDY_DATA = mkdtempSync(join(tmpdir(), "bench-cold-"));
delete process.env.DATABASE_URL;
await migrateDatabase(await databaseUrl());
const set = await makeTinySet({ items: 2, steps: 128 });
const slug = "cold";
await makeStudy(set, {
  slug,
  adjust: (configuration) => ({
    ...configuration,
    checks: { ...configuration.checks, sound: false },
    listening: { ...configuration.listening, coverage: 0 },
    trials: { ...configuration.trials, practice: 0, pauseEvery: null },
  }),
});
await closeDatabase();
if (process.env.STUDY_E2E_KEEP_BUILD !== "1") await buildSite();
console.log(`site of ${BUILD_FOLDER}; clips of 17 s; 9 Mbit/s, 60 ms, processor ÷ ${CPU_RATE}`);
const site = await Site.start();
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--autoplay-policy=user-gesture-required"],
});
try {
  const openings: Opening[] = [];
  for (let run = 0; run <= RUNS; run++) openings.push(await open(browser, `${site.url}/s/${slug}`));
  // The first one warms the server up.
  tell(openings.slice(1));
} finally {
  await browser.close();
  await site.stop();
  stopServer(embeddedFolder());
  await rm(process.env.STUDY_DATA, { recursive: true, force: true });
}
