import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./tests/e2e/chromium";
import { enterLane, LANES } from "./tests/e2e/lanes";

// A database of its own for every run, never the one that somebody uses. Playwright reads this file
// again in each of its processes: they find the folder of the first one.
process.env.STUDY_E2E_DATA ??= mkdtempSync(join(tmpdir(), "study-e2e-"));
process.env.STUDY_DATA = process.env.STUDY_E2E_DATA;
delete process.env.DATABASE_URL;
enterLane();

const executablePath = findChromium() ?? undefined;

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.spec.ts",
  // Whole studies at their real length run with `npm run test:full` alone.
  testIgnore: process.env.STUDY_FULL ? [] : ["**/*.full.spec.ts"],
  globalSetup: "./tests/e2e/global-setup.ts",
  outputDir: "test-results",
  // The tests of a file one after the other: they share a server and a database with their lane.
  workers: LANES,
  fullyParallel: false,
  timeout: 400_000,
  expect: { timeout: 40_000 },
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    launchOptions: {
      executablePath,
      args: ["--no-sandbox", "--autoplay-policy=user-gesture-required"],
    },
    // A trace costs more than the test on a small machine: ask for one with --trace on.
    trace: "off",
    screenshot: "only-on-failure",
  },
});
